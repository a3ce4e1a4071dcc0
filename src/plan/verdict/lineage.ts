/**
 * Which old column a new one continues. Row events know positions only, a structure knows names only; what an
 * ALTER meant stands between them: `DROP a, ADD b` and `RENAME a TO b` leave the same structure, but on the
 * active's own leg only the rename keeps the values.
 */
import type { ColumnChanges } from '../read-alter.js';
import type { Table } from '../structure.js';

/** Name of the old column by name of the new one; a column that is not here began empty. */
export type Lineage = ReadonlyMap<string, string>;

/** As if every column that has its name still were the same. */
export function lineageByName(before: Table, after: Table): Lineage {
  const old = new Set(before.columns.map(({ name }) => name));
  return new Map(after.columns.filter(({ name }) => old.has(name)).map(({ name }) => [name, name]));
}

/** `lineage` of the table before a statement, carried over to the table after it. */
export function continueLineage(lineage: Lineage, changes: ColumnChanges, after: Table): Lineage {
  const next = new Map<string, string>();
  for (const { name } of after.columns) {
    const previous = nameBefore(name, changes);
    const origin = previous === undefined ? undefined : originOf(previous, lineage);
    if (origin !== undefined) next.set(name, origin);
  }
  return next;
}

/** Name of the new column by name of the old one: for events that go the other way. */
export function invertLineage(lineage: Lineage): Lineage {
  return new Map([...lineage].map(([now, old]) => [old, now]));
}

/** Names of columns are told apart without regard to case. */
function originOf(name: string, lineage: Lineage): string | undefined {
  return [...lineage].find(([known]) => isSameName(known, name))?.[1];
}

/** What the column was called directly before the statement, if it was there. */
function nameBefore(name: string, { renames, drops, adds }: ColumnChanges): string | undefined {
  const same = (other: string) => isSameName(other, name);
  const rename = renames.find(({ to }) => same(to));
  if (rename !== undefined) return rename.from;
  const began = [...drops, ...adds].some(same) || renames.some(({ from }) => same(from));
  return began ? undefined : name;
}

function isSameName(a: string, b: string): boolean {
  return a.toLowerCase() === b.toLowerCase();
}
