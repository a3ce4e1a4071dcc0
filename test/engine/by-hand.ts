import test from 'ava';
import fc from 'fast-check';
import { anyPair, cases, type PairSpec, pairOf, plainPair } from '../helpers/arbitraries.js';
import { drive, type Harm, type Outcome, openRun } from '../helpers/drive.js';
import { writesAreOn } from '../helpers/faults.js';
import { anyDeeds, deeds, deedsByLook, putRight, type TimedDeed } from '../helpers/hands.js';
import type { ModelPair } from '../helpers/model-pair.js';
import { heavy } from '../helpers/model-plan.js';
import { dangers, flaws } from '../helpers/pair-problems.js';

/** Blocks that leave writes as a person put them. */
const left: ReadonlySet<string> = new Set(['promoted-by-hand', 'passive-ahead']);

async function meddle(
  spec: PairSpec,
  list: readonly TimedDeed[],
): Promise<{ pair: ModelPair; outcome: Outcome }> {
  const pair = pairOf(spec);
  await openRun(pair, { wantActive: spec.wantActive });
  return { pair, outcome: await drive(pair, { beforeLook: deedsByLook(list) }) };
}

/** Whoever opens the passive takes its lock away, and a run without a plan does not judge structures. */
function isOurs({ batches }: PairSpec, list: readonly TimedDeed[]): (flaw: string) => boolean {
  const unlocked = list.some(({ deed }) => deed === 'opens the passive');
  return flaw =>
    !(unlocked && flaw === 'the passive is not locked as it was') &&
    !(batches.length === 0 && flaw.endsWith('has another structure'));
}

/** Their row goes to the active, where a direct DDL may have come in between: it meets another structure there. */
function wroteOnPassive(list: readonly TimedDeed[]): boolean {
  return list.some(({ deed }) => deed === 'writes on the passive');
}

test('whatever people do, a run ends at the goal or with a named block, and does no harm itself', async t => {
  await fc.assert(
    fc.asyncProperty(anyPair, anyDeeds, async (spec, list) => {
      const { pair, outcome } = await meddle(spec, list);
      const problems = [...dangers(pair)];
      if (['uncovered', 'endless', 'stalled'].includes(outcome.end)) problems.push(outcome.end);
      if (!writesAreOn(pair) && !left.has(outcome.end)) problems.push(`writes are off after ${outcome.end}`);
      if (outcome.end === 'goal' && !pair.unseen)
        problems.push(...flaws(pair, spec.wantActive).filter(isOurs(spec, list)));
      const ours = problems.filter(problem => !(wroteOnPassive(list) && /garbled|errant/u.test(problem)));
      if (ours.length > 0) throw new Error([outcome.end, ...ours].join('; '));
    }),
    cases(100),
  );
  t.pass();
});

/** One heavy migration that needs conversions, a active at first; `plain` writes often. */
async function help(
  harm: Harm,
  options: Partial<PairSpec> = {},
): Promise<{ pair: ModelPair; outcome: Outcome }> {
  const pair = pairOf({ ...plainPair, batches: [heavy(['ALL_NON_LOSSY'])], ...options });
  await openRun(pair);
  return { pair, outcome: await drive(pair, harm) };
}

test('a pointer that was moved to the passive blocks, and the run goes on when it is moved back', async t => {
  const { pair, outcome } = await help({ after: { verify: pair => deeds['moves the pointer'](pair, 'a') } });
  t.is(outcome.end, 'promoted-by-hand');
  t.true(pair.b.readOnly && !pair.a.readOnly);
  putRight(pair);
  t.is((await drive(pair)).end, 'goal');
  t.deepEqual([...dangers(pair), ...flaws(pair)], []);
});

test('a pointer that was moved behind the fence has its side opened, and keeps no read lock behind', async t => {
  const { pair, outcome } = await help({ after: { drain: pair => deeds['moves the pointer'](pair, 'a') } });
  t.is(outcome.end, 'goal');
  t.deepEqual([...dangers(pair), ...flaws(pair)], []);
});

test('a passive that was opened is closed again', async t => {
  const { pair, outcome } = await help({ after: { migrate: pair => deeds['opens the passive'](pair, 'a') } });
  t.is(outcome.end, 'goal');
  t.true(outcome.steps.includes('split'));
  t.deepEqual([...dangers(pair), ...flaws(pair)], []);
});

