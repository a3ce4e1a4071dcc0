/**
 * Makes a MySQL server a replica of its peer by GTID. An account with caching_sha2_password logs in without TLS only
 * when it may fetch the key of the source; the default of ten tries (9.7) would end a cut that a pair has to outlive.
 */
import type { ReplicationSource } from './server-image.js';

export function mysqlLink({ host, port, password }: ReplicationSource): readonly string[] {
  const settings = [
    `SOURCE_HOST = '${host}'`,
    `SOURCE_PORT = ${port}`,
    `SOURCE_USER = 'repl'`,
    `SOURCE_PASSWORD = '${password}'`,
    'SOURCE_CONNECT_RETRY = 1',
    'SOURCE_RETRY_COUNT = 86400',
    'SOURCE_AUTO_POSITION = 1',
    'GET_SOURCE_PUBLIC_KEY = 1',
  ];
  return [`CHANGE REPLICATION SOURCE TO ${settings.join(', ')}`, 'START REPLICA'];
}
