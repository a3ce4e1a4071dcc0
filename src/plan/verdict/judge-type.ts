/**
 * What happens to the values of one column when events carry the old type and the table has the new one. Judged
 * with ALL_NON_LOSSY as the only conversion that is ever set (on MySQL also ALL_UNSIGNED). Every "applies" here
 * was seen on a real server; every pair of families that is not mentioned was seen to stop (MariaDB 10.11:
 * 24 types against each other; MySQL 9.7: those of `test/helpers/verdict-cases.ts`).
 */
import type { Column } from '../structure.js';
import { judgeInteger } from './judge-integer.js';
import { judgeMembers } from './judge-members.js';
import { judgeNumber } from './judge-number.js';
import { judgeTemporal } from './judge-temporal.js';
import { judgeBytes, judgeText, judgeTextToBytes } from './judge-text.js';
import { applies, type Judgement } from './judgement.js';
import type { RowApplier } from './row-applier.js';
import { cannotConvert, unproved } from './type-change.js';
import { typeFamily } from './type-family.js';

export function judgeType(before: Column, after: Column, applier: RowApplier): Judgement {
  if (sameBytes(before, after)) return applies;
  const [from, to] = [typeFamily(before), typeFamily(after)];
  // Compressed columns have types of their own in the events (MariaDB), whatever their family.
  if (from !== to || / COMPRESSED\b/.test(before.columnType + after.columnType)) {
    return judgeOtherFamily(before, after, applier);
  }
  switch (from) {
    case 'integer':
      return judgeInteger(before, after, applier);
    case 'decimal':
    case 'real':
    case 'bit':
      return judgeNumber(before, after, applier);
    case 'text':
      return judgeText(before, after, applier);
    case 'binary':
      return judgeBytes(before, after, applier);
    case 'enum':
    case 'set':
      return judgeMembers(before, after);
    case 'temporal':
      return judgeTemporal(before, after, applier);
    case 'json':
    case 'other':
      return unproved(before, after);
  }
}

/** The same bytes stand for the same values; a display width and a collation are no part of them. */
function sameBytes(before: Column, after: Column): boolean {
  return storedType(before) === storedType(after) && before.charset === after.charset;
}

function storedType(column: Column): string {
  const { columnType } = column;
  const wide = typeFamily(column) === 'integer' || column.dataType === 'year';
  return wide ? columnType.replace(/\(\d+\)/, '').replace(' zerofill', '') : columnType;
}

function judgeOtherFamily(before: Column, after: Column, applier: RowApplier): Judgement {
  const pair = [typeFamily(before), typeFamily(after)];
  const opaque = pair.includes('other') || / COMPRESSED\b/.test(before.columnType + after.columnType);
  if (pair.join() === 'text,binary' && !opaque) return judgeTextToBytes(before, after, applier);
  // Text and bytes differ only in their charset, which no event carries: raw bytes are copied.
  const rawCopy = pair.includes('text') && pair.includes('binary');
  return opaque || rawCopy ? unproved(before, after) : cannotConvert(before, after, applier);
}