test('transactions of the passive alone block, and writes stay on', async t => {
  const { pair, outcome } = await help({
    after: { fence: pair => deeds['writes on the passive'](pair, 'a') },
  });
  t.is(outcome.end, 'passive-ahead');
  t.true(writesAreOn(pair));
  t.true(
    pair.pauses.every(ms => ms < 100),
    'it is known at once that the flip cannot be finished',
  );
  t.deepEqual(dangers(pair), []);
});

test('an applier that was started in the middle of a leg is held before the leg goes on', async t => {
  const { pair, outcome } = await help(
    { after: { isolate: pair => deeds['starts an applier'](pair, 'b') } },
    { batches: [{ strategy: 'flip', migrations: [[true, true]], conversions: [] }] },
  );
  t.is(outcome.end, 'goal');
  t.is(outcome.steps.slice(0, 3).join(' '), 'isolate isolate migrate');
  t.deepEqual([...dangers(pair), ...flaws(pair)], []);
});

test('a foreign change between the legs stops the applier of the passive, and a person is asked', async t => {
  const { pair, outcome } = await help(
    { after: { verify: pair => deeds['changes a table of the active'](pair, 'a') } },
    { writeEveryMs: 0 },
  );
  t.is(outcome.end, 'foreign-change');
  t.is(pair.b.applier, 'held');
  t.true(writesAreOn(pair));
});

test('what was proved before a foreign change proves nothing after it was taken back', async t => {
  const { pair, outcome } = await help({
    after: {
      verify: pair => {
        deeds['changes a table of the active'](pair, 'a');
        pair.clock.advance(200);
      },
    },
  });
  t.is(outcome.end, 'foreign-change');
  putRight(pair);
  const garbled = [...pair.b.rows.values()].filter(row => row.garbled).length;
  const { end, steps } = await drive(pair, { runs: 1 });
  t.true(garbled > 0, 'rows landed in the wrong columns');
  t.true(steps.includes('verify') && !steps.includes('fence'));
  t.regex(end, /verify: .* differs/);
  t.true(writesAreOn(pair));
});

test('an applier of the old side that was started between the legs is held again before the flip', async t => {
  const { pair, outcome } = await help({ after: { verify: pair => deeds['starts an applier'](pair, 'a') } });
  t.is(outcome.end, 'goal');
  t.true(
    outcome.steps.indexOf('hold-old') > 0 &&
      outcome.steps.indexOf('hold-old') < outcome.steps.indexOf('fence'),
  );
  t.deepEqual([...dangers(pair), ...flaws(pair)], []);
});

test('an applier of the old side that was started behind the fence is held before the passive is opened', async t => {
  const { pair, outcome } = await help({ after: { fence: pair => deeds['starts an applier'](pair, 'a') } });
  t.is(outcome.end, 'goal');
  const steps = outcome.steps.slice(outcome.steps.indexOf('fence'), outcome.steps.indexOf('promote'));
  t.true(steps.includes('hold-old'));
  t.deepEqual([...dangers(pair), ...flaws(pair)], []);
});

test('conversions that were taken away between the legs are set again before the flip', async t => {
  const { outcome } = await help(
    { after: { verify: pair => deeds['takes the conversions away'](pair, 'b') } },
    { writeEveryMs: 0 },
  );
  t.is(outcome.end, 'goal');
  t.is(outcome.steps.filter(step => step === 'resync').length, 2);
  t.true(outcome.steps.lastIndexOf('resync') < outcome.steps.indexOf('fence'));
});

for (const dies of ['quarantine', 'verify'] as const) {
  test(`a foreign change voids the proof also when the run dies or the applier stands still (after ${dies})`, async t => {
    const { pair, outcome } = await help({
      after: {
        verify: pair => {
          deeds['changes a table of the active'](pair, 'a');
          pair.clock.advance(200);
          if (dies === 'verify') pair.b.hold();
        },
        quarantine: pair => pair.loseSession('a'),
      },
      runs: 1,
    });
    t.is(outcome.end, dies === 'verify' ? 'foreign-change' : 'lock-lost: a: the lock is gone');
    putRight(pair);
    const { end, steps } = await drive(pair, { runs: 1 });
    t.false(steps.includes('fence'));
    t.regex(end, /verify: .* differs/);
  });
}
