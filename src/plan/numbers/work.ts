/**
 * How many bytes a statement reads and writes on a table of a given size. Estimated for a plan and, by the same
 * function, counted after a run, so that what was measured fits what is estimated. Pure.
 */
import type { PlannedStatement } from '../plan.js';
import { readAlterEffect } from './alter-effect.js';
import { type TableBytes, totalBytes } from './table-bytes.js';

/** `copy` row by row, `rebuild` by the storage engine in place, `index`: new indexes beside the rows. */
export type WorkKind = 'copy' | 'rebuild' | 'index';

export type Work = {
  readonly kind: WorkKind;
  /** What is written again, or read and written. */
  readonly bytes: number;
  /** Disk that it needs while it runs. */
  readonly spareBytes: number;
  /** Disk that stays taken. */
  readonly keptBytes: number;
  /** The server may do less: such a statement is counted in full, and not measured. */
  readonly certain: boolean;
};

export type WorkedTable = {
  readonly size: TableBytes;
  /** Indexes that it has beside the one its rows lie in; null where the structure is not known. */
  readonly indexes: number | null;
};

/** Null for what touches no rows: metadata alone, new tables, dropped ones. */
export function workOf(
  { sql, kind, algorithm }: Pick<PlannedStatement, 'sql' | 'kind' | 'algorithm'>,
  table: WorkedTable,
): Work | null {
  if (kind !== 'ddl' || algorithm === null || algorithm === 'INSTANT') return null;
  const effect = readAlterEffect(sql);
  const ofPartitions = effect?.ofPartitions ?? false;
  if (algorithm === 'COPY' || effect === null) return rewrite('copy', table, !ofPartitions);
  // MariaDB's NOCOPY is refused wherever rows would be rewritten.
  if (algorithm === 'INPLACE' && effect.rebuild !== 'no')
    return rewrite('rebuild', table, effect.rebuild === 'yes' && !ofPartitions);
  return effect.indexes === 0 ? null : buildIndexes(effect.indexes, table, effect.rebuild === 'no');
}

/** A second table beside the first, with its indexes; the first one goes at the end. */
function rewrite(kind: WorkKind, { size }: WorkedTable, certain: boolean): Work {
  const bytes = totalBytes(size);
  return { kind, bytes, spareBytes: bytes, keptBytes: 0, certain };
}

/** All rows are read, the entries sorted in files of about their size, and written. */
function buildIndexes(count: number, table: WorkedTable, certain: boolean): Work {
  const built = count * indexBytes(table);
  return { kind: 'index', bytes: table.size.dataBytes + built, spareBytes: built, keptBytes: built, certain };
}

/** As large as those that are there are on the average; the first one is taken for half of the rows. */
function indexBytes({ size, indexes }: WorkedTable): number {
  return Math.ceil(indexes === null || indexes === 0 ? size.dataBytes / 2 : size.indexBytes / indexes);
}
