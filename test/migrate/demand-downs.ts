import { join } from 'node:path';
import test from 'ava';
import { RefusedError } from '../../src/errors.js';
import { demandDowns } from '../../src/migrate/demand-downs.js';
import type { MigrationFile } from '../../src/migrate/files.js';
import { folderWith } from '../helpers/folder-with.js';

test('every migration that does not say how it is taken back is named, in the words of its kind', async t => {
  const folder = await folderWith(t, {
    '1.sql': 'CREATE TABLE t (id INT);\n',
    '2.sql': 'CREATE TABLE u (id INT);\n-- down\n',
    '3.cjs': 'exports.up = () => {};\n',
    '4.cjs': 'exports.up = () => {};\nexports.down = () => {};\n',
  });
  const file = (name: string): MigrationFile => ({
    ...{ name, path: join(folder, name), checksum: '' },
    kind: name.endsWith('.sql') ? 'sql' : 'knex',
  });
  await t.notThrowsAsync(demandDowns(['2.sql', '4.cjs'].map(file)));
  const all = demandDowns(['1.sql', '2.sql', '3.cjs', '4.cjs'].map(file));
  const { findings } = await t.throwsAsync(all, { instanceOf: RefusedError });
  t.deepEqual(
    findings.map(({ where }) => where),
    ['1.sql', '3.cjs'],
  );
  t.regex(findings[0]?.message ?? '', /`-- down`/u);
  t.regex(findings[1]?.message ?? '', /function `down`/u);
});
