/** The oracle itself: it must see every mistake that it is there for. */
import test from 'ava';
import { expectRows } from '../helpers/oracle/expect-rows.js';
import { judgeRows, type RowVerdict, type StoredRow } from '../helpers/oracle/judge-rows.js';
import type { Operation } from '../helpers/oracle/workload.js';
import { rowOf } from '../helpers/oracle/workload.js';
import type { Attempt } from '../helpers/oracle/write-log.js';

/** Rows 1 and 2 are counters, 3 to 6 were there before, 8 is of the first writer, 9 of the second. */
const workload = { table: 't', rows: 6, counters: 2, writers: 2 };
const clean = { lost: [], twice: [], resurrected: [], wrong: [], settled: [] };

test('rows that are as acknowledged are clean', async t => {
  const log = [insert(8), insert(9), remove(8), remove(4), count(1, 1), count(1, 2), book(10, 1, 3)];
  t.like(await judge(log, { 1: 3, 2: 0, 3: 0, 5: 0, 6: 0, 9: 0, 10: 0 }), { rows: 7, ...clean });
});

test('an acknowledged row that is not there is lost', async t => {
  t.deepEqual((await judge([insert(8)], before)).lost, ['row 8']);
});

test('a row that was there before and is gone without a delete is lost', async t => {
  const { 5: _, ...without } = before;
  t.deepEqual((await judge([], without)).lost, ['row 5, there before the first write']);
});

test('an addition that is missing is lost, one too many was made twice', async t => {
  t.is((await judge([count(1, 1), count(1, 2)], { ...before, 1: 1 })).lost.length, 1);
  t.is((await judge([count(1, 1), count(1, 2)], { ...before, 1: 3 })).twice.length, 1);
});

test('a counter below a value that was acknowledged has lost an addition, whatever else is unknown', async t => {
  t.is(
    (await judge([{ ...count(1, 0), outcome: 'unknown' }, count(1, 2)], { ...before, 1: 1 })).lost.length,
    1,
  );
});

test('a row that comes twice is reported', async t => {
  const rows = [...stored(before), ...stored({ 3: 0 })];
  t.deepEqual((await judgeRows(rows, { expected: expectRows([[]]), workload })).twice, ['row 3']);
});

test('a deleted row that is there again is reported', async t => {
  t.deepEqual((await judge([insert(8), remove(8)], { ...before, 8: 0 })).resurrected, ['row 8']);
});

test('a row that nobody wrote, or whose write was refused, is reported', async t => {
  const log: Attempt[] = [{ ...insert(8), outcome: 'refused', errno: 1290 }];
  t.deepEqual((await judge(log, { ...before, 8: 0 })).wrong, ['row 8: nobody wrote it']);
});

test('a row with the content of another one is reported', async t => {
  const rows = stored(before).map(row => (row.id === 3 ? { ...row, note: 'before 4' } : row));
  t.is((await judgeRows(rows, { expected: expectRows([[]]), workload })).wrong.length, 1);
});

test('a write of unknown outcome may be there or not, and is settled by what is read', async t => {
  const log: Attempt[] = [{ ...insert(8), outcome: 'unknown' }];
  t.like(await judge(log, before), { ...clean, settled: ['row 8: not there'] });
  t.like(await judge(log, { ...before, 8: 0 }), { ...clean, settled: ['row 8: there'] });
});

test('row and counter of a booking of unknown outcome stand or fall together', async t => {
  const log: Attempt[] = [{ ...book(8, 1, 0), outcome: 'unknown' }];
  t.like(await judge(log, before), { lost: [], twice: [] });
  t.like(await judge(log, { ...before, 1: 1, 8: 0 }), { lost: [], twice: [] });
  t.is((await judge(log, { ...before, 8: 0 })).lost.length, 1);
  t.is((await judge(log, { ...before, 1: 1 })).twice.length, 1);
});

test('answers that cannot be right are reported', t => {
  const log: Attempt[] = [
    count(1, 1),
    count(1, 1),
    { ...remove(3), value: 0 },
    { ...insert(8), outcome: 'unknown', errno: 1062 },
  ];
  t.deepEqual([...expectRows([log]).wrongAnswers].sort(), [
    'counter 1 was 1 twice',
    'delete of row 3 found 0 rows',
    'insert of row 8: error 1062',
  ]);
});

test('a delete may find nothing where nobody knows whether the row was written', t => {
  const gone = { ...remove(8), value: 0 };
  t.deepEqual(expectRows([[{ ...insert(8), outcome: 'unknown' }, gone]]).wrongAnswers, []);
  t.deepEqual(expectRows([[insert(8), gone]]).wrongAnswers, ['delete of row 8 found 0 rows']);
});

const before: Readonly<Record<number, number>> = { 1: 0, 2: 0, 3: 0, 4: 0, 5: 0, 6: 0 };

/** `quantities`: the rows that are there, by id. */
function judge(log: readonly Attempt[], quantities: Readonly<Record<number, number>>): Promise<RowVerdict> {
  return judgeRows(stored(quantities), { expected: expectRows([log]), workload });
}

function stored(quantities: Readonly<Record<number, number>>): readonly StoredRow[] {
  return Object.entries(quantities).map(([id, quantity]) => ({
    id: Number(id),
    quantity,
    ...rowOf(Number(id), workload),
  }));
}

function acknowledged(operation: Operation, value: number): Attempt {
  return {
    n: 1,
    operation,
    side: 'a',
    generation: 1,
    sentAt: 0,
    answeredAt: 1,
    outcome: 'acknowledged',
    value,
  };
}

function insert(id: number): Attempt {
  return acknowledged({ kind: 'insert', id }, 1);
}

function remove(id: number): Attempt {
  return acknowledged({ kind: 'delete', id }, 1);
}

function count(counter: number, value: number): Attempt {
  return acknowledged({ kind: 'count', counter }, value);
}

function book(id: number, counter: number, value: number): Attempt {
  return acknowledged({ kind: 'book', id, counter }, value);
}
