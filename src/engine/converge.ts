/**
 * Look, decide, write down, act, look again, until the goal is reached or a person is needed. Nothing is resumed:
 * a run that takes over starts with the same look. The caller consumes events; a caller that stops consuming stops
 * the run between two events, and any later run goes on from what it sees.
 */
import { LockLostError } from '../errors.js';
import { type Side, sides } from '../pair/side.js';
import type { PairState } from '../pair/state.js';
import { type View, viewOf } from '../pair/view.js';
import { type Decision, decide } from './decide.js';
import type { RunEvent } from './event.js';
import type { Ports, Progress } from './ports.js';
import {
  entriesAfter,
  entriesAfterFailure,
  entriesBefore,
  lateEntry,
  type Moment,
  pauseOf,
  voidsProof,
  whyUndone,
} from './record.js';
import type { Step } from './rules.js';
import { newStallWatch, type StallWatch } from './stall.js';

export type ConvergeOptions = {
  /** Wait for an approval that somebody gives from elsewhere, instead of ending there. */
  readonly awaitApproval?: boolean;
  /** Stop between two steps, as soon as the pair is steady. */
  readonly signal?: AbortSignal;
};

/** How often an awaited approval is looked for. */
const approvalPollMs = 1000;

export async function* converge(ports: Ports, options: ConvergeOptions = {}): AsyncGenerator<RunEvent, void> {
  const stalled = newStallWatch(ports.clock);
  let state: PairState | null = null;
  let quick = false;
  let waiting = false;
  for (;;) {
    state = await ports.observe(state, quick);
    const facts = quick ? ports.journal.facts() : await ports.journal.reload();
    const seen = withLocks(ports, viewOf(state, facts, ports.limits));
    // A quick look is good for the write pause only: as soon as writes are on, everything is looked at.
    const tooQuick = quick && !writesAreOff(seen);
    quick = writesAreOff(seen);
    if (tooQuick) continue;
    if (options.signal?.aborted === true && seen.situation === 'steady')
      return yield { type: 'interrupted', view: seen };
    const { view, decision } = choose(stalled, seen, state);
    const moment = { view, state, facts, now: ports.clock.now() };
    const late = lateEntry(moment);
    if (late !== null) {
      await ports.journal.append(late);
    } else if (decision.kind === 'step') {
      yield* runStep(ports, { ...moment, step: decision.step });
      // Structures were read just before it; to read those of a thousand tables again is a pause of many seconds.
      quick ||= decision.step.id === 'fence';
    } else if (options.awaitApproval === true && isAwaited(decision)) {
      if (!waiting) yield { type: 'waiting', why: decision.why, advice: decision.advice };
      waiting = true;
      await ports.clock.sleep(approvalPollMs);
    } else {
      return yield* end(ports, decision, view);
    }
  }
}

const writesAreOff = ({ situation }: View): boolean =>
  situation === 'fenced' || situation === 'fenced-alone' || situation === 'crossed';

/**
 * Whoever holds one of the two locks keeps every other run out. So a flip that lost the passive's lock is given up
 * under the active's: no pair is left without a writable server because the other one died.
 */
function withLocks(ports: Ports, view: View): View {
  try {
    ports.assertLocked();
    return view;
  } catch (error) {
    const closed = view.situation === 'fenced' || view.situation === 'fenced-alone';
    if (!closed || view.promoteSent || !(error instanceof LockLostError)) throw error;
    ports.assertLocked([view.active]);
    return { ...view, overTime: true };
  }
}

/** A flip that goes in circles is given up, like one that takes too long: nothing else gives writes back. */
function choose(
  stalled: StallWatch,
  view: View,
  state: PairState,
): { readonly view: View; readonly decision: Decision } {
  const decision = stalled(decide(view), view, state);
  const circles = decision.kind === 'blocked' && decision.id === 'stalled';
  if (!circles || view.situation !== 'fenced' || view.overTime) return { view, decision };
  return choose(stalled, { ...view, overTime: true }, state);
}

