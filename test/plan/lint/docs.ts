/** The page on lint is checked against the rules, so that neither goes on without the other. */
import { readFile } from 'node:fs/promises';
import test from 'ava';
import { parseConfig } from '../../../src/config/parse-config.js';
import { parseYaml } from '../../../src/config/parse-yaml.js';
import { rules } from '../../../src/plan/lint/rules.js';

const page = await readFile('docs/lint.md', 'utf8');

test('docs/lint.md has every rule with its severity, why, and what to do, in the order of the table', t => {
  const rows = page.split('\n').filter(line => line.startsWith('| `'));
  t.deepEqual(
    rows,
    rules.map(({ id, severity, why, hint }) => `| \`${id}\` | ${severity} | ${why} | ${hint} |`),
  );
});

test('the example of docs/lint.md is a configuration that parses', t => {
  const [, text = ''] = /```yaml\n(.*?)```/su.exec(page) ?? [];
  const server = (host: string) => ({ host, user: 'dbshift' });
  const config = parseConfig(
    {
      ...(parseYaml('lint.md', text) as object),
      servers: { a: server('a'), b: server('b') },
      database: 'app',
      pointers: [{ kind: 'file', path: 'p.json', format: 'json' }],
    },
    { file: '/c.yaml', folder: '/' },
  );
  t.is(config.lint.accept[0]?.subject, 'orders.note');
});
