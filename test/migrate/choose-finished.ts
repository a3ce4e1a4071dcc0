import test from 'ava';
import { UsageError } from '../../src/errors.js';
import { chooseFinished, type Down } from '../../src/migrate/choose-finished.js';
import type { MigrationFile } from '../../src/migrate/files.js';
import { defaultMigrationSettings } from '../../src/migrate/migration-settings.js';
import type { Recorded } from '../../src/migrate/recorded.js';

const file = (name: string): MigrationFile => ({
  name,
  path: `/m/${name}`,
  kind: name.endsWith('.sql') ? 'sql' : 'knex',
  checksum: name,
});

const recorded = (...rows: readonly (readonly [name: string, batch: number])[]): Recorded => ({
  knex: rows
    .filter(([name]) => name.endsWith('.js'))
    .map(([name, batch], index) => ({ id: index + 1, name, batch, time: null })),
  checksums: rows.map(([name, batch]) => ({
    ...{ name, batch, checksum: name, time: null },
    kind: name.endsWith('.js') ? ('knex' as const) : ('sql' as const),
  })),
  lock: 'free',
});

// 1.js came late: it ran after 2.sql.
const done = recorded(['1.js', 2], ['2.sql', 1], ['3.sql', 2], ['4.js', 3]);
const files = ['1.js', '2.sql', '3.sql', '4.js', '5.sql'].map(file);

const chosen = (down: Down, b = done): readonly string[] =>
  chooseFinished({
    files,
    recorded: { a: done, b },
    settings: defaultMigrationSettings(['/m']),
    down,
  }).map(({ name }) => name);

test('the newest come first, by the run that brought them and not by name', t => {
  t.deepEqual(chosen({ count: 1 }), ['4.js']);
  t.deepEqual(chosen({ count: 9 }), ['4.js', '3.sql', '1.js', '2.sql']);
});

test('a name is the one that stays', t => {
  t.deepEqual(chosen({ to: '3.sql' }), ['4.js']);
  t.deepEqual(chosen({ to: '4.js' }), []);
  const error = t.throws(() => chosen({ to: '5.sql' }), { instanceOf: UsageError });
  t.regex(error.hint ?? '', /4\.js, 3\.sql, 1\.js, 2\.sql/u);
});

test('what only one side has is not finished', t => {
  t.deepEqual(chosen({ count: 2 }, recorded(['2.sql', 1], ['3.sql', 2])), ['3.sql', '2.sql']);
});
