import test from 'ava';
import { nextStamp } from '../../src/migrate/bookkeeping.js';
import { comparePending } from '../../src/migrate/compare-pending.js';
import type { MigrationFile } from '../../src/migrate/files.js';
import { defaultMigrationSettings } from '../../src/migrate/migration-settings.js';
import type { KnexLock, Recorded } from '../../src/migrate/recorded.js';
import { bookkeepingMigration } from '../../src/plan/bookkeeping-migration.js';

const settings = defaultMigrationSettings(['/m']);

function file(name: string, checksum = 'c'): MigrationFile {
  return { name, path: `/m/${name}`, kind: name.endsWith('.sql') ? 'sql' : 'knex', checksum };
}

/** Records as this program leaves them: scripts in both tables, `.sql` files in ours. */
function recorded(names: readonly string[], lock: KnexLock = 'free'): Recorded {
  const rows = names.map((name, index) => ({ id: index + 1, batch: 1, time: 0, ...file(name) }));
  return { knex: rows.filter(({ kind }) => kind === 'knex'), checksums: rows, lock };
}

const nothing: Recorded = { knex: null, checksums: null, lock: 'no-table' };

function names(list: readonly { readonly name: string }[]): readonly string[] {
  return list.map(({ name }) => name);
}

test('everything is pending where nothing was ever recorded', t => {
  const files = [file('1.js'), file('2.sql')];
  const { pending, findings, notices } = comparePending({
    files,
    recorded: { a: nothing, b: nothing },
    settings,
  });
  t.deepEqual(
    pending.map(({ name, on }) => [name, on]),
    [
      ['1.js', null],
      ['2.sql', null],
    ],
  );
  t.deepEqual([...findings, ...notices], []);
});

test('nothing is pending when both servers have every file', t => {
  const row = { name: bookkeepingMigration, kind: 'sql', checksum: '', batch: 1, time: 0 } as const;
  const files = recorded(['1.js', '2.sql']);
  const both = { ...files, checksums: [row, ...(files.checksums ?? [])] };
  const result = comparePending({
    files: [file('1.js'), file('2.sql')],
    recorded: { a: both, b: both },
    settings,
  });
  t.deepEqual(result, { pending: [], findings: [], notices: [] });
});

test('a file on one server only is pending, and the notice names the server', t => {
  const files = [file('1.js'), file('2.sql')];
  const result = comparePending({
    files,
    recorded: { a: recorded(['1.js']), b: recorded(['1.js', '2.sql']) },
    settings,
  });
  t.deepEqual(
    result.pending.map(({ name, on }) => [name, on]),
    [['2.sql', 'b']],
  );
  t.is(result.notices[0]?.id, 'migration-on-one-side');
  t.deepEqual(result.findings, []);
});

test('a recorded file that is gone is refused, and a changed extension is told apart', t => {
  const both = recorded(['1.js', '2.js']);
  const { findings } = comparePending({ files: [file('2.ts')], recorded: { a: both, b: both }, settings });
  t.deepEqual(
    findings.map(({ id, where }) => [id, where]),
    [
      ['migration-file-gone', '1.js'],
      ['migration-file-gone', '2.js'],
    ],
  );
  t.regex(findings[1]?.message ?? '', /now called 2\.ts/);
});

for (const name of ['1.js', '1.sql']) {
  test(`a file that changed after it ran is refused: ${name}`, t => {
    const both = recorded([name]);
    const { findings, pending } = comparePending({
      files: [file(name, 'other')],
      recorded: { a: both, b: both },
      settings,
    });
    t.deepEqual(
      findings.map(({ id, where }) => [id, where]),
      [['migration-file-changed', `/m/${name}`]],
    );
    t.deepEqual(pending, []);
  });
}

test('a file that only the knex CLI ran has no checksum to compare', t => {
  const both = { ...recorded(['1.js']), checksums: null };
  const result = comparePending({ files: [file('1.js', 'any')], recorded: { a: both, b: both }, settings });
  t.deepEqual(result, { pending: [], findings: [], notices: [] });
});

test('after a rollback by the knex CLI a file is pending again, also when its text changed since', t => {
  const both = { ...recorded(['1.js']), knex: [] };
  const result = comparePending({ files: [file('1.js', 'other')], recorded: { a: both, b: both }, settings });
  t.deepEqual(names(result.pending), ['1.js']);
  t.deepEqual(result.findings, []);
});

test('an .mjs file, which the knex CLI does not list, counts by our own record', t => {
  const both = { ...recorded(['1.mjs']), knex: [] };
  const result = comparePending({ files: [file('1.mjs')], recorded: { a: both, b: both }, settings });
  t.deepEqual(result.pending, []);
});

test('a file that sorts before one that has run is pending, with a notice', t => {
  const both = recorded(['1.js', '3.js']);
  const result = comparePending({
    files: [file('1.js'), file('2.js'), file('3.js'), file('4.js')],
    recorded: { a: both, b: both },
    settings,
  });
  t.deepEqual(names(result.pending), ['2.js', '4.js']);
  t.deepEqual(
    result.notices.map(({ id, where }) => [id, where]),
    [['migration-out-of-order', '2.js']],
  );
});

test('a lock that a knex CLI holds is a finding; our own is not', t => {
  const input = { files: [file('1.js')], settings };
  const held = comparePending({
    ...input,
    recorded: { a: recorded([], 'knex'), b: recorded([], 'dbshift') },
  });
  t.deepEqual(
    held.findings.map(({ id, where }) => [id, where]),
    [['knex-lock-held', 'server a']],
  );
});

test('ids and batches go on after the highest on either server', t => {
  const a: Recorded = { knex: [{ id: 3, name: 'x', batch: 2, time: 0 }], checksums: null, lock: 'free' };
  const row = { name: 'y', kind: 'sql', checksum: 'c', batch: 7, time: 0 } as const;
  const b: Recorded = { knex: [], checksums: [row], lock: 'free' };
  t.deepEqual(nextStamp([a, b]), { knexId: 4, batch: 8 });
  t.deepEqual(nextStamp([nothing, nothing]), { knexId: 1, batch: 1 });
});
