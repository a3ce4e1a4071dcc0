/** Which column of each table continues which one of the structure before, carried through the statements of a leg. Pure. */
import type { Structure } from './structure.js';
import type { StatementEffect } from './verdict/judge-statement.js';
import { continueLineage, type Lineage, lineageByName } from './verdict/lineage.js';

export function originalLineages({ tables }: Structure): ReadonlyMap<string, Lineage> {
  return new Map(Object.values(tables).map(table => [table.name, lineageByName(table, table)]));
}

/** A table that is gone for a moment has lost all its columns for good. */
export function continueLineages(
  lineages: ReadonlyMap<string, Lineage>,
  { tables, changes }: StatementEffect,
  after: Structure,
): ReadonlyMap<string, Lineage> {
  const none = { renames: [], drops: [], adds: [] };
  return new Map(
    [...lineages].map(([name, lineage]) => {
      const table = after.tables[name];
      const done = tables.includes(name) ? changes : none;
      return [name, table === undefined ? new Map() : continueLineage(lineage, done, table)];
    }),
  );
}