type Ending = Exclude<Decision, { readonly kind: 'step' }>;
type Blocked = Extract<Decision, { readonly kind: 'blocked' }>;

function isAwaited(decision: Ending): decision is Blocked {
  return decision.kind === 'blocked' && decision.id === 'approval-needed';
}

async function* end(ports: Ports, decision: Ending, view: View): AsyncGenerator<RunEvent, void> {
  if (decision.kind === 'goal') return yield { type: 'goal', view };
  const { id, why, advice } = decision;
  if (voidsProof(id) && ports.journal.facts().verified.length > 0)
    await ports.journal.append({ kind: 'void', why });
  yield { type: 'blocked', id, why, advice, view };
}

async function* runStep(ports: Ports, moment: Moment): AsyncGenerator<RunEvent, void> {
  const { step, view } = moment;
  const begun = ports.clock.now();
  yield { type: 'step', step: step.id, title: step.title, view };
  try {
    for (const entry of entriesBefore(moment)) await ports.journal.append(entry, fencedSide(view));
    yield* runActions(ports, step, view);
    const done = { ...moment, facts: ports.journal.facts(), now: ports.clock.now() };
    const open = step.id === 'unfence' || step.id === 'repoint';
    for (const entry of entriesAfter(done)) await ports.journal.append(entry, open ? null : fencedSide(view));
    yield { type: 'step-done', step: step.id, ms: done.now - begun };
    yield* flipEvents(done);
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    const entries = entriesAfterFailure(moment, why);
    // While writes are paused the run must not end: it looks again, and the rules finish the flip or undo it.
    if (entries.length === 0 && view.situation === 'steady') throw error;
    for (const entry of entries) await ports.journal.append(entry);
    const [action] = step.actions;
    if (action !== undefined) yield { type: 'action-failed', action, why };
  }
}

/** A fenced active blocks or refuses the journal's rows: only the passive takes them until it is promoted. */
function fencedSide(view: View): Side | null {
  return view.situation === 'steady' ? null : view.active;
}

async function* runActions(ports: Ports, step: Step, view: View): AsyncGenerator<RunEvent, void> {
  const needed = step.id === 'unfence' ? [view.active] : sides;
  for (const action of step.actions) {
    ports.assertLocked(needed);
    const begun = ports.clock.now();
    yield { type: 'action', action, statements: ports.describe(action) };
    for await (const progress of reported(report => ports.perform(action, view, report))) {
      yield { type: 'progress', action, progress };
    }
    yield { type: 'action-done', action, ms: ports.clock.now() - begun };
  }
}

/** Turns a callback into a stream; the work's error comes after everything it reported. */
async function* reported(
  work: (report: (progress: Progress) => void) => Promise<void>,
): AsyncGenerator<Progress, void> {
  let failure: { readonly error: unknown } | null = null;
  // Whoever stops listening cancels the stream; the work goes on and must not fail for want of a listener.
  let open = true;
  const stream = new ReadableStream<Progress>({
    start(controller) {
      // Not returned: a stream delivers nothing before the promise of `start` is settled.
      work(progress => {
        if (open) controller.enqueue(progress);
      })
        .catch((error: unknown) => {
          failure = { error };
        })
        .finally(() => {
          if (open) controller.close();
        });
    },
    cancel() {
      open = false;
    },
  });
  yield* stream;
  if (failure !== null) throw (failure as { readonly error: unknown }).error;
}

function* flipEvents({ step, view, facts, now }: Moment): Generator<RunEvent, void> {
  const pauseMs = pauseOf(facts, now);
  if (step.id === 'repoint') yield { type: 'flipped', from: view.active, to: view.passive, pauseMs };
  if (step.id === 'unfence' && facts.flipFrom !== null) {
    yield { type: 'flip-undone', from: view.active, pauseMs, why: whyUndone(view) };
  }
}
