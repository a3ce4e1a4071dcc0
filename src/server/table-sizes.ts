/** How large tables really are, and how many instant changes they have behind them. Reads catalogs only. */
import type { Flavor } from '../flavor/flavor.js';
import type { Session } from './connection.js';

export type TableSize = {
  readonly table: string;
  /** By the statistics, as are the next two: rows, bytes of the rows, bytes of the other indexes. */
  readonly rows: number | null;
  readonly dataBytes: number;
  readonly indexBytes: number;
  /** Bytes: the larger of the statistics and the files, because statistics lag behind a bulk load. */
  readonly bytes: number;
  /** Instant changes counted so far, in the partition that has most; 0 where the flavor does not count them. */
  readonly rowVersions: number;
};

export async function readTableSizes(
  session: Session,
  database: string,
  flavor: Flavor,
): Promise<readonly TableSize[]> {
  const counted = await session.rows<{ name: string; rows: number | null; data: number; indexes: number }>(
    `SELECT TABLE_NAME AS name, TABLE_ROWS AS \`rows\`, COALESCE(DATA_LENGTH, 0) AS data,
       COALESCE(INDEX_LENGTH, 0) AS indexes FROM information_schema.TABLES WHERE TABLE_SCHEMA = ? AND TABLE_TYPE = 'BASE TABLE'`,
    [database],
  );
  const files = await readParts(session, flavor.fileSizesQuery, database);
  const versions = await readParts(session, flavor.rowVersionsQuery, database);
  return counted.map(({ name, rows, data, indexes }) => ({
    table: name,
    rows: rows === null ? null : Number(rows),
    dataBytes: Number(data),
    indexBytes: Number(indexes),
    bytes: Math.max(Number(data) + Number(indexes), sum(files.get(name) ?? [])),
    rowVersions: Math.max(0, ...(versions.get(name) ?? [])),
  }));
}

/** One number per table, which is named `database/table`, or per partition: `database/table#P#part`. */
async function readParts(
  session: Session,
  query: string | null,
  database: string,
): Promise<ReadonlyMap<string, readonly number[]>> {
  const found = new Map<string, number[]>();
  if (query === null) return found;
  for (const { name, value } of await session.rows<{ name: string; value: number }>(query, [
    `${database}/`,
  ])) {
    const table = name.slice(database.length + 1).replace(/#[pP]#.*$/u, '');
    found.set(table, [...(found.get(table) ?? []), Number(value)]);
  }
  return found;
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
