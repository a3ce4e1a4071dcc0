import test from 'ava';
import fc from 'fast-check';
import type { Entry, JournalRecord } from '../../src/journal/entry.js';
import { applyEntry, foldJournal, uniteRecords } from '../../src/journal/fold.js';
import { type Intent, noFacts } from '../../src/pair/facts.js';
import { anySide, cases } from '../helpers/arbitraries.js';

const intentOf = (epoch: number): Intent => ({
  runId: `run-${epoch}`,
  epoch,
  goal: 'migrate',
  plan: null,
  wantActive: null,
  pauseAt: 'never',
  startedAt: 0,
  sqlMode: '',
  knexId: 1,
  knexBatch: 1,
  replicas: [],
});

const anyEntry: fc.Arbitrary<Entry> = fc.oneof(
  fc.constant<Entry>({ kind: 'approve', what: 'flip', by: 'a person' }),
  fc.constant<Entry>({ kind: 'verified', key: 'k' }),
  fc.constant<Entry>({ kind: 'void', why: 'w' }),
  fc.constant<Entry>({ kind: 'flip', from: 'a', to: 'b', at: 7 }),
  fc.constant<Entry>({ kind: 'promote', to: 'b' }),
  fc.constant<Entry>({ kind: 'repoint-failed', why: 'w' }),
  fc.constant<Entry>({ kind: 'flip-done', to: 'b', pauseMs: 7 }),
  fc.constant<Entry>({ kind: 'flip-undone', why: 'w' }),
  fc.constant<Entry>({ kind: 'pause-at', pauseAt: 'passive' }),
  fc.constant<Entry>({ kind: 'end', outcome: 'done' }),
  fc.record({
    kind: fc.constant('changed' as const),
    side: anySide,
    name: fc.constantFrom('conversions' as const, 'knex-lock' as const),
    old: fc.constantFrom('0', '1'),
  }),
  fc.record({
    kind: fc.constant('restored' as const),
    side: anySide,
    name: fc.constantFrom('conversions' as const, 'knex-lock' as const),
    ofRun: fc.constant('run-1'),
  }),
);

function recordsOf(epochs: readonly (readonly Entry[])[]): readonly JournalRecord[] {
  return epochs.flatMap((entries, index) => {
    const epoch = index + 1;
    const all: readonly Entry[] = [{ kind: 'open', intent: intentOf(epoch) }, ...entries];
    return all.map((entry, n) => ({ epoch, n, nonce: `${n}`, runId: `run-${epoch}`, at: '', entry }));
  });
}

const anyRecords = fc
  .array(fc.array(anyEntry, { maxLength: 12 }), { minLength: 1, maxLength: 3 })
  .map(recordsOf);

/** Every record stands on a, on b, or on both. */
const anyHalves = anyRecords.chain(records =>
  fc.tuple(
    fc.constant(records),
    fc.array(fc.constantFrom('a', 'b', 'both'), { minLength: records.length, maxLength: records.length }),
  ),
);

test('two halves of a journal unite to the facts of the whole one, in either order', t => {
  fc.assert(
    fc.property(anyHalves, ([records, places]) => {
      const half = (side: 'a' | 'b') =>
        records.filter((_, index) => places[index] === side || places[index] === 'both');
      const facts = foldJournal(records);
      t.deepEqual(foldJournal(uniteRecords(half('a'), half('b'))), facts);
      t.deepEqual(foldJournal(uniteRecords(half('b'), half('a'))), facts);
    }),
    cases(500),
  );
});

test('uniting twice changes nothing', t => {
  fc.assert(
    fc.property(anyRecords, records => {
      t.deepEqual(uniteRecords(records, records), uniteRecords(records, []));
    }),
    cases(200),
  );
});

test('records of an older epoch change nothing but the settings that are still to be restored', t => {
  fc.assert(
    fc.property(anyRecords, records => {
      const newest = Math.max(...records.map(({ epoch }) => epoch));
      const { changed: _all, ...facts } = foldJournal(records);
      const { changed: _own, ...alone } = foldJournal(records.filter(({ epoch }) => epoch === newest));
      t.deepEqual(facts, alone);
    }),
    cases(500),
  );
});

test('what an older run writes after a newer one was opened is not acted on', t => {
  const late = {
    epoch: 1,
    n: 99,
    nonce: 'x',
    runId: 'run-1',
    at: '',
    entry: { kind: 'promote', to: 'b' },
  } as const;
  const records = recordsOf([[{ kind: 'flip', from: 'a', to: 'b', at: 1 }], []]);
  t.deepEqual(foldJournal([...records, late]), foldJournal(records));
});

test('the facts of a journal are those of its entries, one after the other', t => {
  fc.assert(
    fc.property(fc.array(anyEntry, { maxLength: 15 }), entries => {
      const opened = applyEntry(noFacts, { kind: 'open', intent: intentOf(1) }, 'run-1');
      const facts = entries.reduce((known, entry) => applyEntry(known, entry, 'run-1'), opened);
      t.deepEqual(foldJournal(recordsOf([entries])), facts);
    }),
    cases(200),
  );
});

test('the first old value of a setting counts, also for a run that finds it changed already', t => {
  const changed = (old: string): Entry => ({ kind: 'changed', side: 'b', name: 'conversions', old });
  const { changed: settings } = foldJournal(recordsOf([[changed('')], [changed('ALL_NON_LOSSY')]]));
  t.deepEqual(settings, [{ runId: 'run-1', side: 'b', name: 'conversions', old: '' }]);
});

test('a flip that was undone is forgotten but for its count, and an approval forgets that too', t => {
  const flip: readonly Entry[] = [
    { kind: 'flip', from: 'a', to: 'b', at: 7 },
    { kind: 'promote', to: 'b' },
    { kind: 'repoint-failed', why: 'w' },
  ];
  t.like(foldJournal(recordsOf([flip])), {
    flipFrom: 'a',
    pausedAt: 7,
    promoteSent: true,
    failedRepoints: 1,
  });
  const undone: readonly Entry[] = [...flip, { kind: 'flip-undone', why: 'w' }];
  const none = { flipFrom: null, pausedAt: null, promoteSent: false, failedRepoints: 0 };
  t.like(foldJournal(recordsOf([undone])), { ...none, failedFlips: 1 });
  t.like(foldJournal(recordsOf([[...undone, { kind: 'approve', what: 'flip', by: 'p' }]])), {
    failedFlips: 0,
  });
});
