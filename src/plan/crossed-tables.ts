/** Tables whose row events cross between two structures. Pure. */
import type { Review, ReviewedTable } from './review.js';

/**
 * Those that flip, or would have to: what goes directly reaches both servers in the order of the writes, so that no row
 * event meets another structure than its own, whatever the verdict would be.
 */
export function crossedTables({
  tables,
  statements,
}: Pick<Review, 'tables' | 'statements'>): readonly ReviewedTable[] {
  const names = new Set(
    statements
      .filter(({ strategy }) => strategy === 'flip' || strategy === 'refuse')
      .flatMap(statement => statement.tables),
  );
  return tables.filter(({ name }) => names.has(name));
}
