/** Tables that go on through a statement, with what became of their columns. Pure. */
import { type AlterTable, readAlter } from '../read-alter.js';
import type { Column, Table } from '../structure.js';
import { isSameName, type Transition, tableMoves } from './table-moves.js';

export type ChangedTable = {
  readonly before: Table;
  readonly after: Table;
  /** Columns whose values are gone, also where a new one has the name. */
  readonly dropped: readonly Column[];
  readonly added: readonly Column[];
  /** The same column before and after, also under another name. */
  readonly kept: readonly KeptColumn[];
};

export type KeptColumn = { readonly before: Column; readonly after: Column };

export function changedTables(transition: Transition): readonly ChangedTable[] {
  const alter = readAlter(transition.sql) ?? unread;
  return [...tableMoves(transition)].flatMap(([name, now]) => {
    const [before, after] = [transition.before.tables[name], transition.after.tables[now]];
    if (before === undefined || after === undefined || before.create === after.create) return [];
    // What the text says of columns is about the one table that it alters.
    return [compareColumns(before, after, isAbout(transition, name) ? alter : unread)];
  });
}

const unread: AlterTable = { renames: [], drops: [], adds: [], untried: null };

function isAbout({ classified }: Transition, table: string): boolean {
  return classified.kind === 'ddl' && isSameName(classified.name?.name ?? '', table);
}

function compareColumns(before: Table, after: Table, alter: AlterTable): ChangedTable {
  const kept = before.columns.flatMap(column => {
    const now = nameAfter(column.name, alter);
    const found = after.columns.find(({ name }) => now !== null && isSameName(name, now));
    return found === undefined ? [] : [{ before: column, after: found }];
  });
  return {
    before,
    after,
    kept,
    dropped: before.columns.filter(column => !kept.some(pair => pair.before === column)),
    added: after.columns.filter(column => !kept.some(pair => pair.after === column)),
  };
}

/** Null for one that is dropped, also when another takes its name. */
function nameAfter(name: string, { renames, drops }: AlterTable): string | null {
  const rename = renames.find(({ from }) => isSameName(from, name));
  if (rename !== undefined) return rename.to;
  const taken = [...drops, ...renames.map(({ to }) => to)];
  return taken.some(other => isSameName(other, name)) ? null : name;
}
