import test from 'ava';
import { pairOf, plainPair } from '../helpers/arbitraries.js';
import { append, drive, type Harm, type Outcome, openRun } from '../helpers/drive.js';
import { writesAreOn } from '../helpers/faults.js';
import type { ModelPair } from '../helpers/model-pair.js';
import { heavy } from '../helpers/model-plan.js';
import { modelLimits } from '../helpers/model-runner.js';
import { dangers, flaws } from '../helpers/pair-problems.js';

type Flip = { readonly pair: ModelPair; readonly outcome: Outcome };

/** One heavy migration that needs conversions, a active at first. */
async function flip(harm: Harm, options: Partial<typeof plainPair> = {}): Promise<Flip> {
  const pair = pairOf({ ...plainPair, batches: [heavy(['ALL_NON_LOSSY'])], ...options });
  await openRun(pair);
  return { pair, outcome: await drive(pair, harm) };
}

function undone({ outcome }: Flip): readonly string[] {
  return outcome.told.flatMap(event => (event.type === 'flip-undone' ? [event.why] : []));
}

test('a flip reports how long writes were refused', async t => {
  const { pair, outcome } = await flip({});
  const flipped = outcome.told.find(event => event.type === 'flipped');
  t.like(flipped, { from: 'a', to: 'b' });
  t.true((flipped?.pauseMs ?? 0) > 0 && (flipped?.pauseMs ?? 0) < 100);
  t.deepEqual(flaws(pair), []);
});

test('a passive that falls behind at the fence gives writes back in time, and the flip is tried again', async t => {
  const { pair, outcome } = await flip({
    during: {
      fence: ({ slow }) => {
        slow.b = true;
      },
    },
    after: {
      unfence: ({ slow }) => {
        slow.b = false;
      },
    },
  });
  t.is(outcome.end, 'goal');
  t.deepEqual(dangers(pair), []);
  t.true(pair.pauses.every(ms => ms < modelLimits.writePauseMs + modelLimits.drainMs + 100));
  t.true(pair.pauses.some(ms => ms > modelLimits.writePauseMs));
  t.deepEqual(flaws(pair), []);
});

test('a passive that never catches up again leaves the active writable', async t => {
  const told = await flip({
    during: {
      fence: ({ slow }) => {
        slow.b = true;
      },
    },
  });
  t.deepEqual(undone(told), ['the write pause was over its limit']);
  t.is(told.outcome.end, 'stalled');
  t.true(writesAreOn(told.pair));
  t.deepEqual(dangers(told.pair), []);
});

test('a flip that is undone too often leaves the active writable and asks a person, who approves it again', async t => {
  const pair = pairOf({ ...plainPair, batches: [heavy()] });
  await openRun(pair);
  pair.pointers.forEach(pointer => {
    pointer.refusals = 3 * modelLimits.flipAttempts;
  });
  const outcome = await drive(pair);
  t.is(outcome.end, 'flip-failed');
  t.is(outcome.steps.filter(step => step === 'fence').length, modelLimits.flipAttempts);
  t.is(outcome.steps.filter(step => step === 'demote').length, modelLimits.flipAttempts);
  t.true(writesAreOn(pair));
  t.is((await drive(pair)).end, 'flip-failed');
  await append(pair, [{ kind: 'approve', what: 'flip', by: 'a person' }]);
  t.is((await drive(pair)).end, 'goal');
  t.deepEqual([...dangers(pair), ...flaws(pair)], []);
});

test('a passive that dies behind the fence does not keep the active closed', async t => {
  const told = await flip({ after: { fence: pair => pair.reboot('b', 1_000_000) }, runs: 1 });
  t.true(writesAreOn(told.pair));
  t.false(told.pair.b.up);
  t.deepEqual(undone(told), ['b could not be reached']);
  t.deepEqual(told.pair.hazards, []);
});

