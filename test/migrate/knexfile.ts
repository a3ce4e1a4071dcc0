import { join } from 'node:path';
import test from 'ava';
import { ConfigError } from '../../src/errors.js';
import { readMigrationSettings } from '../../src/migrate/knexfile.js';
import { defaultMigrationSettings } from '../../src/migrate/migration-settings.js';
import { folderWith } from '../helpers/folder-with.js';

const database = 'app';

test('without a knexfile the settings are those of knex, in the configured directory', async t => {
  const settings = await readMigrationSettings({ migrations: '/m', database });
  t.deepEqual(settings, defaultMigrationSettings(['/m']));
  t.is(settings.tableName, 'knex_migrations');
});

test('directories, table and order of a knexfile are taken, relative to the knexfile', async t => {
  const folder = await folderWith(t, {
    'db/knexfile.cjs': `module.exports = { client: 'mysql2', migrations: {
      directory: ['./one', '../two'], tableName: 'ran', schemaName: 'app',
      loadExtensions: ['.mjs', '.sql'], sortDirsSeparately: true, disableTransactions: true } };`,
  });
  const settings = await readMigrationSettings({
    migrations: '/m',
    database,
    knexfile: join(folder, 'db/knexfile.cjs'),
  });
  t.deepEqual(settings, {
    directories: [join(folder, 'db/one'), join(folder, 'two')],
    tableName: 'ran',
    extensions: ['.mjs'],
    knexExtensions: ['.mjs', '.sql'],
    sortDirsSeparately: true,
    disableTransactions: true,
    knex: {},
  });
});

test('NODE_ENV chooses the section; a knexfile without sections is one itself', async t => {
  const folder = await folderWith(t, {
    'a.mjs': `export default { development: { client: 'mysql', migrations: { tableName: 'dev' } },
      production: { client: 'mysql2', migrations: { tableName: 'prod' } } };`,
    'b.mjs': `export default async () => ({ client: 'mysql2', migrations: { tableName: 'only' } });`,
  });
  const tableName = async (file: string, environment: string) => {
    const source = { migrations: '/m', database, knexfile: join(folder, file) };
    return (await readMigrationSettings(source, environment)).tableName;
  };
  t.is(await tableName('a.mjs', 'development'), 'dev');
  t.is(await tableName('a.mjs', 'production'), 'prod');
  t.is(await tableName('b.mjs', 'production'), 'only');
});

test('what changes the SQL that knex writes is kept: character set, collation, identifiers', async t => {
  const folder = await folderWith(t, {
    'knexfile.mjs': `export const client = 'mysql2';
      export const connection = { charset: 'latin1', collate: 'latin1_bin', password: 'secret' };
      export const wrapIdentifier = (value, wrap) => wrap(value.toUpperCase());`,
  });
  const { knex } = await readMigrationSettings({
    migrations: '/m',
    database,
    knexfile: join(folder, 'knexfile.mjs'),
  });
  t.deepEqual(Object.keys(knex).sort(), ['charset', 'collate', 'wrapIdentifier']);
  t.is(knex.charset, 'latin1');
  t.is(typeof knex.wrapIdentifier, 'function');
});

const refused: Readonly<Record<string, readonly [text: string, said: RegExp]>> = {
  'another database system': [`{ client: 'pg' }`, /client is "pg"/],
  'no client': ['{}', /client is missing/],
  'a migration source of its own': [
    `{ client: 'mysql2', migrations: { migrationSource: {} } }`,
    /migrationSource is not supported/,
  ],
  'records in another database': [
    `{ client: 'mysql2', migrations: { schemaName: 'other' } }`,
    /schemaName is "other"/,
  ],
  'a directory that is no text': [
    `{ client: 'mysql2', migrations: { directory: [1] } }`,
    /migrations\.directory must be a text/,
  ],
  'a function that throws': [`() => { throw new Error('no such secret') }`, /no such secret/],
};

for (const [what, [text, said]] of Object.entries(refused)) {
  test(`a knexfile is refused with ${what}`, async t => {
    const folder = await folderWith(t, { 'knexfile.mjs': `export default ${text};` });
    const source = { migrations: '/m', database, knexfile: join(folder, 'knexfile.mjs') };
    const error = await t.throwsAsync(readMigrationSettings(source), { instanceOf: ConfigError });
    t.regex(error?.message ?? '', said);
    t.true(error?.message.startsWith(join(folder, 'knexfile.mjs')));
  });
}
