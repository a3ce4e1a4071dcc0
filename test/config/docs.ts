/** The documentation is checked against the definition, so that neither goes on without the other. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import test from 'ava';
import { limits } from '../../src/config/limits.js';
import { parseConfig } from '../../src/config/parse-config.js';
import { parseYaml } from '../../src/config/parse-yaml.js';
import { ConfigShape } from '../../src/config/shape.js';

const read = (name: string) => readFile(join(process.cwd(), 'docs', name), 'utf8');

test('the example in docs/config.md parses', async t => {
  const [, text = ''] = /```yaml\n(.*?)```/su.exec(await read('config.md')) ?? [];
  const source = { file: '/srv/app/dbshift.config.yaml', folder: '/srv/app' };
  t.is(parseConfig(parseYaml('config.md', text), source).limits.writePauseMs, 4000);
});

test('docs/config.md has every key, and every limit with its default', async t => {
  const text = await read('config.md');
  for (const key of Object.keys(ConfigShape.entries)) t.true(text.includes(`\`${key}`), key);
  const { a } = ConfigShape.entries.servers.entries;
  for (const key of Object.keys(a.entries))
    t.regex(text, new RegExp(`\\| .*\`(servers\\.\\*\\.)?${key}\``, 'u'), key);
  for (const [name, { default: standard, description }] of Object.entries(limits))
    t.true(text.includes(`| \`${name}\` | ${standard} | ${description} |`), name);
});
