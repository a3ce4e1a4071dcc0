/** What the documentation shows is read as it says. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import test from 'ava';
import { parseProgramFile } from '../../src/programs/parse-program-file.js';
import { programDefaults as defaults } from '../helpers/program-defaults.js';

test('the example in docs/procs.md is one program with the settings and the definer that it states', async t => {
  const page = await readFile(join(process.cwd(), 'docs', 'procs.md'), 'utf8');
  const [, text = ''] = /```sql\n(.*?)```/su.exec(page) ?? [];
  const [program, ...others] = parseProgramFile(text, 'procs.md', { database: 'app', defaults });
  t.is(others.length, 0);
  t.like(program, { kind: 'procedure', name: 'add_member', definer: 'registry@localhost' });
  t.is(program?.settings.sqlMode, 'STRICT_ALL_TABLES,NO_ENGINE_SUBSTITUTION');
});
