/** What a refused statement does to one table: which columns come, and whether it does anything else. Pure. */
import type { Column, Table } from '../structure.js';
import { readCreate } from '../way-back/read-create.js';
import type { RefusedStatement } from './rewriter.js';

export type NewColumns = {
  /** As it is afterwards; undefined where not exactly one table is changed. */
  readonly table: Table | undefined;
  readonly added: readonly Column[];
  /** Something besides the new columns changes. */
  readonly rest: boolean;
};

export function newColumns({ tables, before, after }: RefusedStatement): NewColumns {
  const [name = ''] = tables;
  const [old, now] = [before.tables[name], after.tables[name]];
  if (tables.length !== 1 || old === undefined || now === undefined)
    return { table: undefined, added: [], rest: true };
  const known = new Set(old.columns.map(column => column.name));
  const added = now.columns.filter(column => !known.has(column.name));
  const texts = readCreate(now).columns.filter((_, at) => known.has(now.columns[at]?.name ?? ''));
  const same = (part: (table: Table) => unknown) => JSON.stringify(part(old)) === JSON.stringify(part(now));
  const rest =
    JSON.stringify(texts) !== JSON.stringify(readCreate(old).columns) ||
    !same(({ keys, foreignKeys, checks, partitioning, charset, engine }) => [
      keys,
      foreignKeys,
      checks,
      partitioning,
      charset,
      engine,
    ]);
  return { table: now, added, rest };
}
