import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import test from 'ava';
import type { Config } from '../../../src/config/config.js';
import { ConfigError } from '../../../src/errors.js';
import { readTests } from '../../../src/run/programs/list-test-files.js';
import { folderWith } from '../../helpers/folder-with.js';

/** Only what is read of a configuration. */
const configIn = (folder: string) => ({ folder, procedures: join(folder, 'procedures') }) as Config;

test('tests are read by the names of their files', async t => {
  const folder = await folderWith(t, {
    'procedures/test/b.sql': '-- test: one\nSELECT 1;\n-- test: two\nSELECT 2;\n',
    'procedures/test/a.sql': 'SELECT 1;',
    'procedures/test/README.md': 'no test',
  });
  t.deepEqual(
    (await readTests(configIn(folder), [])).map(({ file, name }) => `${file}: ${name}`),
    ['procedures/test/a.sql: a', 'procedures/test/b.sql: one', 'procedures/test/b.sql: two'],
  );
});

test('everything that is wrong with any of them is said at once, and nobody waits for a pipe', async t => {
  const folder = await folderWith(t, {
    'procedures/test/a.sql': '',
    'procedures/test/b.sql': Uint8Array.of(0xe9),
    'procedures/test/c.sql': 'source x\nSELECT 1;\nstatus\n',
    'procedures/test/d.sql/x.sql': 'SELECT 1;',
  });
  await promisify(execFile)('mkfifo', [join(folder, 'procedures/test/e.sql')]);
  const error = await t.throwsAsync(readTests(configIn(folder), []), { instanceOf: ConfigError });
  t.deepEqual(
    error?.findings.map(({ id, where }) => `${where} ${id}`),
    [
      'procedures/test/a.sql:1:1 no-test',
      'procedures/test/b.sql:1:1 not-utf-8',
      'procedures/test/c.sql:1:1 client-command',
      'procedures/test/c.sql:3:1 client-command',
      'procedures/test/d.sql unreadable',
      'procedures/test/e.sql unreadable',
    ],
  );
});

test('where there is no test it is said what one looks like', async t => {
  const nowhere = await t.throwsAsync(readTests(configIn(await folderWith(t)), []), {
    instanceOf: ConfigError,
  });
  t.regex(nowhere?.message ?? '', /ENOENT/u);
  const folder = await folderWith(t, { 'procedures/test/README.md': '' });
  const none = await t.throwsAsync(readTests(configIn(folder), []), { instanceOf: ConfigError });
  for (const error of [nowhere, none]) t.regex(error?.hint ?? '', /procedures\/test\/my_procedure\.sql/u);
});
