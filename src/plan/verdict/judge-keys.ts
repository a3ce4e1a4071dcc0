/**
 * Keys. The applier finds rows by whatever keys its own table has, so they may come and go while the events carry
 * full rows. Not so keys that bring a column of their own with them, which nobody sees but the applier counts.
 */
import type { Key } from '../structure.js';
import { identifyingColumns } from './identifying-columns.js';
import { applies, appliesIf, type Judgement, silentlyWrong } from './judgement.js';
import type { TableChange } from './table-change.js';

export function judgeKeys(change: TableChange): readonly Judgement[] {
  return [judgeHiddenColumns(change), judgeUnique(change)];
}

/**
 * Unique keys over long values (HASH, MariaDB) keep a hidden column at the end: a column added or dropped there
 * meets it (1677, tested). Alone such a key may come and go where another one finds the rows (10.11, tested). What keys over expressions keep on MySQL is in no event and does not matter (9.7, tested).
 */
function judgeHiddenColumns({ before, after }: TableChange): Judgement {
  const old = before.keys.filter(hasHiddenColumn).map(({ name }) => name);
  const now = after.keys.filter(hasHiddenColumn).map(({ name }) => name);
  if (old.length === 0 && now.length === 0) return applies;
  const sameColumns = before.columns.length === after.columns.length;
  if (sameColumns && (old.join() === now.join() || identifyingColumns(after) !== null)) return applies;
  return silentlyWrong(
    `the keys ${[...new Set([...old, ...now])].join(', ')} hide a column behind the last one of the table`,
    'change columns and such keys in releases of their own; where it is INSTANT it goes direct',
  );
}

function hasHiddenColumn({ unique, type }: Key): boolean {
  return unique && type === 'HASH';
}

function judgeUnique({ before, after }: TableChange): Judgement {
  const old = new Set(before.keys.filter(({ unique }) => unique).map(({ columns }) => columns.join()));
  const added = after.keys.filter(({ unique, columns }) => unique && !old.has(columns.join()));
  return added.length === 0
    ? applies
    : appliesIf(
        `the application must keep ${added.map(({ name }) => name).join(', ')} unique already: ` +
          'a duplicate that arrives stops the applier (1062)',
      );
}
