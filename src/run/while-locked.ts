/** Watches the lock of the pair beside work that may take hours in sessions of its own. */
import { setTimeout as sleep } from 'node:timers/promises';
import type { PairSessions } from './connect-pair.js';

/**
 * The signal that `work` gets is aborted with `signal`, and as soon as the lock is lost, with the LockLostError as its
 * reason: nothing else notices that a server under a long statement has fallen silent.
 */
export async function whileLocked<T>(
  pair: PairSessions,
  signal: AbortSignal | undefined,
  work: (either: AbortSignal) => Promise<T>,
): Promise<T> {
  const lost = new AbortController();
  const done = new AbortController();
  void watchLock(pair, lost, done.signal);
  try {
    return await work(signal === undefined ? lost.signal : AbortSignal.any([signal, lost.signal]));
  } finally {
    done.abort();
  }
}

const lockPollMs = 1000;

async function watchLock(pair: PairSessions, lost: AbortController, done: AbortSignal): Promise<void> {
  while (!done.aborted) {
    try {
      pair.assertLocked();
    } catch (error) {
      return lost.abort(error);
    }
    await sleep(lockPollMs, undefined, { signal: done, ref: false }).catch(() => undefined);
  }
}
