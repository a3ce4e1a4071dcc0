/** The rollback window on the simulated pair: held, gone back from, or ended, and interrupted wherever a run may die. */
import test from 'ava';
import fc from 'fast-check';
import { BlockedError } from '../../src/errors.js';
import { otherSide, type Side } from '../../src/pair/side.js';
import { viewOf } from '../../src/pair/view.js';
import { judgeAbort } from '../../src/run/judge-abort.js';
import { assertRollback, whyNoRollback } from '../../src/run/judge-rollback.js';
import { anyPair, cases, type PairSpec, pairOf, plainPair } from '../helpers/arbitraries.js';
import { append, drive, type Harm, type Outcome, openRun, watch } from '../helpers/drive.js';
import { anyFaults, harmOf, heal } from '../helpers/faults.js';
import { deeds } from '../helpers/hands.js';
import type { ModelPair } from '../helpers/model-pair.js';
import { direct, fingerprintOf, heavy, reversible, wayBackOf } from '../helpers/model-plan.js';
import { takeProgramsBack } from '../helpers/model-programs.js';
import { modelLimits } from '../helpers/model-runner.js';
import { dangers, flaws } from '../helpers/pair-problems.js';

const spec: PairSpec = { ...plainPair, batches: [direct, reversible] };
const lossy: PairSpec = { ...plainPair, batches: [heavy()] };

async function held(of: PairSpec): Promise<ModelPair> {
  const pair = pairOf(of);
  await openRun(pair, { holdAfterFlip: true });
  await drive(pair);
  return pair;
}

async function look(pair: ModelPair) {
  const { state, facts } = await watch(pair);
  return { state, facts, view: viewOf(state, facts, modelLimits) };
}

/** What is told as the reason, or null where it is possible. */
async function whyNot(pair: ModelPair): Promise<string | null> {
  const { facts, view } = await look(pair);
  if (facts.intent === null) return 'no run is open';
  return whyNoRollback(facts.intent, facts, view)?.why ?? null;
}

const finish = async (pair: ModelPair): Promise<void> => {
  const { view } = await look(pair);
  await append(pair, [{ kind: 'finish', batch: view.index, by: 'a person' }]);
};

/** The command, once: each stage as the real one has it. Returns how it ended. */
async function rollBack(pair: ModelPair, stages: { flip?: Harm; back?: Harm } = {}): Promise<string> {
  const { facts, view } = await look(pair);
  if (facts.intent === null) return 'no run is open';
  if (facts.intent.goal !== 'rollback') {
    if (facts.rollingBack === null) {
      assertRollback(facts.intent, facts, view);
      const { end } = await drive(pair, { runs: 1 });
      if (end !== 'holding') return end;
      await append(pair, [{ kind: 'rollback', batch: view.index, by: 'a person' }]);
    }
    const { end } = await drive(pair, { ...stages.flip, runs: 1 });
    if (end !== 'rolled-back') return end;
    await openWayBack(pair);
  }
  return (await drive(pair, { ...stages.back, runs: 1 })).end;
}

async function openWayBack(pair: ModelPair): Promise<void> {
  const before = await look(pair);
  takeProgramsBack(pair, before.view);
  const { state, facts, view } = await look(pair);
  if (facts.intent === null) throw new Error('no way');
  const way = judgeAbort(facts.intent, view, state);
  const plan = way === 'leave' ? null : wayBackOf(pair[view.active], pair[view.passive]);
  const { runId } = facts.intent;
  await openRun(
    pair,
    { ...facts.intent, runId: 'rollback', epoch: 2, goal: 'rollback', plan, adopts: runId },
    false,
  );
}

/** Again and again, as a pipeline would: whatever a death or a lost answer leaves, the same command goes on. */
async function rollBackAtLast(pair: ModelPair, stages: Parameters<typeof rollBack>[1] = {}): Promise<string> {
  let end = await rollBack(pair, stages);
  for (let again = 0; again < 5 && end !== 'goal' && end !== 'no run is open'; again++) {
    pair.hurry();
    pair.clock.advance(1000);
    end = await rollBack(pair);
  }
  return end;
}

/** The old side is active, both have the old structure, and nobody lost a write. */
function wrongAfterRollback(pair: ModelPair, active: Side, changes: readonly string[]): readonly string[] {
  const left = flaws(pair).filter(flaw => !/lacks bookkeeping|lacks programs|another structure/u.test(flaw));
  return [
    ...(pair.pointers[0]?.side === active ? [] : ['the other side is active']),
    ...(['a', 'b'] as const).flatMap(side =>
      fingerprintOf(pair[side].changes) === fingerprintOf(changes)
        ? []
        : [`${side} has ${pair[side].changes}`],
    ),
    ...dangers(pair),
    ...left,
  ];
}

