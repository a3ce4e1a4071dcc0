/** Reading both sides at one and the same position, which is held on the active for that moment. */
import type { Session } from '../server/connection.js';
import { errno } from '../server/errno.js';
import { isErrno } from '../server/server-error.js';
import { type Comparison, followActive } from './comparison.js';
import type { Role } from './role.js';

export type LockedReading<T> = {
  /** Statements before and after `read`; `release` is sent whatever happened, so it must be allowed without a lock. */
  readonly take: readonly string[];
  readonly release: readonly string[];
  readonly read: (role: Role) => Promise<T>;
  /** Longest time to wait for the passive while the lock is held. */
  readonly holdMs: number;
};

/**
 * Locks and reads the active, and once the passive has applied what the active had executed by then, locks and reads
 * the passive: its applier says that it has executed a transaction before it commits it, and the lock waits for that.
 * Null when a lock could not be had or the passive did not follow in time. No lock is held afterwards.
 */
export async function readBothLocked<T>(
  comparison: Comparison,
  { take, release, read, holdMs }: LockedReading<T>,
): Promise<readonly [T, T] | null> {
  const { active, passive } = comparison.sessions;
  try {
    await sendAll(active, take);
    const upper = await read('active');
    if (!(await followActive(comparison, holdMs))) return null;
    await sendAll(passive, take);
    return [upper, await read('passive')];
  } catch (error) {
    if (isErrno(error, errno.lockWaitTimeout, errno.deadlock)) return null;
    throw error;
  } finally {
    await Promise.all([active, passive].filter(({ isOpen }) => isOpen()).map(each => sendAll(each, release)));
  }
}

async function sendAll(session: Session, statements: readonly string[]): Promise<void> {
  for (const sql of statements) await session.send(sql);
}
