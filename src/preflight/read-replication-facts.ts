/** Who a server follows, what its binlog holds, and who reads it. */
import type { Flavor } from '../flavor/flavor.js';
import type { Row, Session } from '../server/connection.js';
import { errno } from '../server/errno.js';
import { readWorkerErrors } from '../server/read-replication.js';
import { isErrno } from '../server/server-error.js';
import { preflightOf } from './flavor-preflight.js';
import type { LinkRows } from './link-of.js';
import { rowsIfAllowed } from './rows-if-allowed.js';
import type { PreflightFacts } from './server-facts.js';

type ReplicationFacts = Pick<PreflightFacts, 'links' | 'binlogFilters' | 'binlogBytes' | 'readers'>;

export async function readReplicationFacts(session: Session, flavor: Flavor): Promise<ReplicationFacts> {
  const preflight = preflightOf(flavor);
  const [links, status, files, readers] = await Promise.all([
    rowsIfAllowed(session, preflight.linksQuery),
    rowsIfAllowed(session, preflight.binlogStatusQuery(flavor.version)),
    listBinlogs(session),
    session.rows(`SELECT ID AS thread, USER AS user, HOST AS host FROM ${flavor.processlist}
  WHERE COMMAND LIKE 'Binlog Dump%'`),
  ]);
  return {
    links:
      links === null ? null : preflight.readLinks(flavor, await withWorkerErrors(session, flavor, links)),
    binlogFilters: (status ?? []).flatMap(filtersOf),
    binlogBytes: files.reduce((sum, row) => sum + Number(row.File_size), 0),
    readers: readers.map(row => ({
      thread: Number(row.thread),
      user: String(row.user),
      host: String(row.host),
    })),
  };
}

/** Asked of a server that follows another one alone: with several, nothing is done anyway. */
async function withWorkerErrors(
  session: Session,
  flavor: Flavor,
  rows: readonly Row[],
): Promise<readonly LinkRows[]> {
  const broken = flavor.readReplication(rows).applier === 'broken';
  const workerErrors = broken ? await readWorkerErrors(session, flavor) : [];
  return rows.map(row => ({ row, workerErrors }));
}

/** A server without a binlog answers with an error (1381); that is a finding of its own. */
async function listBinlogs(session: Session): Promise<readonly Row[]> {
  try {
    return (await rowsIfAllowed(session, 'SHOW BINARY LOGS')) ?? [];
  } catch (error) {
    if (isErrno(error, errno.noBinlog)) return [];
    throw error;
  }
}

function filtersOf(row: Row): readonly string[] {
  return ['Binlog_Do_DB', 'Binlog_Ignore_DB']
    .filter(column => row[column] !== undefined && row[column] !== null && row[column] !== '')
    .map(column => `${column}=${row[column]}`);
}
