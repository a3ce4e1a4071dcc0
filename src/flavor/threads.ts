/** States of the two replication threads, from the words that both flavors print. */
import type { Applier, Receiver } from '../pair/state.js';
import type { Row } from '../server/connection.js';
import type { RegisteredReplica, ReplicationFacts } from './flavor.js';

/** `Preparing` and `Connecting` go on by themselves. */
export function receiverOf(running: string, errno: number): Receiver {
  if (running === 'Yes') return 'running';
  if (running !== 'No') return 'connecting';
  return errno === 0 ? 'stopped' : 'broken';
}

export function applierOf(running: string, errno: number): Applier {
  if (running === 'Yes') return 'running';
  return errno === 0 ? 'stopped' : 'broken';
}

/** What both threads say is wrong, in columns that both flavors have; null when neither does. */
export function threadErrors({ Last_IO_Error: receiver, Last_SQL_Error: applier }: Row): string | null {
  const errors = [receiver, applier].map(String).filter(text => text !== '');
  return errors.length > 0 ? errors.join('; ') : null;
}

/** A server that was never told to follow another one. */
export const noReplication: ReplicationFacts = {
  configured: false,
  receiver: 'stopped',
  applier: 'stopped',
  error: null,
  delaySeconds: 0,
  usesGtid: false,
};

/** A row of SHOW SLAVE HOSTS (MariaDB: `Server_id`) or SHOW REPLICAS (MySQL: `Server_Id`). */
export function registeredReplica(row: Row): RegisteredReplica {
  return {
    serverId: Number(row.Server_id ?? row.Server_Id),
    host: String(row.Host ?? ''),
    port: Number(row.Port),
  };
}
