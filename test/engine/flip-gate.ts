import test from 'ava';
import type { Decision } from '../../src/engine/decide.js';
import { newFlipGate } from '../../src/engine/flip-gate.js';
import type { StepId } from '../../src/engine/rules.js';
import { base } from '../helpers/views.js';

const step = (id: StepId): Decision => ({ kind: 'step', step: { id, title: id, actions: [] } });

test('a check that said yes is asked again where something came in between it and the fence', async t => {
  let asked = 0;
  const gate = newFlipGate(async () => {
    asked += 1;
    return null;
  });
  t.is(await gate(step('fence'), base), 'look-again');
  t.deepEqual(await gate(step('catch-up'), base), step('catch-up'));
  t.is(await gate(step('fence'), base), 'look-again');
  t.is(asked, 2);
  t.deepEqual(await gate(step('fence'), base), step('fence'));
  t.is(asked, 2, 'what it says is for the flip that follows at once');
});
