/**
 * What only the way back meets: the old side has rows with values that the new side has no more, and keys that hold for
 * the new side no more.
 */
import { quoteIdentifier } from '../../sql/identifier.js';
import type { Key, Table } from '../structure.js';
import { identifyingColumns } from './identifying-columns.js';
import { dependsOnData, type Judgement, stops } from './judgement.js';
import type { TableChange } from './table-change.js';

export function judgeOldRows(change: TableChange): readonly Judgement[] {
  return [...judgeSearch(change), ...judgeUnique(change)];
}

/** MariaDB (10.11, 11.8) finds rows of a table without a key by all their columns, and the events lack those that went (tested). */
function judgeSearch({ after, lineage, applier }: TableChange): readonly Judgement[] {
  const went = after.columns.filter(({ name }) => !lineage.has(name));
  const whole = went.length === 0 || identifyingColumns(after) !== null;
  if (whole || applier.capabilities.matchesEventColumns) return [];
  const names = went.map(({ name }) => name).join(', ');
  return [
    stops(
      [1032],
      `rows of a table without a key are found by all their columns, and ${names} is not in the events`,
    ),
  ];
}

/** Whoever drops a unique key may mean to write duplicates. */
function judgeUnique({ before, after, lineage }: TableChange): readonly Judgement[] {
  const kept = new Set(before.keys.filter(({ unique }) => unique).map(({ columns }) => columns.join()));
  const known = (key: Key) => kept.has(key.columns.map(name => lineage.get(name) ?? name).join());
  return after.keys
    .filter(key => key.unique && !known(key))
    .map(key =>
      dependsOnData(
        duplicates(key, after),
        `a duplicate in ${key.name}, which is dropped, stops the applier of the side that still has it (1062)`,
      ),
    );
}

/** Rows beyond the first of their kind; rows with a NULL are no duplicates. */
function duplicates({ columns }: Key, { name }: Table): string {
  const parts = columns.map(part => (part.startsWith('(') ? part : quoteIdentifier(part)));
  return `SELECT COUNT(*) - COUNT(DISTINCT ${parts.join(', ')}) FROM ${quoteIdentifier(name)} WHERE ${parts
    .map(part => `${part} IS NOT NULL`)
    .join(' AND ')}`;
}
