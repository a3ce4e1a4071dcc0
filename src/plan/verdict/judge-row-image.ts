/**
 * What a row event leaves out. With `binlog_row_image=MINIMAL` it has the key of the row and the columns that were
 * written: the applier finds the row by its own key, and fills in the rest by its own defaults (MariaDB 10.11, MySQL 9.7,
 * tested). Sessions that are older than the setting still write whole rows, and of NOBLOB nobody knows beforehand which
 * columns are left out: so this comes on top of what is true of whole rows.
 */
import { isDeepStrictEqual } from 'node:util';
import type { Column, Table } from '../structure.js';
import { identifyingColumns } from './identifying-columns.js';
import { type Judgement, silentlyWrong, stops } from './judgement.js';
import type { TableChange } from './table-change.js';
import { typeFamily } from './type-family.js';

export function judgeRowImage(change: TableChange): readonly Judgement[] {
  switch (change.applier.rowImage) {
    case 'FULL':
      return [];
    case 'MINIMAL':
    case 'NOBLOB':
      return [...judgeOmitted(change), ...judgeSearch(change)];
    default:
      return [
        silentlyWrong(
          `nobody knows what row events carry with binlog_row_image=${change.applier.rowImage}`,
          fullImage,
        ),
      ];
  }
}

const fullImage = 'SET GLOBAL binlog_row_image=FULL on both servers, and reconnect the application';

/** A column that an INSERT leaves out is in no event: each side stores its own default. */
function judgeOmitted({ before, after, lineage, applier }: TableChange): readonly Judgement[] {
  // MariaDB (10.11, 11.8) writes whole rows of a table without a key, tested.
  if (!applier.capabilities.matchesEventColumns && identifyingColumns(before) === null) return [];
  return after.columns.flatMap((column, position) => {
    const old = before.columns[position];
    const stays = old !== undefined && lineage.get(column.name) === old.name && old.generated === null;
    if (!stays || isStamped(old) || fillsAlike(old, column)) return [];
    return [
      silentlyWrong(
        `with binlog_row_image=${applier.rowImage} each server fills in its own default where an INSERT leaves out ${column.name}`,
        fullImage,
      ),
    ];
  });
}

/** The writer's own time is always in the event (both flavors, tested). */
function isStamped({ default: value }: Column): boolean {
  return value.kind === 'expression' && /^current_timestamp/i.test(value.text);
}

/** `1.50` and `1.5000` are one number. */
function fillsAlike(old: Column, now: Column): boolean {
  return isDeepStrictEqual(defaultOf(old), defaultOf(now));
}

/** Without one a NOT NULL column gets what the server takes for empty, which is the same in all types that convert. */
function defaultOf(column: Column): unknown {
  const { default: value, nullable } = column;
  const numeric = ['integer', 'decimal', 'real'].includes(typeFamily(column));
  if (value.kind === 'literal' && value.value !== null) return numeric ? Number(value.value) : value.value;
  return value.kind === 'expression' ? value.text : nullable ? null : { empty: true };
}

/**
 * MariaDB (10.11, 11.8) finds a row by the first key of its own that leaves no choice, and without one by all columns; MySQL 9.7
 * by the columns that are there (tested). An event of a table without such a key has all columns.
 */
function judgeSearch(change: TableChange): readonly Judgement[] {
  const { before, after, lineage, applier } = change;
  const carried = identifyingColumns(before);
  if (carried === null) return [];
  const known = new Set(lineage.values());
  if (!carried.every(name => known.has(name))) return [lacksKey(carried, change)];
  if (applier.capabilities.matchesEventColumns) return [];
  const needed = identifyingColumns(after)?.map(name => lineage.get(name));
  if (needed?.every(name => name !== undefined && carried.includes(name))) return [];
  return [lacksKey(carried, change)];
}

function lacksKey(carried: readonly string[], { after, applier }: TableChange): Judgement {
  return stops(
    [1032],
    `with binlog_row_image=${applier.rowImage} an event has only ${carried.join(', ')} of the row, ` +
      `and ${describeSearch(after)}`,
    fullImage,
  );
}

function describeSearch(after: Table): string {
  const needed = identifyingColumns(after);
  return needed === null
    ? 'the other side has no key to find it by'
    : `the other side finds it by ${needed.join(', ')}`;
}
