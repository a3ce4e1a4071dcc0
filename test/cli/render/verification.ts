import test from 'ava';
import pc from 'picocolors';
import { describeVerification } from '../../../src/cli/render/verification.js';
import type { Verification } from '../../../src/run/verify.js';

const point = { position: '0-1-100', at: 0, stoppedMs: 24, lockedMs: 0 };
const orders = { table: 'orders', rows: 1_000_000, ranges: 31, skipped: 0, differing: 0, ms: 9800 };

const equal: Verification = {
  database: 'app',
  active: 'a',
  passive: 'b',
  betweenLegs: false,
  sample: null,
  structure: [],
  rows: { tables: [orders], differences: [], more: 0, points: [point] },
  equal: true,
  ms: 11_000,
};

const lines = (found: Verification) => describeVerification(found, pc.createColors(false));

test('sides that are equal are told in a table and a verdict', t => {
  t.deepEqual(lines(equal), [
    'table   rows       ranges  time',
    'orders  1,000,000  31      9.8 s  equal',
    '',
    'compared  b (passive) with a (active), in 11 s',
    'points    1; the applier of b stood still for 24 ms at most',
    'equal: structures, and 1,000,000 rows',
  ]);
});

test('differing rows are listed and the rest of them is counted', t => {
  const differences = [{ table: 'orders', kind: 'changed', key: 'id = 7' }] as const;
  const rows = { ...equal.rows, tables: [{ ...orders, differing: 1234 }], differences, more: 1233 };
  const text = lines({ ...equal, equal: false, rows });
  t.true(text.includes('orders  1,000,000  31      9.8 s  1,234 rows differ'));
  t.true(text.includes('  table orders  values differ in the row id = 7'));
  t.true(text.includes('  further       and 1,233 more rows that differ'));
  t.is(text.at(-1), 'different: 1,234 of 1,000,000 rows');
});

test('structures that differ are a difference although all rows are equal', t => {
  const structure = [{ id: 'structure-difference', where: 'table t', message: 'is on the active only' }];
  const text = lines({ ...equal, equal: false, structure });
  t.true(text.includes('  table t  is on the active only'));
  t.is(text.at(-1), 'different: the structures');
});

test('a sample says what it is worth, and never too much', t => {
  const sample = { percent: 10, seed: 42 };
  const rows = { ...equal.rows, tables: [{ ...orders, rows: 98_000, ranges: 49, skipped: 451 }] };
  t.deepEqual(lines({ ...equal, sample, rows }), [
    'table   rows    ranges     time',
    'orders  98,000  49 of 500  9.8 s  equal',
    '',
    'compared    b (passive) with a (active), in 11 s',
    'points      1; the applier of b stood still for 24 ms at most',
    'sample      10 % of the ranges, seed 42',
    'confidence  chance to see one of the rows that differ: 10 % for 1, 65.1 % for 10, 99.997 % for 100',
    '            rows that lie together count as one',
    'equal: structures, and 98,000 rows that were drawn',
  ]);
});
