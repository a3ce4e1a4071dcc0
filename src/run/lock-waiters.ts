/** Who may hold the metadata lock that a DDL could not get: for a message, never for a decision. */
import type { Flavor } from '../flavor/flavor.js';
import type { Session } from '../server/connection.js';

type Holder = {
  readonly id: number;
  readonly user: string;
  readonly host: string;
  readonly seconds: number;
  readonly what: string;
};

/** Open transactions on the server but our own, oldest first, as `connection 42 (app@10.0.0.5, 35 s, idle)`. */
export async function lockWaiters(
  watch: Session,
  { processlist }: Flavor,
  ownThread: number,
): Promise<readonly string[]> {
  const rows = await watch
    .rows<Holder>(
      `SELECT p.id, p.user, p.host, TIMESTAMPDIFF(SECOND, t.trx_started, NOW()) AS seconds,
              COALESCE(LEFT(p.info, 60), 'idle in a transaction') AS what
       FROM information_schema.innodb_trx t JOIN ${processlist} p ON p.id = t.trx_mysql_thread_id
       WHERE p.id NOT IN (?, CONNECTION_ID()) ORDER BY t.trx_started LIMIT 5`,
      [ownThread],
    )
    .catch(() => []);
  return rows.map(
    ({ id, user, host, seconds, what }) => `connection ${id} (${user}@${host}, ${seconds} s, ${what})`,
  );
}
