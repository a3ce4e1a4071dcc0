/**
 * A column that is added and then given another default in one leg: rows that are there get the first on both sides,
 * rows that the passive applies after its leg get the second there, and the first on the active's own leg (MariaDB
 * 10.11, MySQL 9.7, tested).
 */
import type { ColumnDefault, Structure, Table } from '../structure.js';
import { type Judgement, silentlyWrong } from './judgement.js';

/** Judges tables by name. `afters` is the structure after each statement. */
export function judgeNewDefaults(
  before: Structure,
  afters: readonly Structure[],
): readonly (readonly [string, Judgement])[] {
  return Object.values(before.tables).flatMap(table =>
    changedDefaults(
      table,
      afters.map(({ tables }) => tables[table.name]),
    ).map(column => [table.name, judgementOf(column)] as const),
  );
}

/** Names of columns that `before` does not have, and whose default is not the one they came with. */
function changedDefaults(before: Table, afters: readonly (Table | undefined)[]): readonly string[] {
  const old = new Set(before.columns.map(({ name }) => name));
  let first: ReadonlyMap<string, string> = new Map();
  const changed = new Set<string>();
  for (const after of afters) {
    const added = (after?.columns ?? []).filter(({ name }) => !old.has(name));
    for (const column of added)
      if ((first.get(column.name) ?? textOf(column.default)) !== textOf(column.default))
        changed.add(column.name);
    first = new Map(added.map(({ name, default: value }) => [name, first.get(name) ?? textOf(value)]));
  }
  return [...changed];
}

function textOf(value: ColumnDefault): string {
  return JSON.stringify(value);
}

function judgementOf(column: string): Judgement {
  return silentlyWrong(
    `the new column ${column} gets another default in the same release: rows written meanwhile would have it on one side only`,
    'add the column with the default that it is to have, or change the default in a later release',
  );
}
