import test from 'ava';
import { bytesBetween } from '../../src/server/binlog-end.js';

const files = (...sizes: readonly (readonly [number, number])[]) =>
  sizes.map(([n, bytes]) => ({ name: `bin.00000${n}`, bytes }));

test('what is written into one file is what it has grown by', t => {
  t.is(bytesBetween(files([1, 900], [2, 100]), files([1, 900], [2, 150])), 50);
});

test('files that were begun meanwhile count whole, whatever older ones were deleted', t => {
  t.is(bytesBetween(files([1, 900], [2, 100]), files([2, 150], [3, 40], [4, 7])), 97);
});

test('where the last file of the earlier look is gone nobody knows', t => {
  t.is(bytesBetween(files([1, 900]), files([2, 150])), null);
  t.is(bytesBetween([], files([1, 10])), null);
});
