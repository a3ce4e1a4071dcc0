/** What keeps a flip waiting although everything is proved: its window, the age of the proof, the user's own check. */
import test from 'ava';
import { type ConvergeOptions, converge } from '../../src/engine/converge.js';
import type { RunEvent } from '../../src/engine/event.js';
import type { Ports } from '../../src/engine/ports.js';
import { isInWindow, parseFlipWindow } from '../../src/pair/flip-window.js';
import { pairOf, plainPair } from '../helpers/arbitraries.js';
import { append, noHarm, openRun } from '../helpers/drive.js';
import { writesAreOn } from '../helpers/faults.js';
import type { ModelPair } from '../helpers/model-pair.js';
import { heavy } from '../helpers/model-plan.js';
import { ModelRunner, modelLimits } from '../helpers/model-runner.js';
import { dangers, flaws } from '../helpers/pair-problems.js';

/** Nobody writes: time passes quickly. */
const quietPair = (): ModelPair => pairOf({ ...plainPair, batches: [heavy()], writeEveryMs: 0 });

type More = Partial<Pick<Ports, 'limits' | 'mayFlip'>>;

const minuteMs = 60_000;

/** The clock of a model begins at midnight UTC. */
const nightly = { ...modelLimits, flipWindow: parseFlipWindow('00:03-00:05 UTC') };

async function run(pair: ModelPair, more: More, options: ConvergeOptions = {}): Promise<readonly RunEvent[]> {
  const runner = new ModelRunner(pair, noHarm, { operations: 0, looks: 0 });
  runner.lock();
  const events: RunEvent[] = [];
  for await (const event of converge({ ...runner.ports, ...more }, options)) events.push(event);
  runner.die();
  return events;
}

function endOf(events: readonly RunEvent[]): string {
  const last = events.at(-1);
  return last?.type === 'blocked' ? last.id : (last?.type ?? 'nothing');
}

const stepsOf = (events: readonly RunEvent[]): readonly string[] =>
  events.flatMap(event => (event.type === 'step' ? [event.step] : []));

test('outside of the window everything but the flip is done, and the run ends there', async t => {
  const pair = quietPair();
  await openRun(pair);
  const events = await run(pair, { limits: nightly });
  t.is(endOf(events), 'flip-window');
  t.is(stepsOf(events).at(-1), 'verify');
  t.true(writesAreOn(pair));
});

test('a run that may wait flips when the window opens', async t => {
  const pair = quietPair();
  await openRun(pair);
  const events = await run(pair, { limits: nightly }, { awaitWindow: true });
  t.is(endOf(events), 'goal');
  t.is(events.filter(event => event.type === 'waiting' && event.id === 'flip-window').length, 1);
  const { flipWindow } = nightly;
  t.true(flipWindow !== null && isInWindow(flipWindow, pair.clock.now()));
  t.deepEqual([...dangers(pair), ...flaws(pair)], []);
});

test('an approval is asked for before the window is waited for', async t => {
  const pair = quietPair();
  await openRun(pair, {}, false);
  t.is(endOf(await run(pair, { limits: nightly }, { awaitWindow: true })), 'approval-needed');
  await append(pair, [{ kind: 'approve', what: 'flip', by: 'a person' }]);
  t.is(endOf(await run(pair, { limits: nightly }, { awaitWindow: true })), 'goal');
});

test('a proof that has become too old while the run waited is made again before the flip', async t => {
  const pair = quietPair();
  await openRun(pair);
  const limits = { ...nightly, proofMs: minuteMs };
  const events = await run(pair, { limits }, { awaitWindow: true });
  t.is(endOf(events), 'goal');
  const steps = stepsOf(events);
  const proofs = steps.slice(0, steps.indexOf('fence')).filter(step => step === 'verify');
  t.true(proofs.length >= 2, steps.join(' '));
});

test('a run that waits for long proves the pair again and again, and that is no circle', async t => {
  const pair = quietPair();
  await openRun(pair, {}, false);
  const runner = new ModelRunner(pair, noHarm, { operations: 0, looks: 0 });
  runner.lock();
  let waits = 0;
  const sleep = async (): Promise<void> => {
    pair.clock.advance(minuteMs / 2);
    if (++waits === 60) await runner.ports.journal.append({ kind: 'approve', what: 'flip', by: 'x' });
  };
  const ports = {
    ...runner.ports,
    clock: { ...pair.clock, sleep },
    limits: { ...modelLimits, proofMs: minuteMs },
  };
  const events: RunEvent[] = [];
  for await (const event of converge(ports, { awaitApproval: true })) events.push(event);
  t.is(endOf(events), 'goal');
  t.true(stepsOf(events).filter(step => step === 'verify').length > 15);
});

test('a proof that is too old as soon as it is made keeps a flip from beginning, and the run from going on', async t => {
  const pair = quietPair();
  await openRun(pair);
  const events = await run(pair, { limits: { ...modelLimits, proofMs: 1 } });
  t.is(endOf(events), 'stalled');
  t.false(stepsOf(events).includes('fence'));
  t.true(writesAreOn(pair));
});

test('a check that says no keeps a flip from beginning, and is asked once', async t => {
  const pair = quietPair();
  await openRun(pair);
  let asked = 0;
  const mayFlip = async (): Promise<string | null> => {
    asked++;
    return writesAreOn(pair) ? 'the backup runs' : 'asked while writes were off';
  };
  const events = await run(pair, { mayFlip });
  t.is(endOf(events), 'hook-refused');
  t.regex(JSON.stringify(events.at(-1)), /the backup runs/u);
  t.is(asked, 1);
  t.false(stepsOf(events).includes('fence'));
  t.is(endOf(await run(pair, {})), 'goal');
  t.deepEqual([...dangers(pair), ...flaws(pair)], []);
});

test('after a check that says yes the pair is looked at again, and it is asked once for each flip', async t => {
  const pair = quietPair();
  await openRun(pair, { wantActive: 'a' });
  let asked = 0;
  const mayFlip = async (): Promise<null> => {
    asked++;
    // What was near has to catch up first.
    pair.clock.advance(20_000);
    return null;
  };
  const events = await run(pair, { mayFlip });
  t.is(endOf(events), 'goal');
  t.is(asked, 2);
  t.deepEqual([...dangers(pair), ...flaws(pair, 'a')], []);
});
