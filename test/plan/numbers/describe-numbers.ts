import test from 'ava';
import { aboutBytes, aboutCount, aboutTime } from '../../../src/plan/numbers/about.js';
import { batchCells, numberNotes, tableCells } from '../../../src/plan/numbers/describe-numbers.js';
import type { BatchNumbers, PlanNumbers } from '../../../src/plan/numbers/plan-numbers.js';
import { mixedPlan } from '../../helpers/sample-plans.js';

const side = { ms: 24_000, diskBytes: 1_200_000_000, binlogBytes: 3_456_789 };
const flip: BatchNumbers = {
  sides: { a: side, b: { ...side, ms: 25_400 } },
  basis: { kind: 'measured', bytesPerSecond: 49_876_543, statements: 3 },
  catchUpMs: 4100,
  withoutSpareMs: 57_600,
  writePauseMs: 14,
  readers: 'who reads there waits',
};
const nothing: BatchNumbers = {
  sides: { a: { ms: 0, diskBytes: 0, binlogBytes: 0 }, b: { ms: 0, diskBytes: 0, binlogBytes: 0 } },
  basis: { kind: 'nothing' },
  catchUpMs: 0,
  withoutSpareMs: 0,
  writePauseMs: null,
  readers: null,
};
const numbers: PlanNumbers = {
  tables: [
    { table: 'orders', rows: 12_345_678, bytes: 1_234_567_890 },
    { table: 'notes', rows: null, bytes: 16_384 },
  ],
  batches: [flip, nothing],
  writePauseLimitMs: 5000,
};

test('times, bytes and counts have two figures and their unit', t => {
  t.deepEqual([0, 1, 949, 950, 83_456, 600_000, 9_000_000].map(aboutTime), [
    '0 s',
    '1 ms',
    '950 ms',
    '0.95 s',
    '83 s',
    '10 min',
    '2.5 h',
  ]);
  t.deepEqual([0, 16_384, 123_456, 999_999_999, 4.56e12].map(aboutBytes), [
    '0 MB',
    'under 0.1 MB',
    '0.12 MB',
    '1 GB',
    '4.6 TB',
  ]);
  t.deepEqual([7, 1234, 12_345_678].map(aboutCount), ['7', '1,200', '12,000,000']);
});

test('each table has its rows and its size, as far as they are known', t => {
  t.deepEqual(tableCells(numbers).rows, [
    ['orders', '12,000,000', '1.2 GB'],
    ['notes', '?', 'under 0.1 MB'],
  ]);
});

test('each batch has a row, and tells the sides apart only where they differ', t => {
  const { head, rows } = batchCells(mixedPlan.batches, numbers);
  t.deepEqual(rows, [
    ['1', 'flip', 'a 24 s, b 25 s', '1.2 GB', '3.5 MB', '4.1 s', '58 s'],
    ['2', 'direct', '0 s', '0 MB', '0 MB', '0 s', '0 s'],
  ]);
  t.true(rows.every(({ length }) => length === head.length));
});

test('what nobody knows is a question mark, and a spare is away for longer than the legs', t => {
  const unknown = { ...side, ms: null, binlogBytes: null };
  const cells = (batch: Partial<BatchNumbers>) =>
    batchCells(mixedPlan.batches, { ...numbers, batches: [{ ...flip, ...batch }] }).rows[0]?.slice(2);
  t.deepEqual(cells({ catchUpMs: null })?.slice(-2), ['?', '58 s and catching up']);
  t.deepEqual(cells({ sides: { a: unknown, b: unknown }, catchUpMs: null, withoutSpareMs: null }), [
    '?',
    '1.2 GB',
    '?',
    '?',
    '?',
  ]);
});

test('the notes say where the times come from, what readers see and how long nobody writes, each once', t => {
  t.deepEqual(numberNotes({ ...numbers, batches: [flip, nothing, flip] }), [
    'times are by a measured rate, 50 MB/s, the median of 3 statements of earlier runs',
    'who reads there waits',
    'nobody writes for about 14 ms in each flip, as in earlier ones, and for 5 s at most (limits.writePauseMs)',
  ]);
  const fresh = {
    ...flip,
    basis: { kind: 'stated', bytesPerSecond: 50_000_000 },
    writePauseMs: null,
  } as const;
  t.deepEqual(numberNotes({ ...numbers, batches: [fresh] }), [
    'times are by a stated rate, 50 MB/s: no run of these servers has measured such a statement',
    'who reads there waits',
    'nobody writes for 5 s at most (limits.writePauseMs) in each flip; no flip of this pair has been measured yet',
  ]);
  t.deepEqual(numberNotes({ ...numbers, batches: [nothing] }), []);
});