test('a lost lock on the passive gives the flip up under the lock of the active', async t => {
  const told = await flip({ after: { fence: pair => pair.loseSession('b') }, runs: 1 });
  t.true(writesAreOn(told.pair));
  t.deepEqual(undone(told), ['the lock on b was lost']);
  t.regex(told.outcome.end, /lock-lost/);
});

test('once a promotion may have been sent, an unreachable passive keeps the active closed', async t => {
  const cutOff = (pair: ModelPair): void => {
    pair.cutOff.b = true;
    pair.loseSession('b');
  };
  const told = await flip({ after: { promote: cutOff }, runs: 3 });
  t.true(told.pair.a.readOnly);
  t.false(told.pair.b.readOnly);
  t.deepEqual(told.pair.hazards, []);
  told.pair.cutOff.b = false;
  t.is((await drive(told.pair)).end, 'goal');
  t.deepEqual(flaws(told.pair), []);
});

test('a promoted passive that took writes and comes back closed keeps the active closed, and a person is asked', async t => {
  const writesAndReboots = (pair: ModelPair): void => {
    pair.b.write({ kind: 'row', id: 'past the pointer' });
    pair.reboot('b', 0);
  };
  const { pair, outcome } = await flip({ after: { promote: writesAndReboots } });
  t.is(outcome.end, 'passive-ahead');
  t.true(pair.a.readOnly, 'opened, both sides would have rows of their own');
});

test('a run that takes over reads both halves of the journal before it opens the active', async t => {
  const dies = (pair: ModelPair): void => {
    pair.loseSession('a');
    pair.a.journalFull = true;
  };
  const { pair } = await flip({ during: { repoint: dies }, runs: 1 });
  pair.a.journalFull = false;
  t.false(pair.b.readOnly, 'b was promoted, and only b knows it');
  t.false(pair.a.journal.some(({ kind }) => kind === 'promote'));
  t.is((await drive(pair)).end, 'goal');
  t.deepEqual([...pair.hazards, ...flaws(pair)], []);
});

for (const side of ['a', 'b'] as const) {
  test(`a journal that cannot be written on ${side} behind the fence does not keep writes off`, async t => {
    const { pair, outcome } = await flip({
      after: {
        fence: pair => {
          pair[side].journalFull = true;
        },
      },
    });
    t.true(writesAreOn(pair));
    t.is(outcome.end, side === 'a' ? 'goal' : 'flip-failed');
    t.deepEqual(dangers(pair), []);
  });
}

test('a passive that forgot its conversions in a reboot gets them again', async t => {
  const { pair, outcome } = await flip({ after: { resync: pair => pair.reboot('b', 500) } });
  t.is(outcome.end, 'goal');
  t.deepEqual([...dangers(pair), ...flaws(pair)], []);
});

test('an active that reboots behind the fence is opened again, and the flip starts anew', async t => {
  const { pair, outcome } = await flip({ after: { fence: pair => pair.reboot('a', 500) } });
  t.is(outcome.end, 'goal');
  t.true(outcome.steps.includes('unfence'));
  t.deepEqual([...dangers(pair), ...flaws(pair)], []);
});

test('a signal never ends a run while writes are off', async t => {
  const { pair, outcome } = await flip({ stopAt: 'fence' });
  t.is(outcome.end, 'interrupted');
  t.is(pair.pointers[0]?.side, 'b');
  t.true(writesAreOn(pair));
  t.is((await drive(pair)).end, 'goal');
  t.deepEqual(flaws(pair), []);
});

test('pointers that moved in part are moved back with the flip', async t => {
  const pair = pairOf({ ...plainPair, batches: [heavy()], writeEveryMs: 0, pointers: 2 });
  await openRun(pair);
  const [, second] = pair.pointers;
  if (second !== undefined) second.refusals = 3;
  const outcome = await drive(pair);
  t.is(outcome.end, 'goal');
  t.true(outcome.steps.includes('repoint-back'));
  t.deepEqual([...dangers(pair), ...flaws(pair)], []);
});

