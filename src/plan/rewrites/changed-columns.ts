/** Columns that a refused statement defines anew and leaves where they are, and nothing else of the table. Pure. */
import type { Column, Table } from '../structure.js';
import { readCreate } from '../way-back/read-create.js';
import { changedColumns as changedByPlace } from '../way-back/table-clauses.js';
import type { RefusedStatement } from './rewriter.js';

export type ChangedColumns = {
  readonly before: Table;
  readonly after: Table;
  readonly columns: readonly { readonly old: Column; readonly now: Column }[];
};

/** Null where columns come, go or move, or where keys, checks or links change with them. */
export function changedColumns({ tables, before, after }: RefusedStatement): ChangedColumns | null {
  const [name = ''] = tables;
  const [old, now] = [before.tables[name], after.tables[name]];
  if (tables.length !== 1 || old === undefined || now === undefined) return null;
  const names = (table: Table) => JSON.stringify(table.columns.map(column => column.name));
  const rest = (table: Table) => {
    const { keys, checks, foreignKeys, rest } = readCreate(table);
    return JSON.stringify([keys, checks, foreignKeys, rest, table.partitioning, table.engine]);
  };
  if (names(old) !== names(now) || rest(old) !== rest(now)) return null;
  const columns = changedByPlace({ now, old }).flatMap(({ at }) => {
    const pair = { old: old.columns[at], now: now.columns[at] };
    return pair.old === undefined || pair.now === undefined ? [] : [{ old: pair.old, now: pair.now }];
  });
  return columns.length === 0 ? null : { before: old, after: now, columns };
}

/** A key, a constraint or a generated column hangs on it: it cannot be exchanged for another column. */
export function isHeld(table: Table, name: string): boolean {
  const { keys, checks, foreignKeys } = readCreate(table);
  const quoted = `\`${name.replaceAll('`', '``')}\``;
  const texts = [...keys, ...checks, ...foreignKeys].map(({ text }) => text);
  const generated = table.columns.flatMap(({ expression }) => expression ?? []);
  return [...texts, ...generated, table.partitioning ?? ''].some(text => text.includes(quoted));
}
