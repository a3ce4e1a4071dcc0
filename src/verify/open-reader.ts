/** A session that reads rows alike on both servers, whatever their own defaults are. */
import { openSession, type Session } from '../server/connection.js';
import type { Endpoint } from '../server/endpoint.js';

/** Seconds that a locking read waits for somebody else's row before it is given up and tried again. */
const lockWaitSeconds = 1;

/**
 * Under REPEATABLE READ a locking read also keeps rows from appearing between those it has read. Nothing is written;
 * the binlog is off all the same, because the session may need a temporary table of its own.
 */
export async function openReader(endpoint: Endpoint): Promise<Session> {
  const session = await openSession(endpoint);
  try {
    await session.send(
      `SET SESSION time_zone = '+00:00', sql_mode = '', innodb_lock_wait_timeout = ${lockWaitSeconds}`,
    );
    await session.send('SET SESSION TRANSACTION ISOLATION LEVEL REPEATABLE READ');
    return session;
  } catch (error) {
    await session.close();
    throw error;
  }
}
