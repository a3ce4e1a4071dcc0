import test from 'ava';
import fc from 'fast-check';
import { chanceToSee, drawAll, drawSample } from '../../src/verify/sample.js';

const drawn = (percent: number, seed: number, ranges: number): readonly boolean[] => {
  const draw = drawSample({ percent, seed });
  return Array.from({ length: ranges }, () => draw.next());
};

test('the same seed draws the same ranges, another one draws others', t => {
  t.deepEqual(drawn(30, 7, 200), drawn(30, 7, 200));
  t.notDeepEqual(drawn(30, 7, 200), drawn(30, 8, 200));
});

test('a share of the ranges is drawn, near what was asked for', t => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 99 }), fc.nat(999_999), (percent, seed) => {
      const share = drawn(percent, seed, 10_000).filter(Boolean).length / 100;
      t.true(Math.abs(share - percent) < 3, `${share} of ${percent}`);
    }),
  );
});

test('without a sample every range is compared', t => {
  t.true(Array.from({ length: 100 }, () => drawAll.next()).every(Boolean));
});

test('the chance to see one of the differing rows grows with their number', t => {
  t.is(chanceToSee(10, 1).toFixed(3), '0.100');
  t.is(chanceToSee(10, 10).toFixed(3), '0.651');
  t.is(chanceToSee(10, 100).toFixed(5), '0.99997');
});
