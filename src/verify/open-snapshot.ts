/** A consistent snapshot of the active, and the position at which it stands: exactly that, whatever is committed. */
import type { Flavor } from '../flavor/flavor.js';
import type { SnapshotPosition } from '../flavor/points.js';
import type { Session } from '../server/connection.js';
import { errno } from '../server/errno.js';
import { isErrno } from '../server/server-error.js';

export const beginSnapshot = 'START TRANSACTION WITH CONSISTENT SNAPSHOT';

export type SnapshotTaker = {
  readonly flavor: Flavor;
  readonly reader: Session;
  /** Takes the lock where one is needed. */
  readonly beside: Session;
  /** How long all new writes may hang behind a lock that is waited for. */
  readonly lockMs: number;
};

export type Snapshot = {
  readonly position: SnapshotPosition;
  /** How long commits were kept out; 0 where nobody was. */
  readonly lockedMs: number;
};

/** Null when the lock was not to be had in time. No lock is held afterwards. */
export async function openSnapshot(taker: SnapshotTaker): Promise<Snapshot | null> {
  const { reader, beside, flavor } = taker;
  const { lock } = flavor.points;
  if (lock === null) return { position: await begin(reader, flavor), lockedMs: 0 };
  const begun = performance.now();
  let position: SnapshotPosition | null = null;
  try {
    if (await takeLock(taker, lock.take)) position = await begin(reader, flavor);
  } finally {
    // Also after a lock that was refused: part of it may have been got. When this fails the lock may have been lost
    // before the position was read, so that nothing is known of it.
    for (const sql of lock.release) await sendThrough(beside, sql);
  }
  return position === null ? null : { position, lockedMs: performance.now() - begun };
}

/** Whatever a kill that came late has hit: all writes hang until this is through. */
async function sendThrough(beside: Session, sql: string): Promise<void> {
  await beside.send(sql).catch((error: unknown) => {
    if (!isErrno(error, errno.queryInterrupted)) throw error;
    return beside.send(sql);
  });
}

async function begin(reader: Session, { points }: Flavor): Promise<SnapshotPosition> {
  await reader.send(beginSnapshot);
  return points.readPosition((await reader.row(points.positionQuery)) ?? {});
}

/** The server's own bound is a second at least; the reader, which has nothing to do yet, ends the wait before. */
async function takeLock(
  { reader, beside, lockMs }: SnapshotTaker,
  statements: readonly string[],
): Promise<boolean> {
  let killing = Promise.resolve<unknown>(null);
  const timer = setTimeout(() => {
    killing = reader.send(`KILL QUERY ${beside.threadId}`).catch(() => null);
  }, lockMs);
  try {
    for (const sql of statements) await beside.send(sql);
    return true;
  } catch (error) {
    if (isErrno(error, errno.lockWaitTimeout, errno.deadlock, errno.queryInterrupted)) return false;
    throw error;
  } finally {
    clearTimeout(timer);
    // One that is under way must not hit the next statement.
    await killing;
  }
}
