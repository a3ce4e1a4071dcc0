import test from 'ava';
import type { Decision } from '../../src/engine/decide.js';
import { newStallWatch } from '../../src/engine/stall.js';
import type { View } from '../../src/pair/view.js';
import { pairOf, plainPair } from '../helpers/arbitraries.js';
import { newManualClock } from '../helpers/clock.js';
import { watch } from '../helpers/drive.js';
import { modelLimits } from '../helpers/model-runner.js';
import { base } from '../helpers/views.js';

const wait: Decision = {
  kind: 'step',
  step: { id: 'catch-up', title: 'wait', actions: [{ do: 'wait-applied', side: 'b', why: 'catch-up' }] },
};

/** How many times out of 100, a tenth of the patience apart, a wait is passed through. */
async function passed(viewOf: (n: number) => View): Promise<number> {
  const clock = newManualClock();
  const { state } = await watch(pairOf(plainPair));
  const stalled = newStallWatch({ clock, limits: modelLimits });
  let count = 0;
  for (let n = 0; n < 100; n++) {
    if (stalled(wait, viewOf(n), state).kind === 'step') count += 1;
    clock.advance(modelLimits.catchUpStallMs / 10);
  }
  return count;
}

test('a receiver that only counts its attempts to connect does not lengthen a wait', async t => {
  const counting = (n: number): View => ({
    ...base,
    detail: { ...base.detail, passive: `error connecting, attempt ${n}` },
  });
  const times = await passed(counting);
  t.is(times, await passed(() => base));
  t.true(times < 15);
});
