/**
 * By which key a table is cut into chunks. It must order the rows alike on both sides, or a chunk would hold other
 * rows here than there, and have an index on both. Pure.
 */
import type { Column, Key, Table } from '../plan/structure.js';
import { type KeyColumn, keyFormOf } from './key-value.js';
import type { ByRole } from './role.js';

export type ComparisonKey = {
  readonly columns: readonly KeyColumn[];
  /** Name of the index that serves it on each side. */
  readonly index: ByRole<string>;
};

/** The primary key, else the first unique key without NULLs, of either side; null when none will do. */
export function chooseKey(active: Table, passive: Table): ComparisonKey | null {
  const candidates = [...uniqueKeys(active), ...uniqueKeys(passive)];
  for (const { columns } of candidates) {
    const key = keyOn(columns, active, passive);
    if (key !== null) return key;
  }
  return null;
}

function uniqueKeys({ keys }: Table): readonly Key[] {
  const unique = keys.filter(key => key.unique && key.type === 'BTREE');
  return unique.toSorted((x, y) => Number(y.name === 'PRIMARY') - Number(x.name === 'PRIMARY'));
}

function keyOn(names: readonly string[], active: Table, passive: Table): ComparisonKey | null {
  const columns = names.map(name => keyColumn(columnOf(active, name), columnOf(passive, name)));
  const index = { active: indexOn(names, active), passive: indexOn(names, passive) };
  if (index.active === undefined || index.passive === undefined) return null;
  return columns.every(column => column !== null)
    ? { columns, index: { active: index.active, passive: index.passive } }
    : null;
}

function columnOf(table: Table, name: string): Column | undefined {
  return table.columns.find(column => column.name === name);
}

/** An index that begins with these columns sorts by them. */
function indexOn(names: readonly string[], { keys }: Table): string | undefined {
  return keys.find(key => key.type === 'BTREE' && names.every((name, i) => key.columns[i] === name))?.name;
}

/** Null where the two columns could hold NULL, cannot be written exactly, or may sort or print in another way. */
function keyColumn(active: Column | undefined, passive: Column | undefined): KeyColumn | null {
  if (active === undefined || passive === undefined || active.nullable || passive.nullable) return null;
  const form = keyFormOf(active);
  if (form === null || !sortsAlike(active, passive)) return null;
  return { name: active.name, form };
}

const growing: readonly (readonly string[])[] = [
  ['tinyint', 'smallint', 'mediumint', 'int', 'bigint'],
  ['varchar', 'tinytext', 'text'],
  ['varbinary', 'tinyblob', 'blob'],
];

function sortsAlike(active: Column, passive: Column): boolean {
  const grows = growing.some(types => types.includes(active.dataType) && types.includes(passive.dataType));
  return (active.columnType === passive.columnType || grows) && orderOf(active) === orderOf(passive);
}

/** utf8mb3 sorts as utf8mb4 does under the collation of the same name; what it cannot hold, it does not have. */
function orderOf({ collation }: Column): string | null {
  return collation?.replace(/^utf8(?:mb[34])?_/, '') ?? null;
}
