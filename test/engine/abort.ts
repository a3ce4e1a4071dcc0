/** An abort on the simulated pair: begun wherever a run may die, interrupted wherever it may die itself. */
import test from 'ava';
import fc from 'fast-check';
import { BlockedError } from '../../src/errors.js';
import { otherSide } from '../../src/pair/side.js';
import { viewOf } from '../../src/pair/view.js';
import { judgeAbort } from '../../src/run/judge-abort.js';
import { anyPair, cases, type PairSpec, pairOf, plainPair } from '../helpers/arbitraries.js';
import { drive, type Harm, openRun, watch } from '../helpers/drive.js';
import type { ModelPair } from '../helpers/model-pair.js';
import { direct, wayBackOf } from '../helpers/model-plan.js';
import { takeProgramsBack } from '../helpers/model-programs.js';
import { modelLimits } from '../helpers/model-runner.js';
import { dangers, flaws } from '../helpers/pair-problems.js';

/** Opens an abort of the run that is open, as the command does. Returns why there is none to open. */
async function openAbort(pair: ModelPair): Promise<string | null> {
  const { state, facts } = await watch(pair);
  const open = facts.intent;
  if (open === null) return 'nothing is open';
  const view = viewOf(state, facts, modelLimits);
  try {
    const way = judgeAbort(open, view, state);
    if (way === 'take-back' && takeProgramsBack(pair, view)) return await openAbort(pair);
    const plan = way === 'leave' ? null : wayBackOf(pair[view.active], pair[otherSide(view.active)]);
    await openRun(
      pair,
      { ...open, runId: 'abort', epoch: 2, goal: 'abort', plan, wantActive: null, adopts: open.runId },
      false,
    );
    return null;
  } catch (error) {
    if (error instanceof BlockedError) return error.message;
    throw error;
  }
}

type Told = { readonly problems: readonly string[]; readonly tookBack: boolean };

/** What is wrong at the end of an abort: the active is the measure of everything. */
async function tell(spec: PairSpec, first: Harm, then: Harm = {}): Promise<Told> {
  const pair = pairOf(spec);
  await openRun(pair, { wantActive: spec.wantActive });
  await drive(pair, { ...first, runs: 1 });
  pair.hurry();
  pair.clock.advance(1000);
  if ((await openAbort(pair)) !== null) return { problems: [], tookBack: false };
  const active = pair.pointers[0]?.side ?? 'a';
  const before = [...pair[active].changes];
  const { end, steps } = await drive(pair, then);
  const left = flaws(pair).filter(flaw => !/lacks bookkeeping|lacks programs|another structure/u.test(flaw));
  const problems = [
    ...(end === 'goal' ? [] : [`ended with ${end}`]),
    ...(steps.includes('fence') ? ['it flipped'] : []),
    ...(pair[active].changes.join() === before.join() ? [] : ['the active was changed']),
    ...dangers(pair),
    ...left,
  ];
  return { problems, tookBack: steps.includes('migrate') };
}

const leg = {
  strategy: 'flip',
  migrations: [[true, true], [true]],
  conversions: ['ALL_NON_LOSSY'],
} as const;
const plain: PairSpec = { ...plainPair, batches: [direct, leg] };

for (const flavor of ['mariadb', 'mysql'] as const) {
  test(`an abort ends at what the active has, wherever the run died [model ${flavor}]`, async t => {
    const found: string[] = [];
    let takenBack = 0;
    for (let deathAtEvent = 0; deathAtEvent < 60; deathAtEvent += 2) {
      const { problems, tookBack } = await tell({ ...plain, flavor }, { deathAtEvent });
      if (tookBack) takenBack++;
      if (problems.length > 0) found.push(`${deathAtEvent}: ${problems.join('; ')}`);
    }
    t.deepEqual(found, []);
    t.true(takenBack >= 5, `${takenBack} were taken back`);
  });

  test(`an abort that dies after any statement of its own goes on [model ${flavor}]`, async t => {
    const found: string[] = [];
    let takenBack = 0;
    for (let at = 0; at < 80; at += 3) {
      // Counted anew: the abort is another drive.
      const { problems, tookBack } = await tell(
        { ...plain, flavor },
        { stopAt: 'verify' },
        { fates: new Map([[at, 'die-after']]) },
      );
      if (tookBack) takenBack++;
      if (problems.length > 0) found.push(`${at}: ${problems.join('; ')}`);
    }
    t.deepEqual(found, []);
    t.true(takenBack >= 5, `${takenBack} were taken back`);
  });
}

test('any run on any safe pair that died anywhere can be aborted, or says why not', async t => {
  await fc.assert(
    fc.asyncProperty(anyPair, fc.nat(120), fc.nat(80), async (spec, at, death) => {
      const { problems } = await tell(
        spec,
        { fates: new Map([[at, 'die-after']]) },
        { fates: new Map([[death, 'die-before']]) },
      );
      if (problems.length > 0) throw new Error(problems.join('; '));
    }),
    cases(60),
  );
  t.pass();
});
