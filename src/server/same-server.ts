/** Whether two sessions are on one server, whatever the addresses are by which they came. */
import { randomUUID } from 'node:crypto';
import type { Session } from './connection.js';

/** Asks the servers themselves, and not their names or numbers: a lock that one session takes is seen by the other. */
export async function areOnOneServer(one: Session, other: Session): Promise<boolean> {
  const name = `dbshift-${randomUUID()}`;
  await one.row('SELECT GET_LOCK(?, 0) AS got', [name]);
  try {
    const row = await other.row<{ holder: number | null }>('SELECT IS_USED_LOCK(?) AS holder', [name]);
    return row?.holder != null;
  } finally {
    if (one.isOpen()) await one.row('SELECT RELEASE_LOCK(?) AS released', [name]);
  }
}
