import test from 'ava';
import type { Action } from '../../src/engine/action.js';
import { describeBatch } from '../../src/run/describe-batch.js';
import { emptyPlan, mixedPlan } from '../helpers/sample-plans.js';

const runs = (index: number, side: 'a' | 'b' = 'b'): Action => ({ do: 'run-batch', side, index, how: 'leg' });

test('a batch is told as its statements, in order, each with the side', t => {
  const expected = mixedPlan.batches[0]?.migrations.flatMap(({ statements }) =>
    statements.map(({ sql }) => sql),
  );
  t.is(expected?.length, 2);
  t.deepEqual(
    describeBatch(runs(0), mixedPlan),
    expected?.map(sql => `b: ${sql}`),
  );
  t.true(describeBatch(runs(1, 'a'), mixedPlan).every(line => line.startsWith('a: ')));
});

test('a batch that the plan does not have is told as nothing', t => {
  t.deepEqual(describeBatch(runs(9), mixedPlan), []);
  t.deepEqual(describeBatch(runs(0), emptyPlan), []);
  t.deepEqual(describeBatch(runs(0), null), []);
});

test('other actions have no statements of the plan', t => {
  t.deepEqual(describeBatch({ do: 'fence', side: 'a', events: [] }, mixedPlan), []);
});
