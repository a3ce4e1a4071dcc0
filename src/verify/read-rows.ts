/** What one side of a keyed table is asked. Only reads. */
import type { Row, Session } from '../server/connection.js';
import { quoteIdentifier } from '../sql/identifier.js';
import type { ComparedTable, KeyedTable } from './compared-table.js';
import { type KeyRange, rangePredicate } from './key-range.js';
import { type KeyValues, keyExpression, literalOf } from './key-value.js';
import type { Role } from './role.js';

export type Reading = { readonly session: Session; readonly role: Role; readonly table: KeyedTable };

/** Of a table without a key. */
export type WholeReading = Omit<Reading, 'table'> & { readonly table: ComparedTable };

/** Equal for equal rows. `sum` is a text, because it passes 2^53. */
export type RowsSum = { readonly rows: number; readonly sum: string };

export async function readSum(reading: Reading, range: KeyRange): Promise<RowsSum> {
  return readSumWhere(reading, rangePredicate(reading.table.key.columns, range));
}

export async function readWhole(reading: WholeReading): Promise<RowsSum> {
  return readSumWhere(reading, 'TRUE');
}

async function readSumWhere({ session, role, table }: WholeReading, condition: string): Promise<RowsSum> {
  const row = await session.row(
    `SELECT COUNT(*) AS n, SUM(${table.checksum[role]}) AS s FROM ${table.source[role]}
  WHERE ${condition}`,
  );
  return { rows: Number(row?.n), sum: String(row?.s) };
}

/** The key of the row that lies `rows` rows behind `after`; null when there are fewer. */
export async function readBoundary(
  { session, role, table }: Reading,
  after: KeyValues | null,
  rows: number,
): Promise<KeyValues | null> {
  const { columns } = table.key;
  const row = await session.row(
    `SELECT ${keyColumns(table)} FROM ${table.source[role]} WHERE ${rangePredicate(columns, { after, upTo: null })}
  ORDER BY ${columns.map(({ name }) => quoteIdentifier(name)).join(', ')} LIMIT 1 OFFSET ${rows - 1}`,
  );
  return row === undefined ? null : keyOf(table, row);
}

/** Checksums of rows by key. A key that is unique on the other side only may stand for several rows. */
export type KeyedSums = ReadonlyMap<string, { readonly key: KeyValues; readonly sum: string }>;

/** `condition` is what stands behind WHERE. */
export async function readKeyedSums(
  { session, role, table }: Reading,
  condition: string,
): Promise<KeyedSums> {
  const rows = await session.rows(
    `SELECT ${keyColumns(table)}, ${table.checksum[role]} AS s FROM ${table.source[role]}
  WHERE ${condition}`,
  );
  const sums = new Map<string, { key: KeyValues; sum: string }>();
  for (const row of rows) {
    const key = keyOf(table, row);
    const id = key.join(' ');
    const known = sums.get(id);
    sums.set(id, { key, sum: known === undefined ? String(row.s) : addUp(known.sum, String(row.s)) });
  }
  return sums;
}

/** In no order of their own, so the sum must not depend on it. */
function addUp(x: string, y: string): string {
  return [...x.split('+'), y].sort().join('+');
}

function keyColumns({ key }: KeyedTable): string {
  return key.columns.map((column, i) => `${keyExpression(column)} AS k${i}`).join(', ');
}

function keyOf({ key }: KeyedTable, row: Row): KeyValues {
  return key.columns.map((column, i) => literalOf(column, row[`k${i}`]));
}