for (const flavor of ['mariadb', 'mysql'] as const) {
  test(`a run that holds ends with the old side following, and goes on when it is finished [model ${flavor}]`, async t => {
    const pair = await held({ ...spec, flavor });
    t.is((await drive(pair)).end, 'holding', 'the same command again ends nothing');
    t.is(pair.pointers[0]?.side, 'b');
    t.is(pair.a.applier, 'running');
    t.is(await whyNot(pair), null);
    pair.clock.advance(60_000);
    t.is(pair.a.rows.size, pair.b.rows.size);
    await finish(pair);
    t.regex((await whyNot(pair)) ?? '', /ended by `dbshift approve finish`/u);
    t.is((await drive(pair)).end, 'goal');
    t.deepEqual([...dangers(pair), ...flaws(pair)], []);
  });

  test(`where going back loses something the old side stays as it is, also after a reboot [model ${flavor}]`, async t => {
    const pair = await held({ ...lossy, flavor });
    const { view, facts } = await look(pair);
    t.is(view.hold, 'stay');
    t.is(pair.a.applier, 'held');
    const error = t.throws(() => facts.intent && assertRollback(facts.intent, facts, view), {
      instanceOf: BlockedError,
    });
    t.deepEqual(
      error?.findings.map(({ where, message }) => [where, message]),
      [['t', 'a test']],
    );
    pair.reboot('a', 500);
    pair.clock.advance(3000);
    t.is((await drive(pair)).end, 'holding');
    t.is(pair.a.applier, 'held');
    t.is(pair.a.receiver, 'running', 'what the active writes is not on it alone');
    await finish(pair);
    t.is((await drive(pair)).end, 'goal');
    t.deepEqual([...dangers(pair), ...flaws(pair)], []);
  });

  test(`a rollback under writes loses nothing, and ends at the old structure [model ${flavor}]`, async t => {
    const pair = await held({ ...spec, flavor });
    const before = [...pair.a.changes];
    pair.clock.advance(5000);
    t.is(await rollBack(pair), 'goal');
    t.deepEqual(wrongAfterRollback(pair, 'a', before), []);
    t.true(pair.acknowledged > 100);
  });

  test(`a rollback that dies before any event goes on with the same command [model ${flavor}]`, async t => {
    const found: string[] = [];
    let flips = 0;
    for (let death = 0; death < 44; death++) {
      for (const stage of ['flip', 'back'] as const) {
        const pair = await held({ ...spec, flavor });
        const before = [...pair.a.changes];
        const end = await rollBackAtLast(pair, { [stage]: { deathAtEvent: death } });
        if (pair.pointers[0]?.generation === 3) flips++;
        if (end !== 'goal') found.push(`${stage} ${death}: ${end}`);
        found.push(...wrongAfterRollback(pair, 'a', before).map(what => `${stage} ${death}: ${what}`));
      }
    }
    t.deepEqual(found, []);
    t.true(flips > 40, `${flips}`);
  });

  test(`a rollback that dies after any statement goes on, and no other command turns it around [model ${flavor}]`, async t => {
    const found: string[] = [];
    for (let at = 0; at < 90; at += 2) {
      const pair = await held({ ...spec, flavor });
      const before = [...pair.a.changes];
      const harm: Harm = { fates: new Map([[at, 'die-after']]) };
      await rollBack(pair, at % 4 === 0 ? { flip: harm } : { back: harm });
      await finish(pair);
      const { end, steps } = await drive(pair, { runs: 1 });
      if (steps.includes('fence') && pair.pointers[0]?.side === 'b')
        found.push(`${at}: flipped forward again`);
      if (pair.a.changes.join() !== before.join()) found.push(`${at}: a got the leg (${end})`);
      await rollBackAtLast(pair);
      found.push(...wrongAfterRollback(pair, 'a', before).map(what => `${at}: ${what}`));
    }
    t.deepEqual(found, []);
  });
}

test('whoever is the active: a rollback takes back only the batch whose window is open', async t => {
  const pair = await held({ ...spec, batches: [reversible, reversible], active: 'b' });
  t.is(pair.pointers[0]?.side, 'a');
  await finish(pair);
  t.is((await drive(pair)).end, 'holding', 'the second flip is held too');
  t.is(pair.pointers[0]?.side, 'b');
  t.is(await rollBack(pair), 'goal');
  const [first] = pair.plan.plan.batches;
  t.is(fingerprintOf(pair.b.changes), first?.structureAfter ?? 'none');
  t.deepEqual(wrongAfterRollback(pair, 'a', pair.b.changes), []);
});

test('an abort in the window says that there is a rollback', async t => {
  const pair = await held(spec);
  const { facts, view, state } = await look(pair);
  const error = t.throws(() => facts.intent && judgeAbort(facts.intent, view, state), {
    instanceOf: BlockedError,
  });
  t.regex(error?.hint ?? '', /`dbshift rollback`/u);
});

