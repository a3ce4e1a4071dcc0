/** What a server says about its replica threads, in the words of both flavors. */
import type { Session } from '../server/connection.js';

/** `Yes`, `No`, `Connecting` or `Preparing`, as the server prints them; `none` when it is no replica. */
export type ReplicaThreads = { readonly receiver: string; readonly applier: string };

export async function readReplicaThreads(session: Session): Promise<ReplicaThreads> {
  const row = await session.row('SHOW REPLICA STATUS');
  return {
    receiver: String(row?.Slave_IO_Running ?? row?.Replica_IO_Running ?? 'none'),
    applier: String(row?.Slave_SQL_Running ?? row?.Replica_SQL_Running ?? 'none'),
  };
}

export async function isReplicating(session: Session): Promise<boolean> {
  const { receiver, applier } = await readReplicaThreads(session);
  return receiver === 'Yes' && applier === 'Yes';
}
