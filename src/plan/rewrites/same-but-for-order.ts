/** Whether two structures are equal but for the order in which columns and keys stand in their tables. Pure. */
import { isDeepStrictEqual } from 'node:util';
import type { Structure, Table } from '../structure.js';
import { readCreate } from '../way-back/read-create.js';

export function sameButForOrder(one: Structure, other: Structure): boolean {
  return (
    isDeepStrictEqual(one.others, other.others) &&
    isDeepStrictEqual(Object.keys(one.tables).sort(), Object.keys(other.tables).sort()) &&
    Object.values(one.tables).every(table => sameTable(table, other.tables[table.name]))
  );
}

function sameTable(one: Table, other: Table | undefined): boolean {
  return (
    one.create === other?.create ||
    (other !== undefined && isDeepStrictEqual(unordered(one), unordered(other)))
  );
}

function unordered(table: Table) {
  const { columns, keys, checks, foreignKeys, rest, options, flags } = readCreate(table);
  const texts = (named: readonly { readonly text: string }[]) => named.map(({ text }) => text).sort();
  return {
    columns: columns.toSorted(),
    keys: texts(keys),
    checks: texts(checks),
    foreignKeys: texts(foreignKeys),
    ...{ rest, options, flags, partitioning: table.partitioning },
  };
}
