/** Structures that are read one after the other, hundreds of them while a large plan is made, share what they have alike. */
import { isDeepStrictEqual } from 'node:util';
import type { Structure } from './structure.js';

/** The structure with the tables of the earlier one wherever they are equal. Pure. */
export function shareTables(structure: Structure, earlier: Structure): Structure {
  const tables = Object.entries(structure.tables).map(([name, table]) => {
    const old = earlier.tables[name];
    return [name, old?.create === table.create && isDeepStrictEqual(old, table) ? old : table] as const;
  });
  return { ...structure, tables: Object.fromEntries(tables) };
}
