import test from 'ava';
import fc from 'fast-check';
import { ConfigError, FailedError } from '../../src/errors.js';
import { parseFields } from '../../src/pointer/parse-fields.js';
import { parseValue } from '../../src/pointer/parse-value.js';
import { dotenvFormat, jsonFormat, phpFormat } from '../../src/pointer/plain-formats.js';
import type { PointerValue } from '../../src/pointer/pointer.js';
import { printValue } from '../../src/pointer/print-value.js';
import { parseTemplate } from '../../src/pointer/template-format.js';

const value: PointerValue = {
  active: 'b',
  host: 'db-b.example.com',
  port: 3307,
  generation: 12,
  updatedAt: '2026-11-22T10:20:30.400Z',
};

const haproxy = `# dbshift {{side}} {{ generation }} {{updatedAt}} (do not edit)
backend db
  server {{side}} {{host}}:{{port}} check   # costs $1.00 (a|b) [x] ^\\d
`;

const formats = {
  json: jsonFormat,
  dotenv: dotenvFormat,
  php: phpFormat,
  template: parseTemplate(haproxy, 'haproxy.tpl'),
};

const texts: Readonly<Record<keyof typeof formats, string>> = {
  json: `{
  "active": "b",
  "host": "db-b.example.com",
  "port": 3307,
  "generation": 12,
  "updatedAt": "2026-11-22T10:20:30.400Z"
}
`,
  dotenv: `# Which database server is active. Written by dbshift; changes are lost.
DB_HOST=db-b.example.com
DB_PORT=3307
DBSHIFT_ACTIVE=b
DBSHIFT_GENERATION=12
DBSHIFT_UPDATED_AT=2026-11-22T10:20:30.400Z
`,
  php: `<?php
// Which database server is active. Written by dbshift; changes are lost.
$dbhost = 'db-b.example.com';
$dbport = 3307;
$dbactive = 'b';
$dbgeneration = 12;
$dbupdated = '2026-11-22T10:20:30.400Z';
`,
  template: `# dbshift b 12 2026-11-22T10:20:30.400Z (do not edit)
backend db
  server b db-b.example.com:3307 check   # costs $1.00 (a|b) [x] ^\\d
`,
};

const host = fc.stringMatching(/^[\w.:%-]{1,60}$/u);
const anyValue = fc.record({
  active: fc.constantFrom('a' as const, 'b' as const),
  host,
  port: fc.integer({ min: 1, max: 65535 }),
  generation: fc.nat(),
  updatedAt: fc
    .date({ noInvalidDate: true, min: new Date(0), max: new Date('2200-01-01') })
    .map(date => date.toISOString()),
});

for (const [name, format] of Object.entries(formats)) {
  test(`${name} says what people expect to read`, t => {
    t.is(format.print(value), texts[name as keyof typeof texts]);
  });

  test(`${name} reads back whatever it has written`, t => {
    fc.assert(
      fc.property(anyValue, any => {
        t.deepEqual(parseValue(format.parse(format.print(any)), name), any);
      }),
    );
  });

  test(`${name} that was cut short or emptied is not understood`, t => {
    const text = format.print(value);
    // The last line break may be missing, and what a comment says after the fields.
    for (const end of [0, 1, Math.floor(text.length / 2)])
      t.throws(() => parseValue(format.parse(text.slice(0, end)), name), { instanceOf: FailedError });
  });

  test(`${name} refuses to write a host that would not read back`, t => {
    for (const strange of ["x'; system('id'); //", 'x\nDB_HOST=y', '$(id)', ''])
      t.throws(() => printValue(format, { ...value, host: strange }, name), { instanceOf: FailedError });
  });
}

test('a template may repeat a placeholder, and both places must agree when it is read', t => {
  const text = formats.template.print(value);
  t.deepEqual(parseValue(formats.template.parse(text), 'x'), value);
  t.deepEqual(formats.template.parse(text.replace('server b', 'server a')), {});
});

test('a template without what is needed to read back is refused, with the comment to add', t => {
  const error = t.throws(() => parseTemplate('server {{host}}:{{port}};', 'nginx.tpl'), {
    instanceOf: ConfigError,
  });
  t.regex(error?.findings[0]?.hint ?? '', /# dbshift \{\{side\}\} \{\{generation\}\} \{\{updatedAt\}\}/u);
});

test('a placeholder that does not exist is refused', t => {
  const error = t.throws(() => parseTemplate(`${haproxy}{{hots}}`, 'x'), { instanceOf: ConfigError });
  t.deepEqual(
    error?.findings.map(finding => finding.message),
    ['{{hots}} is not a placeholder'],
  );
});

test('a template whose placeholders run into each other is refused when it would be ambiguous', t => {
  const format = parseTemplate('{{host}}{{port}} {{side}} {{generation}} {{updatedAt}}', 'x');
  t.throws(() => printValue(format, value, 'x'), { instanceOf: FailedError });
});

test('every field that is wrong is named', t => {
  const fields = { active: 'c', host: '', port: '0', generation: -1, updatedAt: 'soon' };
  t.throws(() => parseValue(fields, 'pointer file x'), {
    instanceOf: FailedError,
    message:
      'pointer file x cannot be read: active, host, port, generation, updatedAt missing or not understood',
  });
});

test('a command may print JSON or lines of name=value', t => {
  const lines = Object.entries(value).map(([name, field]) => `${name}=${field}`);
  t.deepEqual(parseValue(parseFields(lines.join('\r\n')), 'x'), value);
  t.deepEqual(parseValue(parseFields(`\n ${JSON.stringify({ ...value, more: 1 })}`), 'x'), value);
  t.deepEqual(parseFields('no fields here'), {});
});
