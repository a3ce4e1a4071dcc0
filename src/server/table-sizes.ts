/** How large tables really are, and how many instant changes they have behind them. Reads catalogs only. */
import type { Flavor } from '../flavor/flavor.js';
import type { Session } from './connection.js';

export type TableSize = {
  readonly table: string;
  /** Bytes: the larger of the statistics and the file, because statistics lag behind a bulk load. */
  readonly bytes: number;
  /** Estimate of the server. */
  readonly rows: number;
  /** Instant changes counted so far; 0 where the flavor does not count them. */
  readonly rowVersions: number;
};

export async function readTableSizes(
  session: Session,
  database: string,
  flavor: Flavor,
): Promise<readonly TableSize[]> {
  const rows = await session.rows<{ name: string; bytes: number; estimate: number }>(
    `SELECT TABLE_NAME AS name, COALESCE(DATA_LENGTH, 0) + COALESCE(INDEX_LENGTH, 0) AS bytes, COALESCE(TABLE_ROWS, 0) AS estimate
     FROM information_schema.TABLES WHERE TABLE_SCHEMA = ? AND TABLE_TYPE = 'BASE TABLE'`,
    [database],
  );
  const files = await readFiles(session, database, flavor);
  const versions =
    flavor.rowVersionsQuery === null ? new Map() : await readMap(session, flavor.rowVersionsQuery, database);
  return rows.map(({ name, bytes, estimate }) => ({
    table: name,
    bytes: Math.max(Number(bytes), files.get(name) ?? 0),
    rows: Number(estimate),
    rowVersions: Number(versions.get(name) ?? 0),
  }));
}

/** One table space per table is named `database/table`, and `database/table#P#part` per partition. */
function readFiles(session: Session, database: string, flavor: Flavor): Promise<ReadonlyMap<string, number>> {
  return readMap(session, flavor.fileSizesQuery, database);
}

async function readMap(session: Session, query: string, database: string): Promise<Map<string, number>> {
  const rows = await session.rows<{ name: string; value: number }>(query, [`${database}/`]);
  const found = new Map<string, number>();
  for (const { name, value } of rows) {
    const table = name.slice(database.length + 1).replace(/#[pP]#.*$/u, '');
    found.set(table, (found.get(table) ?? 0) + Number(value));
  }
  return found;
}
