import test from 'ava';
import { recordStatements, standsInKnexTable, tableStatements } from '../../src/migrate/bookkeeping.js';
import { defaultMigrationSettings } from '../../src/migrate/migration-settings.js';

const settings = defaultMigrationSettings(['/m']);
const stamp = { knexId: 7, batch: 3, time: 1_800_000_000 };

test('a script stands in the table of knex and in ours, with an explicit id and an absolute time', t => {
  const migration = { name: '1_a.js', kind: 'knex', checksum: 'abc' } as const;
  t.deepEqual(recordStatements(migration, stamp, settings), [
    "insert into `knex_migrations` (`id`, `name`, `batch`, `migration_time`) values (7, '1_a.js', 3, from_unixtime(1800000000))",
    "replace into `dbshift_migrations` (`name`, `kind`, `checksum`, `batch`, `migration_time`) values ('1_a.js', 'knex', 'abc', 3, from_unixtime(1800000000))",
  ]);
});

test('a .sql file stands in our table only, and a name is data', t => {
  const migration = { name: "it's.sql", kind: 'sql', checksum: 'abc' } as const;
  t.deepEqual(recordStatements(migration, stamp, settings), [
    "replace into `dbshift_migrations` (`name`, `kind`, `checksum`, `batch`, `migration_time`) values ('it''s.sql', 'sql', 'abc', 3, from_unixtime(1800000000))",
  ]);
});

test('only what the knex CLI lists stands in its table', t => {
  const listed = (name: string) => standsInKnexTable(name, settings);
  t.deepEqual(['1.js', '1.ts', '1.cjs', '1.mjs', '1.sql'].map(listed), [true, true, true, false, false]);
  t.true(standsInKnexTable('1.mjs', { ...settings, knexExtensions: ['.mjs'] }));
  t.false(standsInKnexTable('1.sql', { ...settings, knexExtensions: ['.js', '.sql'] }));
});

test('only missing tables are made, and a lock table without its row gets it', t => {
  const complete = { knex: [], checksums: [], lock: 'free' } as const;
  t.deepEqual(tableStatements(settings, complete), []);
  t.deepEqual(tableStatements(settings, { ...complete, lock: 'no-row' }), [
    'insert into `knex_migrations_lock` (`index`, `is_locked`) values (1, 2)',
  ]);
  t.is(tableStatements(settings, { knex: null, checksums: null, lock: 'no-table' }).length, 4);
});
