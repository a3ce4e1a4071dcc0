/** Compares rows of both sides of a pair, under its lock: the session that holds the passive's stops its applier. */
import { setTimeout as sleep } from 'node:timers/promises';
import type { Config } from '../config/config.js';
import { otherSide, type Side } from '../pair/side.js';
import { compareRows, type RowsComparison, type RowsToCompare } from '../verify/compare-rows.js';
import type { PairSessions } from './connect-pair.js';

export type SidesToCompare = Pick<RowsToCompare, 'tables' | 'structures' | 'report' | 'sample' | 'signal'> & {
  readonly active: Side;
};

/**
 * Throws like `compareRows`, and LockLostError as soon as the lock is lost: nothing else notices that a server under a
 * long statement has fallen silent.
 */
export async function compareSides(
  { config, pair }: { readonly config: Config; readonly pair: PairSessions },
  { active, signal, ...wanted }: SidesToCompare,
): Promise<RowsComparison> {
  const passive = otherSide(active);
  const { limits, database } = config;
  const lost = new AbortController();
  const done = new AbortController();
  void watchLock(pair, lost, done.signal);
  try {
    return await compareRows({
      ...wanted,
      endpoints: { active: pair.endpoints[active], passive: pair.endpoints[passive] },
      flavor: pair.flavor,
      applier: pair.control(passive),
      database,
      limits: {
        lagMs: limits.verifyLagMs,
        statements: limits.verifyStatements,
        lockMs: limits.verifyLockMs,
        stallMs: limits.catchUpStallMs,
      },
      signal: signal === undefined ? lost.signal : AbortSignal.any([signal, lost.signal]),
    });
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
