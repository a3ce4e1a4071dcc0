/** The sizes of tables after a statement: a table that is renamed stays as large as it is. Pure. */
import { classifyStatement } from '../../sql/classify.js';
import type { PlannedStatement } from '../plan.js';
import { type TableBytes, type TableSizes, totalBytes } from './table-bytes.js';

export function followSizes(sizes: TableSizes, { sql, tables }: PlannedStatement): TableSizes {
  const head = classifyStatement(sql);
  if (head.kind !== 'ddl' || head.object !== 'table') return sizes;
  if (head.verb !== 'rename' && head.verb !== 'alter') return sizes;
  const size = largest(sizes, tables);
  // Which of several became which does not matter: all count as the largest.
  return size === null ? sizes : new Map([...sizes, ...tables.map(table => [table, size] as const)]);
}

/** Null where none of them is known. */
export function largest(sizes: TableSizes, tables: readonly string[]): TableBytes | null {
  const known = tables.flatMap(table => sizes.get(table) ?? []);
  return known.reduce<TableBytes | null>(
    (best, size) => (best === null || totalBytes(size) > totalBytes(best) ? size : best),
    null,
  );
}
