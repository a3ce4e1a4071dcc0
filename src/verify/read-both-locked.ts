/** Reading both sides at one and the same position, with the rows held on the active for that moment. */
import { errno } from '../server/errno.js';
import { isErrno } from '../server/server-error.js';
import { type Comparison, followActive } from './comparison.js';
import type { Role } from './role.js';

/** Appended to a SELECT that is given to `readBothLocked`. */
export const lockingClause = ' LOCK IN SHARE MODE';

/**
 * `read` is called for the active, and once the passive has applied what the active had executed by then, for the
 * passive; it must read with `lockingClause`. On the active that keeps the rows as they are; on the passive it waits
 * for the applier, which says that it has executed a transaction before it commits it. Null when a lock could not
 * be had, or the passive did not follow within `holdMs`. No lock is held afterwards.
 */
export async function readBothLocked<T>(
  comparison: Comparison,
  holdMs: number,
  read: (role: Role) => Promise<T>,
): Promise<readonly [T, T] | null> {
  const { active, passive } = comparison.sessions;
  try {
    await active.send('START TRANSACTION');
    const upper = await read('active');
    if (!(await followActive(comparison, holdMs))) return null;
    await passive.send('START TRANSACTION');
    return [upper, await read('passive')];
  } catch (error) {
    if (isErrno(error, errno.lockWaitTimeout, errno.deadlock)) return null;
    throw error;
  } finally {
    await Promise.all([active, passive].map(session => session.isOpen() && session.send('ROLLBACK')));
  }
}
