/** Changes that applications notice which were written for the structure before. */
import type { Column } from '../../structure.js';
import { describeType } from '../../verdict/type-change.js';
import { typeFamily } from '../../verdict/type-family.js';
import { eachKnownTable, eachStatement, type LintRule } from '../lint-rule.js';
import type { LintedStatement } from '../linted-migration.js';
import { isSameName, tableMoves } from '../table-moves.js';

export const breaksApplicationRename: LintRule = {
  id: 'breaks-application-rename',
  severity: 'warning',
  why: 'an application that asks by the old name fails from that moment on, and one that asks by the new name before',
  hint: 'add the new name beside the old one, move applications over, and drop the old one in a later release',
  check: eachStatement(statement => [...renamedTables(statement), ...renamedColumns(statement)]),
};

export const breaksApplicationDrop: LintRule = {
  id: 'breaks-application-drop',
  severity: 'warning',
  why: 'an application that still asks for it fails from that moment on',
  hint: 'release applications that do without it first, and drop it when the last one is gone',
  check: eachStatement(statement =>
    goneNames(statement).map(subject => ({ subject, message: `${subject} is gone` })),
  ),
};

export const breaksApplicationType: LintRule = {
  id: 'breaks-application-type',
  severity: 'warning',
  why: 'applications read and write values of another kind from that moment on, and compare and sort them otherwise',
  hint: 'add a column of the new type, let applications write both, and drop the old one in a later release',
  check: eachKnownTable(({ before: table, kept }) =>
    kept
      .filter(({ before, after }) => typeFamily(before) !== typeFamily(after))
      .map(({ before, after }) => ({
        subject: `${table.name}.${before.name}`,
        message: `${before.name} becomes ${describeType(after)} from ${describeType(before)}`,
      })),
  ),
};

export const notNullWithoutDefault: LintRule = {
  id: 'not-null-without-default',
  severity: 'warning',
  why: 'an application whose INSERT does not name the column fails from that moment on (1364)',
  hint: 'give it a default, or allow NULL until every application writes it',
  check: eachKnownTable(({ before: table, added, kept }) => [
    ...added.filter(demandsValue).map(({ name }) => ({
      subject: `${table.name}.${name}`,
      message: `new column ${name} is NOT NULL and has no default: rows that are there get an empty value`,
    })),
    ...kept
      .filter(({ before, after }) => demandsValue(after) && !demandsValue(before))
      .map(({ before, after }) => ({
        subject: `${table.name}.${before.name}`,
        message: `${after.name} is NOT NULL without a default from now on`,
      })),
  ]),
};

export const applicationRules: readonly LintRule[] = [
  breaksApplicationDrop,
  breaksApplicationRename,
  breaksApplicationType,
  notNullWithoutDefault,
];

function demandsValue(column: Column): boolean {
  const { nullable, autoIncrement, generated } = column;
  return !nullable && column.default.kind === 'none' && !autoIncrement && generated === null;
}

function renamedTables(statement: LintedStatement) {
  return [...tableMoves(statement)]
    .filter(([name, now]) => name !== now && statement.known.has(name))
    .map(([name, now]) => ({ subject: name, message: `table ${name} is called ${now} from now on` }));
}

function renamedColumns({ changed, known }: LintedStatement) {
  return changed
    .filter(({ before }) => known.has(before.name))
    .flatMap(({ before: table, kept }) =>
      kept
        .filter(({ before, after }) => !isSameName(before.name, after.name))
        .map(({ before, after }) => ({
          subject: `${table.name}.${before.name}`,
          message: `column ${before.name} is called ${after.name} from now on`,
        })),
    );
}

/** Columns, tables and views. A table that is replaced keeps its name, and what it had is told by what it has now. */
function goneNames({ classified, before, after, known, changed }: LintedStatement): readonly string[] {
  const columns = changed
    .filter(({ before: table }) => known.has(table.name))
    .flatMap(({ before: table, dropped }) => dropped.map(({ name }) => `${table.name}.${name}`));
  if (classified.kind !== 'ddl' || classified.verb !== 'drop') return columns;
  const tables = Object.keys(before.tables).filter(name => !(name in after.tables) && known.has(name));
  const views = Object.keys(before.others).filter(key => key.startsWith('view:') && !(key in after.others));
  return [...columns, ...tables, ...views.map(key => key.slice('view:'.length))];
}
