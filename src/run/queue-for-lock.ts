/** Takes the pair's lock, behind the run that holds it where that is wanted. */
import type { RunEvent } from '../engine/event.js';
import { LockHeldError } from '../errors.js';
import type { Intent } from '../pair/facts.js';
import { type Side, sides } from '../pair/side.js';
import type { Run } from './engine-ports.js';
import { withNamedPrivileges } from './name-privileges.js';

export type Queueing = {
  /** Whose preflight names what the account may not; null: the first refusal is enough. */
  readonly goal: Intent['goal'] | null;
  /** Sides that can be reached; both by default. */
  readonly on?: readonly Side[];
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
  { goal, on = sides, lockTimeoutMs = 0, signal }: Queueing,
): AsyncGenerator<RunEvent, void> {
  const begun = performance.now();
  let told = Number.NEGATIVE_INFINITY;
  for (let turn = 0; ; turn = turnSeconds) {
    const take = (): Promise<LockHeldError | null> => heldBy(run.pair.lock(on, turn));
    const refused = await (goal === null ? take() : withNamedPrivileges(run, goal, take));
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
