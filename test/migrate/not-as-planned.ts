import test from 'ava';
import { defaultMigrationSettings } from '../../src/migrate/migration-settings.js';
import { notAsPlanned } from '../../src/migrate/not-as-planned.js';
import type { Recorded } from '../../src/migrate/recorded.js';

const settings = defaultMigrationSettings(['/m']);

const migration = (name: string, checksum = 'c') => ({
  name,
  kind: 'sql' as const,
  checksum,
  statements: [],
});

function recorded(...names: readonly string[]): Recorded {
  const rows = names.map(name => ({ ...migration(name), batch: 1, time: 0 }));
  return { knex: [], checksums: rows, lock: 'free' };
}

const both = (one: Recorded) => ({ recorded: { a: one, b: one }, settings, files: [] });

test('done is what both sides have recorded', t => {
  const plan = [migration('1.sql'), migration('2.sql')];
  t.deepEqual(notAsPlanned(plan, both(recorded('1.sql', '2.sql'))), []);
  t.deepEqual(notAsPlanned(plan, both(recorded('1.sql'))), ['2.sql']);
  const onOne = { a: recorded('1.sql', '2.sql'), b: recorded('1.sql') };
  t.deepEqual(notAsPlanned(plan, { ...both(recorded()), recorded: onOne }), ['2.sql']);
});

test('a migration that ran with another file is not the one of the plan', t => {
  t.deepEqual(notAsPlanned([migration('1.sql', 'other')], both(recorded('1.sql'))), ['1.sql']);
  // The knex CLI records no checksum: the file that is there now must be that of the plan.
  const byKnex = { knex: [{ id: 1, name: '1.js', batch: 1, time: 0 }], checksums: [], lock: 'free' } as const;
  const files = [{ name: '1.js', path: '/m/1.js', kind: 'knex', checksum: 'c' }] as const;
  t.deepEqual(notAsPlanned([migration('1.js')], { ...both(byKnex), files }), []);
  t.deepEqual(notAsPlanned([migration('1.js', 'other')], { ...both(byKnex), files }), ['1.js']);
});

test('taken back is what no side has recorded', t => {
  const plan = [{ ...migration('1.sql'), takesBack: ['1.sql'] }];
  t.deepEqual(notAsPlanned(plan, both(recorded())), []);
  t.deepEqual(notAsPlanned(plan, both(recorded('1.sql'))), ['1.sql']);
});
