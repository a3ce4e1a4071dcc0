import test from 'ava';
import fc from 'fast-check';
import type { Intent } from '../../src/pair/facts.js';
import { anyPair, cases, type PairSpec, pairOf, plainPair } from '../helpers/arbitraries.js';
import { drive, type Harm, type Outcome, openRun } from '../helpers/drive.js';
import { data, direct, heavy } from '../helpers/model-plan.js';
import { dangers, flaws } from '../helpers/pair-problems.js';

type Told = { readonly outcome: Outcome; readonly problems: readonly string[] };

/** One run with its interruptions, and everything that is wrong afterwards. */
async function tell(spec: PairSpec, harm: Harm = {}, intent: Partial<Intent> = {}): Promise<Told> {
  const pair = pairOf(spec);
  await openRun(pair, { wantActive: spec.wantActive, ...intent });
  const outcome = await drive(pair, harm);
  const left = outcome.end === 'goal' ? flaws(pair, spec.wantActive) : [`ended with ${outcome.end}`];
  return { outcome, problems: [...dangers(pair), ...pair.guards, ...left] };
}

const plain: PairSpec = {
  ...plainPair,
  batches: [direct, { ...heavy(['ALL_NON_LOSSY']), programs: 2 }, data, { ...direct, programs: 1 }],
  wantActive: 'a',
};

async function holds(told: Promise<Told>): Promise<void> {
  const { problems } = await told;
  if (problems.length > 0) throw new Error(problems.join('; '));
}

test('any plan on any safe pair ends at the goal, without a hazard, with every write on both sides once', async t => {
  await fc.assert(
    fc.asyncProperty(anyPair, spec => holds(tell(spec))),
    cases(100),
  );
  t.pass();
});

/** Interrupts one run at each place in turn, until a place lies behind its end. */
async function sweep(spec: PairSpec, harmAt: (place: number) => Harm): Promise<readonly string[]> {
  const found: string[] = [];
  const { outcome } = await tell(spec);
  for (let place = 0; place < Math.max(outcome.events, outcome.operations); place++) {
    const { problems } = await tell(spec, harmAt(place));
    if (problems.length > 0) found.push(`${place}: ${problems.join('; ')}`);
  }
  return found;
}

for (const flavor of ['mariadb', 'mysql'] as const) {
  test(`a runner that dies at any event leaves a pair that the next run brings to the goal [model ${flavor}]`, async t => {
    t.deepEqual(await sweep({ ...plain, flavor }, deathAtEvent => ({ deathAtEvent })), []);
  });

  test(`a runner that dies right after any single statement loses nothing [model ${flavor}]`, async t => {
    t.deepEqual(await sweep({ ...plain, flavor }, at => ({ fates: new Map([[at, 'die-after']]) })), []);
  });
}

test('any run may die again and again', async t => {
  const deaths = fc.array(
    fc.tuple(fc.nat(200), fc.constantFrom('die-before' as const, 'die-after' as const)),
    {
      maxLength: 5,
    },
  );
  await fc.assert(
    fc.asyncProperty(anyPair, deaths, (spec, fates) => holds(tell(spec, { fates: new Map(fates) }))),
    cases(80),
  );
  t.pass();
});
