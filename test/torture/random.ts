import test from 'ava';
import { randomOf } from '../helpers/torture/random.js';

const draw = (seed: number, run: number): readonly number[] => {
  const random = randomOf(seed, run);
  return Array.from({ length: 20 }, () => random.between(1, 1000));
};

test('the same seed and run draw the same lots, others draw others', t => {
  t.deepEqual(draw(7, 3), draw(7, 3));
  t.notDeepEqual(draw(7, 3), draw(7, 4));
  t.notDeepEqual(draw(7, 3), draw(8, 3));
});

test('a weight says how often something is drawn', t => {
  const random = randomOf(1, 1);
  const drawn = Array.from({ length: 4000 }, () => random.weighted({ often: 3, seldom: 1, never: 0 }));
  const share = drawn.filter(one => one === 'often').length / drawn.length;
  t.true(share > 0.7 && share < 0.8, String(share));
  t.false(drawn.includes('never'));
});
