/** Our own account on a server: its name, and what it may do there. */
import { type OwnGrants, parseGrants } from '../grants/parse-grants.js';
import type { Session } from './connection.js';

/** `user@host`, as the server matched it. */
export async function readOwnAccount(session: Session): Promise<string> {
  return String((await session.row('SELECT CURRENT_USER() AS account'))?.account);
}

export async function readOwnGrants(session: Session): Promise<OwnGrants> {
  const rows = await session.rows('SHOW GRANTS');
  return parseGrants(rows.flatMap(row => Object.values(row).map(String)));
}
