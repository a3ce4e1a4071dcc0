/** Primary keys, and foreign keys whose two sides differ. */
import { isDeepStrictEqual } from 'node:util';
import type { Column, ForeignKey, Structure, Table } from '../../structure.js';
import { describeType } from '../../verdict/type-change.js';
import { typeFamily } from '../../verdict/type-family.js';
import { eachMigration, eachStatement, type LintRule } from '../lint-rule.js';
import { isSameName } from '../table-moves.js';

export const noPrimaryKey: LintRule = {
  id: 'no-primary-key',
  severity: 'warning',
  why: 'a server looks through the whole table for each row that it applies, and rows that are alike cannot be told apart',
  hint: 'give the table a PRIMARY KEY',
  check: eachStatement(({ before, after, end }) =>
    Object.values(after.tables)
      .filter(
        table => lacksKey(table) && lacksKey(end.tables[table.name]) && !lacksKey(before.tables[table.name]),
      )
      .map(({ name }) => ({ subject: name, message: `${name} has no primary key` })),
  ),
};

export const foreignKeyType: LintRule = {
  id: 'foreign-key-type',
  severity: 'warning',
  why: 'a value that one side can hold has no place on the other, or nothing keeps the two together any more',
  hint: 'give both columns one type, in one migration: drop the key, change both, add the key again',
  check: eachMigration(({ before, statements }) => {
    const end = statements.at(-1)?.after ?? before;
    const old = new Set(unequalPairs(before).map(({ message }) => message));
    return [...unequalPairs(end).filter(({ message }) => !old.has(message)), ...keysGivenUp(before, end)];
  }),
};

export const keyRules: readonly LintRule[] = [noPrimaryKey, foreignKeyType];

/** A unique key over columns that are never NULL does the same for replication. A table that is not there lacks nothing. */
function lacksKey(table: Table | undefined): boolean {
  if (table === undefined) return false;
  const never = (name: string) =>
    table.columns.some(column => isSameName(column.name, name) && !column.nullable);
  return !table.keys.some(
    ({ name, unique, columns }) => name === 'PRIMARY' || (unique && columns.every(never)),
  );
}

/** A table that is not there, or lies in another database, cannot be compared. */
function unequalPairs({ tables }: Structure) {
  return Object.values(tables).flatMap(child =>
    child.foreignKeys.flatMap(key => {
      const parent = tables[key.referencedTable];
      return parent === undefined ? [] : pairsOf(child, parent, key);
    }),
  );
}

function pairsOf(child: Table, parent: Table, { columns, referencedColumns }: ForeignKey) {
  return columns.flatMap((name, at) => {
    const one = columnOf(child, name);
    const other = columnOf(parent, referencedColumns[at] ?? '');
    if (one === undefined || other === undefined || isSameType(one, other)) return [];
    const [here, there] = [`${child.name}.${one.name}`, `${parent.name}.${other.name}`];
    return [
      {
        subject: here,
        message: `${here} is ${typeOf(one)}, but refers to ${there}, which is ${typeOf(other)}`,
      },
    ];
  });
}

/** Keys that are gone at the end, while a column that they connected has another type: servers demand the one for the other. */
function keysGivenUp(before: Structure, end: Structure) {
  return Object.values(before.tables).flatMap(child =>
    child.foreignKeys
      .filter(key => !hasKey(end.tables[child.name], key))
      .filter(({ columns, referencedTable, referencedColumns }) =>
        [
          ...columns.map(name => [child.name, name] as const),
          ...referencedColumns.map(name => [referencedTable, name] as const),
        ].some(([table, name]) => changesType(before.tables[table], end.tables[table], name)),
      )
      .map(({ name, columns, referencedTable }) => ({
        subject: `${child.name}.${columns[0]}`,
        message: `the key ${name} to ${referencedTable} is gone, for a change of type`,
      })),
  );
}

/** By what it connects: it may have another name. A table that is gone needs no key. */
function hasKey(table: Table | undefined, { columns, referencedTable }: ForeignKey): boolean {
  if (table === undefined) return true;
  return table.foreignKeys.some(
    key => key.referencedTable === referencedTable && isDeepStrictEqual(key.columns, columns),
  );
}

function changesType(before: Table | undefined, end: Table | undefined, name: string): boolean {
  if (before === undefined || end === undefined) return false;
  const [one, other] = [columnOf(before, name), columnOf(end, name)];
  return one !== undefined && other !== undefined && !isSameType(one, other);
}

function columnOf({ columns }: Table, name: string): Column | undefined {
  return columns.find(column => isSameName(column.name, name));
}

/** Servers themselves refuse most pairs, but not texts of different lengths. A display width is no part of a type. */
function isSameType(one: Column, other: Column): boolean {
  return withoutWidth(one) === withoutWidth(other) && one.collation === other.collation;
}

function withoutWidth(column: Column): string {
  const whole = typeFamily(column) === 'integer';
  return whole ? column.columnType.replace(/\(\d+\)| zerofill/g, '') : column.columnType;
}

function typeOf(column: Column): string {
  return column.collation === null ? describeType(column) : `${column.columnType} ${column.collation}`;
}
