import { createHash } from 'node:crypto';
import { rm, symlink } from 'node:fs/promises';
import { join } from 'node:path';
import test from 'ava';
import { ConfigError } from '../../src/errors.js';
import { listMigrationFiles } from '../../src/migrate/files.js';
import { defaultMigrationSettings } from '../../src/migrate/migration-settings.js';
import { folderWith } from '../helpers/folder-with.js';

test('knex and .sql migrations are one list, ordered by name', async t => {
  const folder = await folderWith(t, {
    '10_b.sql': '',
    '2_c.js': '',
    '10_a.ts': '',
    '9_d.mjs': '',
    '1.cjs': '',
  });
  const files = await listMigrationFiles(defaultMigrationSettings([folder]));
  t.deepEqual(
    files.map(({ name, kind }) => [name, kind]),
    [
      ['1.cjs', 'knex'],
      ['10_a.ts', 'knex'],
      ['10_b.sql', 'sql'],
      ['2_c.js', 'knex'],
      ['9_d.mjs', 'knex'],
    ],
  );
});

test('a checksum is the sha256 of the bytes', async t => {
  const folder = await folderWith(t, { '1.sql': 'SELECT 1;\r\n' });
  const [file] = await listMigrationFiles(defaultMigrationSettings([folder]));
  t.is(file?.checksum, createHash('sha256').update('SELECT 1;\r\n').digest('hex'));
  t.is(file?.path, join(folder, '1.sql'));
});

test('declarations, maps, hidden files, folders and other files are no migrations', async t => {
  const others = {
    '1.d.ts': '',
    '1.d.mts': '',
    '1.js.map': '',
    '.2.js': '',
    '3.js/x.js': '',
    'README.md': '',
  };
  const folder = await folderWith(t, { ...others, '4.js': '' });
  const files = await listMigrationFiles(defaultMigrationSettings([folder]));
  t.deepEqual(
    files.map(({ name }) => name),
    ['4.js'],
  );
});

test('loadExtensions of a knexfile choose the scripts, and .sql files are taken all the same', async t => {
  const folder = await folderWith(t, { '1.js': '', '2.ts': '', '3.sql': '' });
  const files = await listMigrationFiles({ ...defaultMigrationSettings([folder]), extensions: ['.ts'] });
  t.deepEqual(
    files.map(({ name }) => name),
    ['2.ts', '3.sql'],
  );
});

test('several directories are ordered by name as one, or each for itself with sortDirsSeparately', async t => {
  const folder = await folderWith(t, { 'x/2.js': '', 'x/4.js': '', 'y/1.js': '', 'y/3.js': '' });
  const settings = defaultMigrationSettings([join(folder, 'x'), join(folder, 'y')]);
  const names = async (sortDirsSeparately: boolean) =>
    (await listMigrationFiles({ ...settings, sortDirsSeparately })).map(({ name }) => name);
  t.deepEqual(await names(false), ['1.js', '2.js', '3.js', '4.js']);
  t.deepEqual(await names(true), ['2.js', '4.js', '1.js', '3.js']);
});

for (const [what, other] of [
  ['extension', '1_users.js'],
  ['letter case', '1_Users.ts'],
] as const) {
  test(`two migrations whose names differ only by ${what} are refused, with both paths`, async t => {
    const folder = await folderWith(t, { 'x/1_users.ts': '', [`y/${other}`]: '' });
    const settings = defaultMigrationSettings([join(folder, 'x'), join(folder, 'y')]);
    const error = await t.throwsAsync(listMigrationFiles(settings), { instanceOf: ConfigError });
    const [finding] = error?.findings ?? [];
    t.is(finding?.id, 'same-migration-name');
    const said = `${finding?.where} ${finding?.message}`;
    t.true(said.includes(join(folder, 'x/1_users.ts')) && said.includes(join(folder, 'y', other)));
  });
}

test('a missing directory is named in the error', async t => {
  const folder = join(await folderWith(t), 'nowhere');
  const error = await t.throwsAsync(listMigrationFiles(defaultMigrationSettings([folder])), {
    instanceOf: ConfigError,
  });
  t.true(error?.message.includes(folder) && error.message.includes('ENOENT'));
});

test('a directory without migrations is an error that says what a migration is', async t => {
  const folder = await folderWith(t, { 'README.md': '' });
  const error = await t.throwsAsync(listMigrationFiles(defaultMigrationSettings([folder])), {
    instanceOf: ConfigError,
  });
  t.true(error?.message.includes(folder) && error.hint?.includes('.sql'));
});

test('a file that is listed and cannot be read is named, with what to do', async t => {
  const folder = await folderWith(t, { '1.sql': '', 'elsewhere/x': '' });
  const list = () => listMigrationFiles(defaultMigrationSettings([folder]));
  await symlink('nowhere', join(folder, '2.sql'));
  const gone = await t.throwsAsync(list(), { instanceOf: ConfigError });
  t.is(gone?.message, `${join(folder, '2.sql')}: was removed while it was read`);
  t.regex(gone?.hint ?? '', /run the same command again/u);
  await rm(join(folder, '2.sql'));
  await symlink('elsewhere', join(folder, '2.sql'));
  const message = `${join(folder, '2.sql')}: is a folder, and has the name of a migration`;
  await t.throwsAsync(list(), { instanceOf: ConfigError, message });
});
