/** In which order the columns of tables stand, where it is not the one that was asked for. Pure. */
import type { Structure } from '../structure.js';

/** Null where every table has its columns in the wanted order. */
export function describeOrder(reached: Structure, wanted: Structure): string | null {
  const names = (structure: Structure, table: string) =>
    (structure.tables[table]?.columns ?? []).map(({ name }) => name).join(', ');
  const moved = Object.keys(reached.tables).filter(table => names(reached, table) !== names(wanted, table));
  if (moved.length === 0) return null;
  const orders = moved.map(table => `${table} (${names(reached, table)})`).join(', ');
  return `the order of columns is another one than was asked for: ${orders}, which only SELECT * and INSERT without column names notice`;
}
