import test from 'ava';
import type { Entry, JournalRecord } from '../../../src/journal/entry.js';
import { measuredRates, nothingMeasured } from '../../../src/plan/numbers/measured-rates.js';
import type { StatementCost } from '../../../src/plan/numbers/statement-cost.js';

const records = (...entries: readonly Entry[]): readonly JournalRecord[] =>
  entries.map((entry, n) => ({
    epoch: 1,
    n,
    nonce: 'x',
    runId: 'r',
    at: '2026-03-01 12:00:00.000000',
    entry,
  }));

const mark = { side: 'b', migration: '001.sql', statement: 0 } as const;
const old: Entry = { kind: 'acknowledged', ...mark };
const sent: Entry = { kind: 'sent', ...mark };
const done = (cost: Partial<StatementCost> = {}): Entry => ({
  ...old,
  cost: { work: 'copy', bytes: 20_000_000, ms: 1000, ...cost },
});

test('without earlier runs nothing is measured', t => t.deepEqual(measuredRates([]), nothingMeasured));

test('the rate of a kind of work is the median of its statements', t => {
  const { work } = measuredRates(
    records(done(), done({ ms: 500 }), done({ ms: 400_000 }), done({ work: 'index', ms: 100 })),
  );
  t.deepEqual(work, {
    copy: { bytesPerSecond: 20_000_000, statements: 3 },
    index: { bytesPerSecond: 200_000_000, statements: 1 },
  });
});

test('a statement that both sides have in their journals counts once', t => {
  const once = records(done(), done({ ms: 500 }));
  t.deepEqual(measuredRates([...once, ...once]), measuredRates(once));
});

test('a statement that was interrupted does not count, nor one of a journal that did not measure', t => {
  const one = { copy: { bytesPerSecond: 20_000_000, statements: 1 } };
  t.deepEqual(measuredRates(records(sent, done(), sent)).work, one);
  t.deepEqual(measuredRates(records(sent, old, done(), { ...sent, kind: 'refused' })).work, one);
  t.deepEqual(measuredRates(records(sent, old)), nothingMeasured);
});

test('small tables tell nothing of a rate, nor does what no disk can do', t => {
  t.deepEqual(measuredRates(records(done({ bytes: 9_000_000 }))), nothingMeasured);
  t.deepEqual(measuredRates(records(done({ bytes: 1e12 }))), nothingMeasured);
  t.deepEqual(measuredRates(records(done({ ms: 0 }))), nothingMeasured);
});

test('writes are all that was written over all the time', t => {
  const { writes } = measuredRates(
    records(
      done({ written: { transactions: 100, binlogBytes: 5000 } }),
      done({ ms: 3000, written: { transactions: 0, binlogBytes: 0 } }),
      done(),
    ),
  );
  t.deepEqual(writes, { transactions: 25, binlogBytes: 1250 });
});

test('pauses are those of flips that somebody saw to the end', t => {
  const flip = (pauseMs: number | null): Entry => ({ kind: 'flip-done', to: 'b', pauseMs });
  t.is(measuredRates(records(flip(30), flip(null), flip(10))).writePauseMs, 20);
  t.is(measuredRates(records(flip(null))).writePauseMs, null);
});

test('the rate of an applier is that of its catching up', t => {
  const caughtUp: Entry = { kind: 'caught-up', side: 'b', transactions: 3000, ms: 1500 };
  t.is(measuredRates(records(caughtUp)).applied, 2000);
});
