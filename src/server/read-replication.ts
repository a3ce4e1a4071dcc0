/** What a server says about its own replication, with the true error where the status does not have it. */
import type { Flavor, ReplicationFacts } from '../flavor/flavor.js';
import type { Row, Session } from './connection.js';
import { errno } from './errno.js';
import { isErrno } from './server-error.js';

export async function readReplication(session: Session, flavor: Flavor): Promise<ReplicationFacts> {
  const rows = await session.rows(flavor.replicationQuery);
  const facts = flavor.readReplication(rows);
  return facts.applier === 'broken'
    ? flavor.readReplication(rows, await readWorkerErrors(session, flavor))
    : facts;
}

/** Empty where the status says all there is, or the account may not see more. */
export async function readWorkerErrors(
  session: Session,
  { workerErrorQuery }: Flavor,
): Promise<readonly Row[]> {
  if (workerErrorQuery === null) return [];
  return session.rows(workerErrorQuery).catch((error: unknown) => {
    if (isErrno(error, errno.tableAccessDenied)) return [];
    throw error;
  });
}
