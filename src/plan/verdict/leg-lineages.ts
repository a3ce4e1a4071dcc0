/** Which old columns those of a table continue, after each statement of a leg. */

import { continueLineages, originalLineages } from '../lineages.js';
import type { Structure } from '../structure.js';
import { judgeStatement } from './judge-statement.js';
import type { Lineage } from './lineage.js';

/** Lineages by name of the table. */
export type Lineages = ReadonlyMap<string, Lineage>;

type Statement = { readonly sql: string; readonly after: Structure };

/** One for each statement. */
export function legLineages(before: Structure, statements: readonly Statement[]): readonly Lineages[] {
  let lineages: Lineages = originalLineages(before);
  return statements.map(({ sql, after }) => {
    lineages = continueLineages(lineages, judgeStatement(sql, before), after);
    return lineages;
  });
}
