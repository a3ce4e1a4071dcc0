/** The session that acts on a server, whether it is a side or stands below one. */
import type { ServerKey } from '../pair/side.js';
import type { Session } from '../server/connection.js';
import type { PairSessions } from './connect-pair.js';

/** Throws LockLostError for a side whose lock is gone, LockHeldError for a replica that another run holds. */
export async function actOn(pair: PairSessions, server: ServerKey): Promise<Session> {
  return server === 'a' || server === 'b' ? pair.control(server) : pair.controlReplica(server);
}
