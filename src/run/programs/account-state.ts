/** Whether an account is on a server, as far as ours may look. */
import type { FlavorName } from '../../flavor/flavor.js';
import { rowsIfAllowed } from '../../preflight/rows-if-allowed.js';
import type { Session } from '../../server/connection.js';

/** What the account of dbshift may read in any case: preflight looks there for accounts that write on a read-only server. */
const accountsIn = { mariadb: 'mysql.global_priv', mysql: 'mysql.user' } as const;

export type AccountState = 'there' | 'missing' | 'unknown';

/** `account`: `user@host`; a role of MariaDB has no host. */
export async function accountState(
  server: Session,
  account: string,
  flavor: FlavorName,
): Promise<AccountState> {
  const at = account.lastIndexOf('@');
  const sql = `SELECT User FROM ${accountsIn[flavor]} WHERE User = ? AND Host = ?`;
  const rows = await rowsIfAllowed(server, sql, [account.slice(0, at), account.slice(at + 1)]);
  if (rows === null) return 'unknown';
  return rows.length === 0 ? 'missing' : 'there';
}
