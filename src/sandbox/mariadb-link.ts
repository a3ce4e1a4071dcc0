/**
 * Makes a MariaDB server a replica of its peer. Positions by GTID of what was replicated (`slave_pos`): with both
 * servers in one domain a server's own events come back, are dropped, and advance it (10.11, tested).
 */
import type { ReplicationSource } from './server-image.js';

export function mariadbLink({ host, port, password }: ReplicationSource): readonly string[] {
  const settings = [
    `MASTER_HOST = '${host}'`,
    `MASTER_PORT = ${port}`,
    `MASTER_USER = 'repl'`,
    `MASTER_PASSWORD = '${password}'`,
    'MASTER_CONNECT_RETRY = 1',
    'MASTER_USE_GTID = slave_pos',
  ];
  return [`CHANGE MASTER TO ${settings.join(', ')}`, 'START SLAVE'];
}