test('a promoted side that has taken writes is never closed again, however long a pointer refuses', async t => {
  const pair = pairOf({ ...plainPair, batches: [heavy()], pointers: 2 });
  await openRun(pair);
  const [, second] = pair.pointers;
  if (second !== undefined) second.refusals = 1_000_000;
  const outcome = await drive(pair);
  t.is(outcome.end, 'pointer-refuses');
  t.false(pair.b.readOnly);
  t.deepEqual(pair.hazards, []);
  if (second !== undefined) second.refusals = 0;
  t.is((await drive(pair)).end, 'goal');
  t.deepEqual(flaws(pair), []);
});

test('the side that is fenced gets no journal rows behind its read lock', async t => {
  const kinds: string[][] = [];
  const look = ({ a, b }: ModelPair): void => {
    for (const { journal } of [a, b]) kinds.push(journal.map(({ kind }) => kind));
  };
  const { pair } = await flip({ during: { repoint: look } });
  t.deepEqual(
    kinds.map(each => each.includes('promote')),
    [false, true],
  );
  t.deepEqual(pair.hazards, []);
});

test('a flip whose run died once the pointer had moved is ended by the next run, old sessions too', async t => {
  const { pair, outcome } = await flip({
    during: {
      repoint: pair => {
        pair.movePointer(0, 'b');
        pair.loseSession('a');
      },
    },
    runs: 1,
  });
  t.regex(outcome.end, /lock-lost/);
  t.false(pair.b.journal.some(({ kind }) => kind === 'flip-done'));
  const next = await drive(pair);
  t.is(next.end, 'goal');
  t.is(next.steps[0], 'end-flip');
  const ended = next.told.flatMap(event => (event.type === 'action-done' ? [event.action] : []))[0];
  t.deepEqual(ended, { do: 'end-sessions', side: 'a' });
  const flipped = next.told.flatMap(event => (event.type === 'flipped' ? [event] : []))[0];
  t.deepEqual(flipped, { type: 'flipped', from: 'a', to: 'b', pauseMs: null });
  t.is(pair.b.journal.filter(({ kind }) => kind === 'flip-done').length, 1);
  t.false(pair.b.journal.some(({ kind }) => kind === 'flip-undone'));
});

test('a side that took no entries gets those it missed with the next one', async t => {
  const pair = pairOf({ ...plainPair, flavor: 'mysql', batches: [heavy()] });
  await openRun(pair);
  t.deepEqual([pair.a.journal.length > 0, pair.b.journal.length], [true, 0], 'the passive is locked');
  t.is((await drive(pair)).end, 'goal');
  const held = new Set(pair.a.journal.map(({ n }) => n));
  const missing = pair.b.journal.filter(({ n }) => !held.has(n)).map(({ kind }) => kind);
  t.deepEqual(missing, ['restored', 'end'], 'a is the passive now, and locked again before these');
  t.is(pair.b.journal.length, held.size + missing.length);
});

test('half of a journal is not enough to act on', async t => {
  const pair = pairOf({ ...plainPair, batches: [heavy()], flavor: 'mysql' });
  await openRun(pair);
  t.deepEqual(pair.b.journal, [], 'the passive was locked when the run was opened');
  const lost = new Map(
    ['lose-before' as const, 'lose-before' as const].map((fate, operation) => [operation, fate]),
  );
  const { end, steps } = await drive(pair, { fates: lost, runs: 1 });
  t.regex(end, /journal/);
  t.deepEqual(steps, []);
  t.is((await drive(pair)).end, 'goal');
});

test('a fence that does not get its lock counts as a failed flip, and writes go on', async t => {
  const pair = pairOf({ ...plainPair, batches: [heavy()] });
  await openRun(pair);
  pair.fenceTimeouts = modelLimits.flipAttempts;
  const { end, runs, steps } = await drive(pair);
  t.is(end, 'flip-failed');
  t.is(runs, 1);
  t.is(steps.filter(step => step === 'fence').length, modelLimits.flipAttempts);
  t.true(writesAreOn(pair));
  t.deepEqual(dangers(pair), []);
});
