import test from 'ava';
import { differingRows } from '../../src/verify/differing-rows.js';
import { describeDifferences } from '../../src/verify/row-difference.js';

const sums = (rows: Readonly<Record<string, string>>) =>
  new Map(Object.entries(rows).map(([id, sum]) => [id, { key: [id], sum }] as const));

test('a row is missing, extra or changed, seen from the active', t => {
  t.deepEqual(differingRows(sums({ 1: 'x', 2: 'y', 3: 'z' }), sums({ 2: 'y', 3: 'Z', 4: 'w' })), [
    { key: ['1'], kind: 'missing' },
    { key: ['3'], kind: 'changed' },
    { key: ['4'], kind: 'extra' },
  ]);
});

test('a difference is told with table and key, and never with values', t => {
  t.deepEqual(
    describeDifferences([
      { table: 't', kind: 'changed', key: 'id = 3' },
      { table: 'u', kind: 'contents', key: null },
    ]).map(({ where, message }) => `${where}: ${message}`),
    [
      'table t: values differ in the row id = 3',
      'table u: the rows differ, and there is no key to name them by',
    ],
  );
});
