/** Takes the pair's lock, behind the run that holds it where that is wanted. */
import type { RunEvent } from '../engine/event.js';
import { LockHeldError } from '../errors.js';
import type { Intent } from '../pair/facts.js';
import { sides } from '../pair/side.js';
import type { Run } from './engine-ports.js';
import { withNamedPrivileges } from './name-privileges.js';

export type Queueing = {
  readonly goal: Intent['goal'];
  /** How long to wait, in ms; default 0. */
  readonly lockTimeoutMs?: number;
  /** Ends the waiting. */
  readonly signal: AbortSignal;
};

/** A server is asked again so often: it hands the lock over at once when it comes free meanwhile. Whole seconds. */
const turnSeconds = 1;

const tellEveryMs = 5000;

/** Throws LockHeldError that names the holder when the time is over or the signal was aborted. */
export async function* queueForLock(
  run: Run,
  { goal, lockTimeoutMs = 0, signal }: Queueing,
): AsyncGenerator<RunEvent, void> {
  const begun = performance.now();
  let told = Number.NEGATIVE_INFINITY;
  for (let turn = 0; ; turn = turnSeconds) {
    const refused = await withNamedPrivileges(run, goal, () => heldBy(run.pair.lock(sides, turn)));
    if (refused === null) return;
    const waitedMs = Math.round(performance.now() - begun);
    if (signal.aborted || waitedMs >= lockTimeoutMs) throw refused;
    if (waitedMs - told < tellEveryMs) continue;
    told = waitedMs;
    yield { type: 'queued', holder: refused.message, waitedMs, timeoutMs: lockTimeoutMs };
  }
}

/** Null when the lock was got. */
async function heldBy(taking: Promise<void>): Promise<LockHeldError | null> {
  try {
    await taking;
    return null;
  } catch (error) {
    if (error instanceof LockHeldError) return error;
    throw error;
  }
}