test('a flip back has a comparison of this window, made again when the old side did not follow for a while', async t => {
  const pair = await held(spec);
  const old = pair.a;
  old.stopApplier();
  pair.clock.advance(2000);
  const { end, steps } = await drive(pair);
  t.is(end, 'holding');
  t.deepEqual(
    steps.filter(step => step !== 'catch-up'),
    ['follow', 'verify'],
  );
});

test('a comparison that is too old is made again before the flip back', async t => {
  const pair = await held({ ...spec, writeEveryMs: 0 });
  const { facts, state } = await look(pair);
  const later = { ...state, at: state.at + modelLimits.proofMs + 1 };
  t.false(viewOf(later, facts, modelLimits).verified);
  t.false(viewOf(later, { ...facts, rollingBack: 1 }, modelLimits).verified);
});

test('an old side whose applier breaks closes the window, and its leg mends it', async t => {
  const pair = await held(spec);
  pair.a.applier = 'broken';
  pair.a.error = '1062 duplicate entry';
  t.is((await drive(pair)).end, 'applier-broken');
  t.regex((await whyNot(pair)) ?? '', /1062/u);
  pair.a.applier = 'running';
  t.false((await look(pair)).view.verified, 'somebody who starts it again proves nothing');
  pair.a.applier = 'broken';
  await finish(pair);
  t.is((await drive(pair)).end, 'goal');
  t.deepEqual([...dangers(pair), ...flaws(pair)], []);
});

for (const deed of [
  'opens the passive',
  'moves the pointer',
  'writes on the passive',
  'changes a table of the active',
] as const) {
  test(`a person is asked when somebody ${deed} in the window`, async t => {
    const pair = await held(spec);
    pair.disturbed = true;
    pair.as('hand', () => deeds[deed](pair, 'a'));
    pair.clock.advance(100);
    const { end } = await drive(pair);
    const asked: Readonly<Record<string, readonly string[]>> = {
      'opens the passive': ['holding'],
      'moves the pointer': ['promoted-by-hand'],
      // The active follows the old side too: it comes there.
      'writes on the passive': ['holding', 'passive-ahead'],
      'changes a table of the active': ['foreign-change'],
    };
    t.true(asked[deed]?.includes(end), end);
    t.deepEqual(dangers(pair), []);
  });
}

test('a person who makes the old side active by hand is asked before anything is flipped again', async t => {
  const pair = await held({ ...spec, writeEveryMs: 0 });
  pair.clock.advance(2000);
  pair.disturbed = true;
  pair.as('hand', () => {
    pair.closeWrites('b');
    pair.openWrites('a');
    pair.movePointer(0, 'a');
  });
  t.is((await drive(pair)).end, 'flipped-by-hand');
  t.is(pair.pointers[0]?.side, 'a');
  t.regex((await whyNot(pair)) ?? '', /by somebody else/u);
});

test('a run that holds does no harm among any faults, and can be rolled back or finished', async t => {
  const anyHeld = anyPair.map(one => ({
    ...one,
    batches: one.batches.map(batch =>
      batch.strategy === 'flip' && batch.conversions.length === 0 ? { ...batch, reversible: true } : batch,
    ),
  }));
  await fc.assert(
    fc.asyncProperty(anyHeld, anyFaults, fc.nat(90), fc.boolean(), async (of, faults, death, back) => {
      const pair = pairOf(of);
      await openRun(pair, { holdAfterFlip: true });
      await drive(pair, harmOf(faults));
      heal(pair);
      await settle(pair, back, { fates: new Map([[death, 'die-before']]) });
      const problems = dangers(pair);
      if (problems.length > 0) throw new Error(problems.join('; '));
    }),
    cases(60),
  );
  t.pass();
});

/** Ends what is open: by rollbacks where they are possible and wanted, else by finishing. */
async function settle(pair: ModelPair, back: boolean, harm: Harm): Promise<void> {
  for (let times = 0; times < 6; times++) {
    const { end }: Outcome = await drive(pair);
    if (end === 'flip-failed') await append(pair, [{ kind: 'approve', what: 'flip', by: 'a person' }]);
    else if (end === 'goal') return;
    else if (end !== 'holding') throw new Error(`ended with ${end}`);
    else if (back && (await whyNot(pair)) === null) {
      const active = otherSide(pair.pointers[0]?.side ?? 'a');
      const changes = [...pair[active].changes];
      if ((await rollBackAtLast(pair, { flip: harm, back: harm })) === 'goal') {
        const problems = wrongAfterRollback(pair, active, changes);
        if (problems.length > 0) throw new Error(problems.join('; '));
        return;
      }
    } else await finish(pair);
  }
}
