/**
 * One step, carried out: what has to be written down before it, its actions, what has to be written down after it.
 * An error ends the run only while writes are on.
 */
import { StoppedError } from '../errors.js';
import { type Side, sides } from '../pair/side.js';
import type { View } from '../pair/view.js';
import type { RunEvent } from './event.js';
import type { Ports, Progress } from './ports.js';
import {
  entriesAfter,
  entriesAfterFailure,
  entriesBefore,
  type Moment,
  pauseOf,
  whyUndone,
} from './record.js';
import type { Step } from './rules.js';

/** `stopped`: an action was left as told, which was the last event. */
export async function* runStep(ports: Ports, moment: Moment): AsyncGenerator<RunEvent, 'done' | 'stopped'> {
  const { step, view } = moment;
  const begun = ports.clock.now();
  yield { type: 'step', step: step.id, title: step.title, view };
  try {
    for (const entry of entriesBefore(moment)) await ports.journal.append(entry, fencedSide(view));
    const firstDone = yield* runActions(ports, step, view);
    // Writes go on from the moment the pointers have moved, whatever the step does after that.
    const now = step.id === 'repoint' ? firstDone : ports.clock.now();
    const done = { ...moment, facts: ports.journal.facts(), now };
    const open = step.id === 'unfence' || step.id === 'repoint';
    for (const entry of entriesAfter(done)) await ports.journal.append(entry, open ? null : fencedSide(view));
    yield { type: 'step-done', step: step.id, ms: ports.clock.now() - begun };
    yield* flipEvents(done);
  } catch (error) {
    if (error instanceof StoppedError) {
      yield { type: 'interrupted', view, why: error.message };
      return 'stopped';
    }
    const why = error instanceof Error ? error.message : String(error);
    const entries = entriesAfterFailure(moment, why);
    // While writes are paused the run must not end: it looks again, and the rules finish the flip or undo it.
    if (entries.length === 0 && view.situation === 'steady' && view.pointer === 'agrees') throw error;
    for (const entry of entries) await ports.journal.append(entry);
    const [action] = step.actions;
    if (action !== undefined) yield { type: 'action-failed', action, why };
  }
  return 'done';
}

/** A fenced active blocks or refuses the journal's rows: only the passive takes them until it is promoted. */
export function fencedSide(view: View): Side | null {
  return view.situation === 'steady' ? null : view.active;
}

/** Returns when the first action was done, in unix ms. */
async function* runActions(ports: Ports, step: Step, view: View): AsyncGenerator<RunEvent, number> {
  let firstDone: number | null = null;
  const needed = step.id === 'unfence' ? [view.active] : sides;
  for (const action of step.actions) {
    ports.assertLocked(needed);
    const begun = ports.clock.now();
    yield { type: 'action', action, statements: ports.describe(action) };
    for await (const progress of reported(report => ports.perform(action, view, report))) {
      const { findings } = progress;
      yield findings === undefined ? { type: 'progress', action, progress } : { type: 'warnings', findings };
    }
    const now = ports.clock.now();
    firstDone ??= now;
    yield { type: 'action-done', action, ms: now - begun };
  }
  return firstDone ?? ports.clock.now();
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
  if (step.id === 'end-flip') yield { type: 'flipped', from: view.passive, to: view.active, pauseMs: null };
  if (step.id === 'unfence' && facts.flipFrom !== null) {
    yield { type: 'flip-undone', from: view.active, pauseMs, why: whyUndone(view) };
  }
}
