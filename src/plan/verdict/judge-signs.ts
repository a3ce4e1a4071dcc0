/**
 * MySQL widens integers as signed or, told ALL_UNSIGNED, as unsigned: one setting for all tables. With columns of
 * both kinds in one leg some come out wrong (TINYINT -1 as 255, or INT UNSIGNED 4000000000 as 0; 9.7, tested).
 */
import type { Structure, Table } from '../structure.js';
import { type Judgement, silentlyWrong } from './judgement.js';
import { typeFamily } from './type-family.js';

/** Judges tables by name; empty when all integers that widen have one sign. `afters` is the structure after each statement. */
export function judgeSigns(
  before: Structure,
  afters: readonly Structure[],
): readonly (readonly [string, Judgement])[] {
  const widened = afters.flatMap(after =>
    Object.values(before.tables).flatMap(table => widenedIntegers(table, after.tables[table.name])),
  );
  if (new Set(widened.map(({ unsigned }) => unsigned)).size < 2) return [];
  const judgement = silentlyWrong(
    'signed and unsigned integers widen in one release, and MySQL converts either the ones or the others rightly',
    'widen signed and unsigned columns in two releases',
  );
  return [...new Set(widened.map(({ table }) => table))].map(table => [table, judgement] as const);
}

type Widened = { readonly table: string; readonly unsigned: boolean };

function widenedIntegers(before: Table, after: Table | undefined): readonly Widened[] {
  return before.columns.flatMap((old, position) => {
    const now = after?.columns[position];
    const widens =
      now !== undefined &&
      typeFamily(old) === 'integer' &&
      typeFamily(now) === 'integer' &&
      old.dataType !== now.dataType;
    return widens ? [{ table: before.name, unsigned: old.unsigned }] : [];
  });
}
