/**
 * The rule of all rules: the values of a row event go into columns by position, on every server (tested). So
 * columns may come and go only at the end, and every other one must stay where it was.
 */
import type { Column } from '../structure.js';
import { judgeAddedColumn } from './judge-added-column.js';
import { judgeColumn } from './judge-column.js';
import { judgeType } from './judge-type.js';
import { type Judgement, silentlyWrong, stops } from './judgement.js';
import { conversionErrnos } from './row-applier.js';
import type { TableChange } from './table-change.js';

export function judgeColumns(change: TableChange): readonly Judgement[] {
  const { before, after } = change;
  const shared = Math.min(before.columns.length, after.columns.length);
  const judgements = after.columns.map((column, position) => {
    const old = before.columns[position];
    if (position >= shared || old === undefined) return judgeAppended(column, change);
    return change.lineage.get(column.name) === old.name
      ? judgeColumn(old, column, change)
      : judgeMisplaced(old, column, change);
  });
  // The types of all columns are compared before the first row is applied: then nothing gets as far as being wrong.
  const known = conversionErrnos(change.applier);
  const stopped = judgements.find(
    ({ verdict }) => verdict.kind === 'stops' && verdict.errnos.some(errno => known.includes(errno)),
  );
  return stopped === undefined ? judgements : [stopped];
}

/** A column at the end that is an old one has lost what the events say of it. */
function judgeAppended(column: Column, change: TableChange): Judgement {
  const origin = change.lineage.get(column.name);
  return origin === undefined
    ? judgeAddedColumn(column, change)
    : silentlyWrong(`the values of column ${origin}, moved to the end, would not arrive`, reorderAdvice);
}

/** The values of `old` would land in `column`, which is another one. */
function judgeMisplaced(old: Column, column: Column, change: TableChange): Judgement {
  const target = old.name === column.name ? `the new column of that name` : `column ${column.name}`;
  const why = `row events are applied by position: values of the old column ${old.name} would land in ${target}`;
  const { verdict } = judgeType(old, column, change.applier);
  const advice = adviceFor(old, column, change);
  return verdict.kind === 'stops' ? stops(verdict.errnos, why, advice) : silentlyWrong(why, advice);
}

function adviceFor(old: Column, column: Column, { lineage }: TableChange): string {
  const dropped = ![...lineage.values()].includes(old.name);
  const added = !lineage.has(column.name);
  if (dropped && added) return replaceAdvice;
  if (added) return `add ${column.name} at the end, without FIRST or AFTER; ${directAdvice}`;
  return dropped ? `drop ${old.name} in a migration of its own: ${directAdvice}` : reorderAdvice;
}

const directAdvice =
  'where the servers can do it with ALGORITHM=INSTANT, a migration with nothing else in it goes direct';
const reorderAdvice = `keep the order of columns (no FIRST or AFTER); ${directAdvice}`;
const replaceAdvice =
  'rename the column with RENAME COLUMN, or drop the old column and add the new one in two releases';
