/** A session that reads rows for a comparison, and does nothing else. */
import type { Flavor } from '../flavor/flavor.js';
import { openSession, type Session } from '../server/connection.js';
import type { Endpoint } from '../server/endpoint.js';

/**
 * Time zone and sql_mode are those in which both sides print a value alike. A statement may take as long as it takes (a
 * table without a key is read at once): the caller watches over the servers, and ends the session when one is lost.
 */
export async function openReader(
  { answerWithinMs: _, ...endpoint }: Endpoint,
  { sessionSettings }: Flavor,
): Promise<Session> {
  const session = await openSession(endpoint);
  try {
    for (const sql of sessionSettings) await session.send(sql);
    // It is idle while the servers have too much to do.
    await session.send("SET SESSION time_zone = '+00:00', sql_mode = '', wait_timeout = 3600");
    await session.send('SET SESSION TRANSACTION ISOLATION LEVEL REPEATABLE READ');
    return session;
  } catch (error) {
    await session.close();
    throw error;
  }
}

export async function withReader<T>(
  endpoint: Endpoint,
  flavor: Flavor,
  work: (reader: Session) => Promise<T>,
): Promise<T> {
  const reader = await openReader(endpoint, flavor);
  try {
    return await work(reader);
  } finally {
    await reader.close();
  }
}
