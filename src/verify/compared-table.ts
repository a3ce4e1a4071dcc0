/** One table as both sides are asked about it: made once from the two structures. Pure. */
import type { Structure, Table } from '../plan/structure.js';
import { quoteIdentifier, quoteName } from '../sql/identifier.js';
import { type ComparisonKey, chooseKey } from './comparison-key.js';
import type { ByRole } from './role.js';
import { rowChecksum } from './row-checksum.js';

export type ComparedTable = {
  readonly name: string;
  /** What stands after FROM on each side. */
  readonly source: ByRole<string>;
  /** Checksum of a row on each side. */
  readonly checksum: ByRole<string>;
};

/** A table that can be cut into chunks. */
export type KeyedTable = ComparedTable & { readonly key: ComparisonKey };

/** Null for a table that not both sides have: that is a difference of structure. */
export function comparedTable(
  name: string,
  database: string,
  structures: ByRole<Structure>,
): ComparedTable | KeyedTable | null {
  const active = structures.active.tables[name];
  const passive = structures.passive.tables[name];
  if (active === undefined || passive === undefined) return null;
  const key = chooseKey(active, passive);
  return {
    name,
    source: {
      active: sourceOf(database, active, key?.index.active),
      passive: sourceOf(database, passive, key?.index.passive),
    },
    checksum: rowChecksum(active, passive),
    ...(key === null ? {} : { key }),
  };
}

export function isKeyed(table: ComparedTable | KeyedTable): table is KeyedTable {
  return 'key' in table;
}

/** The index is forced, because a chunk that is read by a scan of the whole table costs as much as the table. */
function sourceOf(database: string, { name }: Table, index: string | undefined): string {
  const table = quoteName(database, name);
  return index === undefined ? table : `${table} FORCE INDEX (${quoteIdentifier(index)})`;
}
