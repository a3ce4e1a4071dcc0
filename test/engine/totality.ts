import test from 'ava';
import fc from 'fast-check';
import { blocks } from '../../src/engine/blocks.js';
import { decide, isGoal } from '../../src/engine/decide.js';
import { rules } from '../../src/engine/rules.js';
import type { View } from '../../src/pair/view.js';
import {
  anyView,
  everyView,
  flipBackDomain,
  gateDomain,
  steadyDomain,
  unsteadyDomain,
  windowDomain,
} from '../helpers/views.js';

const domains = {
  steady: steadyDomain,
  unsteady: unsteadyDomain,
  gates: gateDomain,
  window: windowDomain,
  'flip back': flipBackDomain,
};

for (const [name, domain] of Object.entries(domains)) {
  test(`every ${name} view has exactly one block, the goal, or one rule`, t => {
    const problems: string[] = [];
    const seen = new Set<string>();
    let count = 0;
    for (const view of everyView(domain)) {
      count++;
      const answers = answersFor(view);
      for (const answer of answers) seen.add(answer);
      if (answers.length !== 1 && problems.length < 5)
        problems.push(`${answers.join('+') || 'none'} ${show(view)}`);
    }
    t.deepEqual(problems, []);
    t.log(`${count} views, answers: ${[...seen].sort().join(' ')}`);
  });
}

test('any view at all has exactly one answer', t => {
  fc.assert(
    fc.property(anyView(), view => answersFor(view).length === 1),
    { numRuns: 60_000 },
  );
  t.pass();
});

test('decide gives the one answer that the tables give', t => {
  fc.assert(
    fc.property(anyView(), view => {
      const decision = decide(view);
      const name =
        decision.kind === 'step' ? decision.step.id : decision.kind === 'goal' ? 'goal' : decision.id;
      return answersFor(view)[0] === name;
    }),
    { numRuns: 10_000 },
  );
  t.pass();
});

/** Names of everything that claims this view. Blocks speak first, but two blocks must never claim one view. */
function answersFor(view: View): readonly string[] {
  const claimed = blocks.filter(({ when }) => when(view)).map(({ id }) => id);
  if (claimed.length > 0) return claimed;
  return [...(isGoal(view) ? ['goal'] : []), ...rules.filter(({ when }) => when(view)).map(({ id }) => id)];
}

function show(view: View): string {
  const { current: _current, index: _index, lagMs: _lag, ...rest } = view;
  return JSON.stringify(rest);
}
