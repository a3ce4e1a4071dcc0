import test from 'ava';
import { recordStatements } from '../../src/migrate/bookkeeping.js';
import { defaultMigrationSettings } from '../../src/migrate/migration-settings.js';
import { forgetStatements, recordAgain } from '../../src/migrate/records-back.js';

const settings = defaultMigrationSettings(['/m']);
const stamp = { knexId: 7, batch: 3, time: 1_800_000_000 };

test('what is taken back is forgotten in both tables, by name', t => {
  t.deepEqual(forgetStatements(['1_a.js', "it's.sql"], settings), [
    "delete from `knex_migrations` where `name` in ('1_a.js')",
    "delete from `dbshift_migrations` where `name` in ('1_a.js', 'it''s.sql')",
  ]);
  t.deepEqual(forgetStatements([], settings), []);
});

test('what is recorded again has the numbers and the time that it had', t => {
  const knex = [{ id: 7, name: '1_a.js', batch: 3, time: 1_800_000_000 }];
  const own = { name: '1_a.js', kind: 'knex', checksum: 'abc', batch: 3, time: 1_800_000_000 } as const;
  const migration = { name: '1_a.js', kind: 'knex', checksum: 'abc' } as const;
  const both = recordStatements(migration, stamp, settings);
  t.deepEqual(recordAgain('1_a.js', { knex, checksums: [own], lock: 'free' }, settings), both);
  t.deepEqual(recordAgain('1_a.js', { knex, checksums: [], lock: 'free' }, settings), both.slice(0, 1));
});
