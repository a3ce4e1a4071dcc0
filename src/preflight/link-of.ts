/** One row of SHOW ALL SLAVES STATUS or SHOW REPLICA STATUS, in words of ours. Pure. */
import type { Flavor } from '../flavor/flavor.js';
import type { Row } from '../server/connection.js';
import type { ReplicationLink } from './server-facts.js';

export type LinkRows = { readonly row: Row; readonly workerErrors: readonly Row[] };

/** Names that the two flavors give the same columns. */
export type LinkColumns = {
  readonly name: string;
  readonly host: string;
  readonly port: string;
  readonly user: string;
  readonly serverId: string;
  readonly uuid: string | null;
  readonly secondsBehind: string;
};

/** `workerErrors` as for `Flavor.readReplication`. */
export function linkOf(
  flavor: Flavor,
  columns: LinkColumns,
  { row, workerErrors }: LinkRows,
): ReplicationLink {
  const { receiver, applier, error, delaySeconds, usesGtid } = flavor.readReplication([row], workerErrors);
  const behind = row[columns.secondsBehind];
  return {
    name: String(row[columns.name] ?? ''),
    source: `${row[columns.host]}:${row[columns.port]}`,
    user: String(row[columns.user]),
    sourceServerId: Number(row[columns.serverId]),
    sourceUuid: columns.uuid === null ? null : String(row[columns.uuid] ?? ''),
    receiver,
    applier,
    error,
    delaySeconds,
    secondsBehind: behind === null || behind === undefined ? null : Number(behind),
    usesGtid,
    filters: filtersOf(row),
  };
}

/** `Replicate_Do_DB`, `Replicate_Wild_Ignore_Table`, `Replicate_Rewrite_DB`, …: whatever the version prints. */
function filtersOf(row: Row): readonly string[] {
  return Object.entries(row)
    .filter(([column, value]) => column.startsWith('Replicate_') && value !== null && value !== '')
    .map(([column, value]) => `${column}=${value}`);
}
