/** The work of a batch on one side: each of its statements that touches rows, in order. Pure. */
import type { Batch, PlannedStatement } from '../plan.js';
import type { Structure } from '../structure.js';
import { followSizes, largest } from './follow-sizes.js';
import type { TableSizes } from './table-bytes.js';
import { type Work, workOf } from './work.js';

export type BatchWork = {
  readonly works: readonly Work[];
  /** After the batch. */
  readonly sizes: TableSizes;
};

export function batchWork(
  { migrations }: Batch,
  begin: TableSizes,
  { tables: known }: Pick<Structure, 'tables'>,
): BatchWork {
  let sizes = begin;
  const works: Work[] = [];
  for (const statement of migrations.flatMap(({ statements }) => statements)) {
    const work = workOfStatement(statement, sizes, known);
    if (work !== null) works.push(work);
    sizes = followSizes(sizes, statement);
  }
  return { works, sizes };
}

/** A table of no known size is one that the plan makes. */
export function workOfStatement(
  statement: PlannedStatement,
  sizes: TableSizes,
  known: Structure['tables'],
): Work | null {
  const size = largest(sizes, statement.tables);
  if (size === null) return null;
  const [table] = statement.tables.flatMap(name => known[name] ?? []);
  const indexes = table === undefined ? null : table.keys.filter(({ name }) => name !== 'PRIMARY').length;
  return workOf(statement, { size, indexes });
}

/** Whether a statement would take time on a table that is there, were its size known. */
export function touchesRows({ migrations }: Batch, known: Structure['tables']): boolean {
  return migrations
    .flatMap(({ statements }) => statements)
    .some(statement => {
      const work = workOf(statement, { size: { rows: null, dataBytes: 1, indexBytes: 1 }, indexes: 1 });
      return work !== null && statement.tables.some(name => name in known);
    });
}
