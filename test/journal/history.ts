import test from 'ava';
import { describeHistory } from '../../src/cli/render/history.js';
import type { Entry, JournalRecord } from '../../src/journal/entry.js';
import { pastRuns } from '../../src/journal/history.js';
import type { Intent } from '../../src/pair/facts.js';
import type { Batch } from '../../src/plan/plan.js';
import type { PlannedProgram } from '../../src/programs/planned-program.js';
import { told } from '../../src/run/history.js';
import { plan } from '../helpers/recorded-run.js';

const intent: Intent = {
  runId: 'r1',
  epoch: 1,
  goal: 'migrate',
  plan,
  wantActive: null,
  pauseAt: 'never',
  startedAt: 0,
  sqlMode: '',
  knexId: 1,
  knexBatch: 1,
  replicas: [],
};

/** One record per minute from noon on. */
function records(epoch: number, entries: readonly Entry[]): readonly JournalRecord[] {
  return entries.map((entry, n) => ({
    epoch,
    n,
    nonce: 'x',
    runId: `r${epoch}`,
    at: `2026-03-0${epoch} 12:0${n}:00.123456`,
    entry,
  }));
}

const open = (by?: string): Entry => ({ kind: 'open', intent, ...(by === undefined ? {} : { by }) });

const done = records(1, [
  open('ann@laptop'),
  { kind: 'flip-undone', why: 'the write pause was over its limit' },
  { kind: 'flip-done', to: 'b', pauseMs: 158 },
  { kind: 'end', outcome: 'done' },
]);

test('a run is told with who opened it, its flips and how it ended; newest first', t => {
  const [newer, older] = pastRuns([...done, ...records(2, [open()])]);
  t.like(newer, { runId: 'r2', outcome: 'open', endedAt: null, durationMs: null, flips: [] });
  t.like(older, {
    runId: 'r1',
    goal: 'migrate',
    by: 'ann@laptop',
    outcome: 'done',
    openedAt: '2026-03-01T12:00:00.123Z',
    endedAt: '2026-03-01T12:03:00.123Z',
    durationMs: 180_000,
  });
  t.deepEqual(older?.migrations, [
    '20260301_bigint_ids.sql',
    '20260302_index_orders.js',
    '20260303_create_coupons.js',
  ]);
  t.deepEqual(
    older?.flips.map(({ outcome }) => outcome),
    ['given-up', 'done'],
  );
});

test('what both sides have is told once, and what only one has is told too', t => {
  const [first, ...rest] = done;
  t.deepEqual(pastRuns([...done, ...done]), pastRuns(done));
  t.deepEqual(pastRuns([...(first === undefined ? [] : [first]), ...rest.slice(2), ...rest]), pastRuns(done));
});

test('journals that did not write down who opened a run are still read', t => {
  const [run] = pastRuns(records(1, [open()]));
  t.is(run?.by, null);
  t.regex(describeHistory(pastRuns(records(1, [open()])).map(told))[1] ?? '', / \? +open/u);
});

test('a run whose end nobody wrote down is unknown as soon as there is a later one', t => {
  const [, older] = pastRuns([...records(1, [open()]), ...records(2, [open()])]);
  t.is(older?.outcome, 'unknown');
});

test('a run whose place another one took was abandoned at that moment', t => {
  const aborting = { ...intent, goal: 'abort', adopts: 'r1' } as const;
  const [newer, older] = pastRuns([
    ...records(1, [open()]),
    ...records(2, [{ kind: 'open', intent: aborting }]),
  ]);
  t.like(older, { runId: 'r1', outcome: 'abandoned', endedAt: '2026-03-02T12:00:00.123Z' });
  t.like(newer, { runId: 'r2', outcome: 'open' });
});

test('a deploy by a flip is told by its command, with what it brought', t => {
  const [batch] = plan.batches;
  const hello: PlannedProgram = {
    ...{ kind: 'procedure', name: 'hello', before: null, after: null },
    ...{ sql: [], grants: { a: [], b: [] } },
  };
  const toldWith = (migrations: Batch['migrations']) => {
    const batches = batch === undefined ? [] : [{ ...batch, migrations, programs: [hello] }];
    const entry = { kind: 'open', intent: { ...intent, plan: { ...plan, batches } } } as const;
    return pastRuns(records(1, [entry])).map(told);
  };
  t.like(toldWith([])[0], {
    command: 'procs deploy --via-flip',
    programs: ['procedure hello'],
    migrations: [],
  });
  t.regex(describeHistory(toldWith([]))[1] ?? '', /procs deploy --via-flip .* procedure hello$/u);
  const both = describeHistory(toldWith(batch?.migrations ?? []))[1] ?? '';
  t.regex(both, / migrate .* 20260301_bigint_ids\.sql, .*procedure hello$/u);
});

test('nothing makes no run', t => {
  t.deepEqual(pastRuns([]), []);
  t.deepEqual(describeHistory([]), ['no run was ever opened on this pair']);
});
