/**
 * Compares a table that has no key to cut it by: all of it in one statement on each side, at one point. That is exact,
 * but the snapshots then last as long as the table takes, and what differs cannot be named.
 */
import type { ComparedRows } from './compared-rows.js';
import type { ComparedTable } from './compared-table.js';
import type { Comparison } from './comparison.js';
import { type RowsSum, readWhole } from './read-rows.js';
import type { RowDifference } from './row-difference.js';

/** `afterRange` gets the rows of the table. */
export async function compareWhole(
  { points, draw }: Comparison,
  table: ComparedTable,
  afterRange: (rows: number) => void,
): Promise<ComparedRows> {
  if (!draw.next()) return { rows: 0, ranges: 0, skipped: 1, differing: 0, differences: [] };
  const sessions = await points.fresh();
  const [active, passive] = await Promise.all([
    readWhole({ session: sessions.active, role: 'active', table }),
    readWhole({ session: sessions.passive, role: 'passive', table }),
  ]);
  afterRange(active.rows);
  const differences = difference(table, active, passive);
  return { rows: active.rows, ranges: 1, skipped: 0, differing: differences.length, differences };
}

function difference({ name }: ComparedTable, active: RowsSum, passive: RowsSum): readonly RowDifference[] {
  if (active.rows === passive.rows && active.sum === passive.sum) return [];
  const counts = { active: active.rows, passive: passive.rows };
  return [
    { table: name, kind: 'contents', key: null, ...(counts.active === counts.passive ? {} : { counts }) },
  ];
}
