/** Which column of each table continues which one of the structure before, after each statement of a leg. Pure. */
import type { Structure } from '../structure.js';
import { judgeStatement, type StatementEffect } from './judge-statement.js';
import { continueLineage, type Lineage, lineageByName } from './lineage.js';

/** Lineages by name of the table. */
export type Lineages = ReadonlyMap<string, Lineage>;

type Statement = { readonly sql: string; readonly after: Structure };

/** One for each statement. */
export function legLineages(before: Structure, statements: readonly Statement[]): readonly Lineages[] {
  let lineages = originalLineages(before);
  return statements.map(({ sql, after }) => {
    lineages = continueLineages(lineages, judgeStatement(sql, before), after);
    return lineages;
  });
}

function originalLineages({ tables }: Structure): Lineages {
  return new Map(Object.values(tables).map(table => [table.name, lineageByName(table, table)]));
}

/** A table that is gone for a moment has lost all its columns for good. */
function continueLineages(
  lineages: Lineages,
  { tables, changes }: StatementEffect,
  after: Structure,
): Lineages {
  const none = { renames: [], drops: [], adds: [] };
  return new Map(
    [...lineages].map(([name, lineage]) => {
      const table = after.tables[name];
      const done = tables.includes(name) ? changes : none;
      return [name, table === undefined ? new Map() : continueLineage(lineage, done, table)];
    }),
  );
}
