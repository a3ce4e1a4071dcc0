/** A column that stays in its place: its type, and what the events cannot say of it. */
import { quoteIdentifier } from '../../sql/identifier.js';
import type { Column } from '../structure.js';
import { judgeType } from './judge-type.js';
import { applies, dependsOnData, gravest, type Judgement, silentlyWrong } from './judgement.js';
import type { TableChange } from './table-change.js';

/**
 * Defaults, ON UPDATE, visibility and comments may change: a full row image has a value for every column
 * (MariaDB 10.11, tested).
 */
export function judgeColumn(before: Column, after: Column, change: TableChange): Judgement {
  return gravest([
    judgeType(before, after, change.applier),
    judgeNull(before, after, change),
    judgeGenerated(before, after, change),
    judgeAutoIncrement(before, after),
  ]);
}

/** A NULL that arrives is stored as the default of the type, without a word (both flavors, tested). */
function judgeNull(before: Column, after: Column, change: TableChange): Judgement {
  if (!before.nullable || after.nullable) return applies;
  const table = quoteIdentifier(change.before.name);
  return dependsOnData(
    `SELECT COUNT(*) FROM ${table} WHERE ${quoteIdentifier(before.name)} IS NULL`,
    `a NULL that the application still writes to ${before.name} would become 0 or '' without a word`,
    'make the application write no NULL first; NOT NULL in an INSTANT or quick online change goes direct',
  );
}

/**
 * A row event carries a stored value as the old expression computed it. MariaDB 10.11 keeps it, MySQL 9.7 computes its own
 * (tested).
 */
function judgeGenerated(before: Column, after: Column, { applier }: TableChange): Judgement {
  if (before.generated === after.generated && before.expression === after.expression) return applies;
  const stored = before.generated === 'stored' && after.generated === 'stored';
  if (stored && applier.flavor === 'mysql') return applies;
  return silentlyWrong(
    `row events carry values of ${after.name} as the old definition computed them`,
    'add the new generated column at the end, and drop the old one in a later release',
  );
}

/** Rows that hold 0 would get numbers of their own on each side. */
function judgeAutoIncrement(before: Column, after: Column): Judgement {
  return before.autoIncrement || !after.autoIncrement
    ? applies
    : silentlyWrong(`AUTO_INCREMENT on ${after.name} makes each server number rows for itself`);
}
