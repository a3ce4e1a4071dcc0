import test from 'ava';
import fc from 'fast-check';
import { type Simulation, simulate } from '../../src/engine/simulate.js';
import { anyPair, cases, pairOf, plainPair } from '../helpers/arbitraries.js';
import { drive, openRun, watch } from '../helpers/drive.js';
import { flavors } from '../helpers/flavors.js';
import type { ModelPair } from '../helpers/model-pair.js';
import { data, direct, heavy, programsAlone } from '../helpers/model-plan.js';
import { modelLimits } from '../helpers/model-runner.js';

/** Whether the passive has to be waited for depends on how busy the pair is. */
const waits: ReadonlySet<string> = new Set(['catch-up', 'settle', 'drain']);

async function simulationOf(pair: ModelPair): Promise<Simulation> {
  const { state, facts } = await watch(pair);
  return simulate({
    state,
    facts,
    limits: modelLimits,
    capabilities: flavors[pair.options.flavor].capabilities,
  });
}

function namesOf({ steps, end }: Simulation): readonly string[] {
  return [
    ...steps.map(({ step }) => step.id),
    end.kind === 'goal' ? 'goal' : end.kind === 'blocked' ? end.id : '',
  ];
}

test('the steps of the plan are the steps of the run', async t => {
  await fc.assert(
    fc.asyncProperty(anyPair, async spec => {
      const pair = pairOf(spec);
      await openRun(pair, { wantActive: spec.wantActive });
      const planned = namesOf(await simulationOf(pair));
      const { steps, end } = await drive(pair);
      const taken = [...steps, end].filter(step => !waits.has(step));
      t.deepEqual(
        planned.filter(step => !waits.has(step)),
        taken,
      );
    }),
    cases(80),
  );
});

test('a heavy batch is planned leg by leg, with the waits of a busy pair', async t => {
  const pair = pairOf({ ...plainPair, batches: [heavy(['ALL_NON_LOSSY'])] });
  await openRun(pair);
  t.is(
    namesOf(await simulationOf(pair)).join(' '),
    'isolate migrate resync catch-up verify fence drain unconvert promote repoint ' +
      'isolate migrate relink catch-up relink verify restore restore goal',
  );
});

test('stored programs alone are planned like any leg', async t => {
  const pair = pairOf({ ...plainPair, batches: [programsAlone] });
  await openRun(pair);
  t.is(
    namesOf(await simulationOf(pair)).join(' '),
    'isolate migrate resync catch-up verify fence drain promote repoint ' +
      'isolate migrate relink catch-up relink verify restore restore goal',
  );
});

test('what replicates is planned on the active, and the way back where a side is preferred', async t => {
  const pair = pairOf({ ...plainPair, batches: [direct, heavy(), data] });
  await openRun(pair, { wantActive: 'a' });
  t.is(
    namesOf(await simulationOf(pair)).join(' '),
    'direct settle isolate migrate resync catch-up verify fence drain promote repoint ' +
      'isolate migrate relink catch-up relink data settle verify fence drain promote repoint verify restore restore goal',
  );
});

test('a plan without an approval ends where the run will wait for one', async t => {
  const pair = pairOf({ ...plainPair, batches: [heavy()] });
  await openRun(pair, {}, false);
  t.is(namesOf(await simulationOf(pair)).at(-1), 'approval-needed');
});

test('a simulation changes nothing', async t => {
  const pair = pairOf({ ...plainPair, batches: [heavy()] });
  await openRun(pair);
  const before = await watch(pair);
  const copy = structuredClone(before.facts);
  simulate({ ...before, limits: modelLimits, capabilities: flavors.mariadb.capabilities });
  t.deepEqual(before.facts, copy);
  t.deepEqual(pair.a.changes, []);
});
