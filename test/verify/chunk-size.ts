import test from 'ava';
import fc from 'fast-check';
import { nextChunkRows } from '../../src/verify/chunk-size.js';

test('a fast chunk is followed by a larger one, at most twice as large', t => {
  t.is(nextChunkRows(2000, { ms: 1, equal: true }), 4000);
  t.is(nextChunkRows(2000, { ms: 200, equal: true }), 3000);
});

test('a slow chunk is followed by a smaller one', t => {
  t.is(nextChunkRows(10_000, { ms: 500, equal: true }), 6000);
});

test('after a chunk that differed the next one is half as large, however fast it was', t => {
  t.is(nextChunkRows(10_000, { ms: 1, equal: false }), 5000);
});

test('a chunk always has rows, and never too many to be listed', t => {
  fc.assert(
    fc.property(fc.array(fc.record({ ms: fc.nat(5000), equal: fc.boolean() })), chunks => {
      const rows = chunks.reduce(nextChunkRows, 2000);
      t.true(rows >= 500 && rows <= 50_000);
    }),
  );
});
