/** Several statements that rebuild or read through the same table, one after the other. */
import { isDeepStrictEqual } from 'node:util';
import type { Found, LintRule } from '../lint-rule.js';
import type { LintedMigration, LintedStatement } from '../linted-migration.js';

export const mergeAlters: LintRule = {
  id: 'merge-alters',
  severity: 'note',
  why: 'the server goes through the whole table for each of them, on each side',
  hint: 'put the clauses into one ALTER TABLE',
  onlyForward: true,
  check: migrations => runsOfStructure(migrations).flatMap(repeats),
};

/** Statements between data migrations: what needs the rows of one cannot be done before it. */
function runsOfStructure(migrations: readonly LintedMigration[]): readonly (readonly LintedStatement[])[] {
  const runs: LintedStatement[][] = [[]];
  for (const { usesRows, statements } of migrations) {
    if (usesRows) runs.push([]);
    else runs.at(-1)?.push(...statements);
  }
  return runs;
}

function repeats(statements: readonly LintedStatement[]): readonly Found[] {
  const first = new Map<string, LintedStatement>();
  return statements.filter(isHeavy).flatMap(statement => {
    const [table = ''] = statement.tables;
    const earlier = first.get(table);
    if (earlier === undefined) first.set(table, statement);
    return earlier === undefined
      ? []
      : [
          {
            at: statement,
            subject: table,
            message: `${table} was changed in ${earlier.file}:${earlier.line} already`,
          },
        ];
  });
}

/**
 * An instant one is done in no time, and merged with a heavy one it is heavy itself. Partitions stand alone anyway, and a
 * foreign key goes and comes around what happens to the other table.
 */
function isHeavy({ algorithm, tables, known, before, after }: LintedStatement): boolean {
  const [name] = tables;
  if (algorithm === null || algorithm === 'INSTANT' || name === undefined || tables.length > 1) return false;
  const [old, now] = [before.tables[name], after.tables[name]];
  return (
    known.has(name) &&
    old?.partitioning === now?.partitioning &&
    isDeepStrictEqual(old?.foreignKeys, now?.foreignKeys)
  );
}
