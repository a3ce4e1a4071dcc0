/** The steps of a plan: what each server is sent, and what holds if the run ends within one. */
import test from 'ava';
import fc from 'fast-check';
import { idealPair } from '../../src/engine/ideal-pair.js';
import { plannedFacts } from '../../src/engine/planned-facts.js';
import { type Run, runbook } from '../../src/engine/runbook.js';
import type { FlavorName } from '../../src/flavor/flavor.js';
import { noFacts } from '../../src/pair/facts.js';
import type { Plan } from '../../src/plan/plan.js';
import type { RunbookStep } from '../../src/plan/runbook-step.js';
import { anyPair, cases, pairOf, plainPair } from '../helpers/arbitraries.js';
import { openRun, watch } from '../helpers/drive.js';
import { flavorNames, flavors } from '../helpers/flavors.js';
import { isGolden } from '../helpers/golden.js';
import { data, direct, heavy, planOf } from '../helpers/model-plan.js';
import { modelLimits } from '../helpers/model-runner.js';

const limits = { ...modelLimits, flipWindow: null };

function ideal(plan: Plan, flavor: FlavorName, more: Partial<Run> = {}): readonly RunbookStep[] {
  return runbook({
    state: idealPair(plan, 'a'),
    facts: plannedFacts(plan, null),
    limits,
    flavor: flavors[flavor],
    statementLimits: { fenceLockWaitMs: 2000 },
    pointers: ['pointer balancer'],
    ...more,
  });
}

const text = (steps: readonly RunbookStep[]): string =>
  steps
    .map(({ title, statements, beside, ifStopped }) =>
      [
        title,
        ...beside.map(what => `  (${what})`),
        ...statements.map(({ on, sql }) => `  ${on}: ${sql}`),
        `  stopped: writes ${ifStopped.writes}, stand still: ${ifStopped.standStill.join(' ')}`,
        `  left so: ${ifStopped.leftSo}`,
        `  again: ${ifStopped.next}`,
        `  abort ${ifStopped.abort.possible}: ${ifStopped.abort.why}`,
      ].join('\n'),
    )
    .join('\n\n');

for (const flavor of flavorNames)
  test(`all that is sent for a direct, a heavy and a data batch stands in the steps, on ${flavor}`, t => {
    const { plan } = planOf([direct, heavy(['ALL_NON_LOSSY']), data]);
    const off = flavor === 'mysql' ? { ddlProgress: { a: 'NO', b: 'NO' } } : {};
    return isGolden(t, `${flavor}/runbook.txt`, `${text(ideal(plan, flavor, off))}\n`);
  });

test('each migration and program of a plan stands once for each side that runs it, in its order', t => {
  fc.assert(
    fc.property(anyPair, ({ batches, flavor }) => {
      const { plan } = planOf(batches);
      const steps = ideal(plan, flavor);
      const sent = steps.filter(({ batch }) => batch !== null);
      const expected = plan.batches.flatMap(({ strategy }, index) =>
        strategy === 'flip' ? [index, index] : [index],
      );
      t.deepEqual(
        sent.map(({ batch }) => batch),
        expected,
      );
      for (const { batch, statements } of sent) {
        const { migrations, programs = [] } = plan.batches[batch ?? 0] ?? { migrations: [] };
        const sql = migrations.flatMap(migration => migration.statements.map(one => one.sql));
        const texts = [...sql, ...programs.flatMap(program => program.sql)];
        t.deepEqual(
          statements.map(({ sql }) => sql),
          texts,
        );
      }
    }),
    cases(200),
  );
});

test('writes are said to be off from the fence to the pointer, and never elsewhere', t => {
  const closed = new Set(['fence', 'drain', 'unconvert', 'promote', 'repoint']);
  fc.assert(
    fc.property(anyPair, ({ batches, flavor, wantActive }) => {
      const { plan } = planOf(batches);
      for (const { step, ifStopped } of ideal(plan, flavor, { facts: plannedFacts(plan, wantActive) })) {
        t.is(ifStopped.writes === null, closed.has(step), step);
        t.is(/cannot write/u.test(ifStopped.leftSo), closed.has(step), step);
        if (closed.has(step)) t.false(ifStopped.abort.possible);
      }
    }),
    cases(200),
  );
});

test('where the passive stands still the binlogs of the active are to be kept', t => {
  const { plan } = planOf([heavy()]);
  const still = ideal(plan, 'mysql').filter(({ ifStopped: { standStill, writes } }) =>
    standStill.some(side => writes !== null && side !== writes),
  );
  t.true(still.length >= 4);
  for (const { ifStopped } of still) t.regex(ifStopped.leftSo, /keep its binlogs/u);
});

test('an abort is possible until the flip, and not after it', t => {
  const { plan } = planOf([heavy()]);
  const steps = ideal(plan, 'mariadb');
  const fence = steps.findIndex(({ step }) => step === 'fence');
  t.true(steps.slice(0, fence).every(({ ifStopped }) => ifStopped.abort.possible));
  t.true(steps.slice(fence).every(({ ifStopped }) => !ifStopped.abort.possible));
});

test('a run without a plan runs no batch, whatever the plan beside it says', t => {
  const pair = idealPair(planOf([]).plan, 'a');
  const facts = { ...noFacts, ...plannedFacts(planOf([heavy()]).plan, 'b') };
  const flip = { ...facts, intent: facts.intent && { ...facts.intent, goal: 'flip' as const, plan: null } };
  const steps = ideal(planOf([]).plan, 'mysql', { state: pair, facts: flip });
  t.true(steps.some(({ step }) => step === 'fence'));
  t.deepEqual(
    steps.filter(({ batch }) => batch !== null),
    [],
  );
  t.false(JSON.stringify(steps).includes('ALTER TABLE'));
});

test('the steps of an open run begin where it stands', async t => {
  const pair = pairOf({ ...plainPair, batches: [heavy()] });
  await openRun(pair);
  const { state, facts } = await watch(pair);
  const { plan } = pair.plan;
  const all = ideal(plan, 'mysql', { state, facts: plannedFacts(plan, null, facts) });
  const held = { ...state, a: { ...state.a, applier: 'held' }, b: { ...state.b, applier: 'held' } } as const;
  const rest = ideal(plan, 'mysql', { state: held as typeof state, facts: plannedFacts(plan, null, facts) });
  t.deepEqual(
    rest.map(({ step }) => step),
    all.map(({ step }) => step).filter((step, index) => !(step === 'isolate' && index === 0)),
  );
});
