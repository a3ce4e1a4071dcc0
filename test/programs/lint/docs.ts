/** The page on lint of programs is checked against the rules, so that neither goes on without the other. */
import { readFile } from 'node:fs/promises';
import test from 'ava';
import { parseConfig } from '../../../src/config/parse-config.js';
import { parseYaml } from '../../../src/config/parse-yaml.js';
import { rules } from '../../../src/plan/lint/rules.js';
import { programRules } from '../../../src/programs/lint/rules.js';

const page = await readFile('docs/procs-lint.md', 'utf8');

const cell = (text: string): string => text.replaceAll('|', '\\|');

test('docs/procs-lint.md has every rule with its severity, why, and what to do, in the order of the table', t => {
  const rows = page.split('\n').filter(line => line.startsWith('| `'));
  t.deepEqual(
    rows,
    programRules.map(
      ({ id, severity, why, hint }) => `| \`${id}\` | ${severity} | ${cell(why)} | ${cell(hint)} |`,
    ),
  );
});

test('no rule of programs has the name of one of migrations: one list accepts both', t => {
  const ids = [...rules, ...programRules].map(({ id }) => id);
  t.is(new Set(ids).size, ids.length);
});

test('the example of docs/procs-lint.md is a configuration that parses', t => {
  const [, text = ''] = /```yaml\n(.*?)```/su.exec(page) ?? [];
  const server = (host: string) => ({ host, user: 'dbshift' });
  const config = parseConfig(
    {
      ...(parseYaml('procs-lint.md', text) as object),
      servers: { a: server('a'), b: server('b') },
      database: 'app',
      pointers: [{ kind: 'file', path: 'p.json', format: 'json' }],
    },
    { file: '/c.yaml', folder: '/' },
  );
  t.is(config.lint.accept[0]?.in, 'procedures/report.sql');
});
