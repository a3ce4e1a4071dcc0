import type { Session } from '../../../src/server/connection.js';

/** Whether privileged accounts cannot write on a server; without the setting (MariaDB) they can. */
export async function isLocked(session: Session): Promise<boolean> {
  const row = await session.row<{ Value: string }>("SHOW GLOBAL VARIABLES LIKE 'super_read_only'");
  return row?.Value === 'ON';
}
