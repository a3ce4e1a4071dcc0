/** Rows and values that a statement loses for good, on both sides. */
import { describeType } from '../../verdict/type-change.js';
import { eachKnownTable, eachStatement, type LintRule } from '../lint-rule.js';
import type { LintedStatement } from '../linted-migration.js';
import { narrows } from '../narrowing/narrows.js';
import { isSameName, replacedTable } from '../table-moves.js';

const keepCopy = 'rename it in this release, and drop it in a later one when nothing has asked for it';

export const dropColumn: LintRule = {
  id: 'drop-column',
  severity: 'error',
  why: 'the values of the column are gone on both sides, and no way back brings them',
  hint: `let applications stop using it first; if the values may be missed, ${keepCopy}`,
  check: eachKnownTable(({ before, dropped }) =>
    dropped
      .filter(({ generated }) => generated === null)
      .map(({ name }) => ({
        subject: `${before.name}.${name}`,
        message: `column ${name} and its values go away`,
      })),
  ),
};

export const dropTable: LintRule = {
  id: 'drop-table',
  severity: 'error',
  why: 'the rows of the table are gone on both sides, and no way back brings them',
  hint: `let applications stop using it first; if the rows may be missed, ${keepCopy}`,
  check: eachStatement(statement =>
    goneTables(statement).map(name => ({ subject: name, message: `table ${name} and its rows go away` })),
  ),
};

export const truncateTable: LintRule = {
  id: 'truncate-table',
  severity: 'error',
  why: 'every row of the table is gone on both sides, and no way back brings them',
  hint: 'delete the rows that are meant, in a data migration',
  check: eachStatement(({ classified, before, known }) =>
    classified.kind === 'ddl' && classified.verb === 'truncate'
      ? knownNames(known, classified.name?.name, Object.keys(before.tables)).map(name => ({
          subject: name,
          message: `every row of ${name} goes away`,
        }))
      : [],
  ),
};

export const replaceTable: LintRule = {
  id: 'replace-table',
  severity: 'error',
  why: 'CREATE OR REPLACE drops the table with all its rows and makes an empty one',
  hint: 'change the table with ALTER TABLE, or write CREATE TABLE IF NOT EXISTS',
  check: eachStatement(statement => {
    const name = replacedTable(statement);
    return name === null || !statement.known.has(name)
      ? []
      : [{ subject: name, message: `an empty table takes the place of ${name}: its rows go away` }];
  }),
};

export const dropHistory: LintRule = {
  id: 'drop-history',
  severity: 'error',
  why: 'the former versions of all rows are gone on both sides, and no way back brings them',
  hint: 'copy the history into a table of its own first, in a data migration',
  check: eachKnownTable(({ before, after }) =>
    isVersioned(before.create) && !isVersioned(after.create)
      ? [{ subject: before.name, message: `${before.name} loses its history` }]
      : [],
  ),
};

export const narrowsColumn: LintRule = {
  id: 'narrows-column',
  severity: 'error',
  why: 'values that are none of the new type are cut, rounded or lost, or the statement fails on them',
  hint: 'look first whether such values are there; or add a column of the new type and fill it in a data migration',
  check: eachKnownTable(({ before: table, kept }) =>
    kept.flatMap(({ before, after }) => {
      const why = narrows(before, after);
      return why === null
        ? []
        : [
            {
              subject: `${table.name}.${before.name}`,
              message: `${before.name} becomes ${describeType(after)} from ${describeType(before)}: ${why}`,
            },
          ];
    }),
  ),
};

export const lossRules: readonly LintRule[] = [
  dropTable,
  replaceTable,
  truncateTable,
  dropColumn,
  narrowsColumn,
  dropHistory,
];

/** Those that DROP TABLE takes away; a table that is renamed or replaced goes on, or is named by another rule. */
function goneTables({ classified, before, after, known }: LintedStatement): readonly string[] {
  if (classified.kind !== 'ddl' || classified.verb !== 'drop') return [];
  return Object.keys(before.tables).filter(name => !(name in after.tables) && known.has(name));
}

function knownNames(
  known: ReadonlySet<string>,
  name: string | undefined,
  all: readonly string[],
): readonly string[] {
  return all.filter(one => known.has(one) && name !== undefined && isSameName(one, name));
}

/** MariaDB writes it behind the columns. */
function isVersioned(create: string): boolean {
  return /\) ENGINE=.* WITH SYSTEM VERSIONING/.test(create);
}
