/**
 * A column that is added and then changed in one leg: rows that are there get the first default, perhaps converted, on both
 * sides; rows that the passive applies after its leg get the last one there, and the first on the active's own leg
 * (MariaDB 10.11, MySQL 9.7, tested).
 */
import type { Column, Structure, Table } from '../structure.js';
import { type Judgement, silentlyWrong } from './judgement.js';

/** Judges tables by name. `afters` is the structure after each statement. */
export function judgeNewDefaults(
  before: Structure,
  afters: readonly Structure[],
): readonly (readonly [string, Judgement])[] {
  return Object.values(before.tables).flatMap(table =>
    changedLater(
      table,
      afters.map(({ tables }) => tables[table.name]),
    ).map(column => [table.name, judgementOf(column)] as const),
  );
}

/** Names of columns behind the last one of `before` that are not what they came as. A name alone may change. */
function changedLater(before: Table, afters: readonly (Table | undefined)[]): readonly string[] {
  let first: readonly Column[] = [];
  const changed = new Set<string>();
  for (const after of afters) {
    const added = (after?.columns ?? []).slice(before.columns.length);
    for (const [at, column] of added.entries())
      if (!holdsTheSame(first[at] ?? column, column)) changed.add(column.name);
    first = added.map((column, at) => first[at] ?? column);
  }
  return [...changed];
}

/** NULL is NULL, whatever the type. */
function holdsTheSame(first: Column, later: Column): boolean {
  if ([first, later].every(isNull)) return true;
  const [one, other] = [first, later].map(({ name: _, ...rest }) => JSON.stringify(rest));
  return one === other;
}

function isNull({ default: value, generated }: Column): boolean {
  return generated === null && value.kind === 'literal' && value.value === null;
}

function judgementOf(column: string): Judgement {
  return silentlyWrong(
    `the new column ${column} is changed again in the same release: rows written meanwhile would have another default on one side only`,
    'add the column as it is to be, or change it in a later release',
  );
}
