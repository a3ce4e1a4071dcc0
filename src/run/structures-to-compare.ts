/** Structures as rows are compared by. Pure. */
import { inWindow } from '../engine/predicates.js';
import type { View } from '../pair/view.js';
import type { Structure, Table } from '../plan/structure.js';
import type { ByRole } from '../verify/role.js';

/**
 * A column at the end that only the passive has is proved to hold what it began with: but in a rollback window it is an old
 * one, with values that only the old side has. Those are left out.
 */
export function structuresToCompare(structures: ByRole<Structure>, view: View): ByRole<Structure> {
  if (!inWindow(view)) return structures;
  const { active, passive } = structures;
  const shared = (table: Table): Table => {
    const count = active.tables[table.name]?.columns.length ?? table.columns.length;
    return { ...table, columns: table.columns.slice(0, count) };
  };
  const tables = Object.fromEntries(
    Object.entries(passive.tables).map(([name, table]) => [name, shared(table)]),
  );
  return { active, passive: { ...passive, tables } };
}
