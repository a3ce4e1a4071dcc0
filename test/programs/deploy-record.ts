/** What deploys wrote down: which one is half done, and the versions that come of them. */
import test from 'ava';
import fc from 'fast-check';
import {
  type DeployRecord,
  deploysInto,
  deploysOf,
  halfDone,
  type RecordedChange,
  uniteDeployRecords,
} from '../../src/programs/deploy-record.js';
import type { Definition } from '../../src/programs/program.js';
import { programVersions } from '../../src/programs/program-versions.js';

const definition = (n: number): Definition => ({
  ...{ kind: 'procedure', name: 'hello', create: `CREATE PROCEDURE hello() SELECT ${n}`, definer: 'd@h' },
  settings: { sqlMode: '', characterSet: 'utf8mb4', collation: 'utf8mb4_general_ci' },
});

type Step = {
  readonly from: number | null;
  readonly to: number | null;
  readonly outcome: 'done' | 'put-back' | null;
  readonly command?: 'deploy' | 'rollback';
};

const read = (n: number | null) => (n === null ? null : definition(n));

function recordsOf({ from, to, outcome, command = 'deploy' }: Step, epoch: number): readonly DeployRecord[] {
  const change: RecordedChange = {
    ...{ kind: 'procedure', name: 'hello', after: read(to) },
    ...{ before: { a: read(from), b: read(from) }, grants: { a: [], b: [] } },
  };
  const entries: readonly DeployRecord['entry'][] = [
    { kind: 'begin', command, by: 'me@here', active: 'a', database: 'app' },
    { kind: 'program', change },
    ...(outcome === null ? [] : [{ kind: 'end', outcome } as const]),
  ];
  return entries.map((entry, n) => ({ epoch, n, at: `2026-01-0${epoch} 00:00:00.000000`, entry }));
}

const all = (...steps: readonly Step[]) => steps.flatMap((step, index) => recordsOf(step, index + 1));
const versionsOf = (...steps: readonly Step[]) =>
  programVersions(deploysOf(all(...steps))).map(({ version, how, definition: made }) => [
    version,
    how,
    made === null ? null : Number(/\d+$/.exec(made.create)?.[0]),
  ]);

test('the newest deploy without an end is half done, whatever ended before it', t => {
  t.is(halfDone(all({ from: null, to: 1, outcome: 'done' })), null);
  t.is(halfDone(all({ from: null, to: 1, outcome: 'put-back' })), null);
  t.is(halfDone(all({ from: null, to: 1, outcome: 'done' }, { from: 1, to: 2, outcome: null }))?.epoch, 2);
  t.is(halfDone([]), null);
});

test('what both sides hold of it is one, however it is spread over them', t => {
  const records = all({ from: null, to: 1, outcome: 'done' }, { from: 1, to: 2, outcome: null });
  const halves = fc.array(fc.constantFrom('a', 'b', 'both'), {
    minLength: records.length,
    maxLength: records.length,
  });
  fc.assert(
    fc.property(halves, places => {
      const on = (side: string) => records.filter((_, index) => [side, 'both'].includes(places[index] ?? ''));
      return JSON.stringify(uniteDeployRecords(on('a'), on('b'))) === JSON.stringify(records);
    }),
  );
  t.pass();
});

test('each deploy that was done is a version; what was put back is none', t => {
  t.deepEqual(
    versionsOf(
      { from: null, to: 1, outcome: 'done' },
      { from: 1, to: 2, outcome: 'put-back' },
      { from: 1, to: 3, outcome: 'done' },
      { from: 3, to: 1, outcome: 'done', command: 'rollback' },
    ),
    [
      [1, 'deploy', 1],
      [2, 'deploy', 3],
      [3, 'rollback', 1],
    ],
  );
});

test('what a deploy found, made by other means, is a version before its own', t => {
  t.deepEqual(versionsOf({ from: 7, to: 1, outcome: 'done' }, { from: 8, to: null, outcome: 'done' }), [
    [1, 'found', 7],
    [2, 'deploy', 1],
    [3, 'found', 8],
    [4, 'deploy', null],
  ]);
});

test('what was put right on the passive alone is no version', t => {
  t.deepEqual(versionsOf({ from: null, to: 1, outcome: 'done' }, { from: 1, to: 1, outcome: 'done' }), [
    [1, 'deploy', 1],
  ]);
});

test('the deploys of one database are its own, and one that is half done is told whatever its database', t => {
  const other = recordsOf({ from: null, to: 1, outcome: null }, 2).map(record =>
    record.entry.kind === 'begin' ? { ...record, entry: { ...record.entry, database: 'other' } } : record,
  );
  const records = [...recordsOf({ from: null, to: 1, outcome: 'done' }, 1), ...other];
  t.deepEqual(
    deploysInto('app', records).map(({ epoch }) => epoch),
    [1],
  );
  t.is(halfDone(records)?.database, 'other');
});
