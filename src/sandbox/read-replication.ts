/** What a sandbox server says about its replication, in the words of its flavor. */
import { detectFlavor, versionQuery } from '../flavor/detect.js';
import type { ReplicationFacts } from '../flavor/flavor.js';
import type { Session } from '../server/connection.js';

export async function readReplication(session: Session): Promise<ReplicationFacts> {
  const { version = '', comment = '' } = {
    ...(await session.row<{ version: string; comment: string }>(versionQuery)),
  };
  const flavor = detectFlavor(session.label, { version, comment });
  return flavor.readReplication(await session.rows(flavor.replicationQuery));
}

export async function isReplicating(session: Session): Promise<boolean> {
  const { receiver, applier } = await readReplication(session);
  return receiver === 'running' && applier === 'running';
}
