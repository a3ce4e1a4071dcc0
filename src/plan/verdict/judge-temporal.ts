/** Dates and times. A fraction of a second changes how every value is stored, so nearly nothing converts. */
import type { Column } from '../structure.js';
import { applies, type Judgement, silentlyWrong, stops } from './judgement.js';
import { conversionErrnos, type RowApplier } from './row-applier.js';
import { addAndFill, cannotConvert, describeType, grows, unproved } from './type-change.js';

/** Both columns are temporal, and differ. */
export function judgeTemporal(before: Column, after: Column, applier: RowApplier): Judgement {
  // MariaDB 10.11, tested, also with a fraction in the new type; MySQL 9.7 stops.
  if (before.dataType === 'date' && after.dataType === 'datetime' && applier.flavor === 'mariadb') {
    return grows(before, after);
  }
  if (before.dataType !== after.dataType) return cannotConvert(before, after, applier);
  return judgeFraction(before, after, applier);
}

/**
 * The event names the old precision only where it has one. A fraction that is added is not noticed: the value is read on
 * into the next one, which stops most rows as broken (1030 on MariaDB 10.11, 1105 on MySQL 9.7, tested) and lets some through.
 */
function judgeFraction(before: Column, after: Column, applier: RowApplier): Judgement {
  const from = before.datetimePrecision ?? 0;
  const to = after.datetimePrecision ?? 0;
  if (from > 0 && to > from) return growsFraction(before, after, applier);
  if (bytesOf(to) === bytesOf(from)) return unproved(before, after);
  const why = `${describeType(before)} and ${describeType(after)} are stored differently (column ${after.name})`;
  return from === 0
    ? silentlyWrong(why, addAndFill(after))
    : stops(conversionErrnos(applier), why, addAndFill(after));
}

/**
 * 3 and 4 digits are stored alike (both flavors, tested). Of others MariaDB 10.11 converts those of a DATETIME, and
 * MySQL 9.7 none (tested).
 */
function growsFraction(before: Column, after: Column, applier: RowApplier): Judgement {
  if (bytesOf(after.datetimePrecision ?? 0) === bytesOf(before.datetimePrecision ?? 0)) return applies;
  if (applier.flavor === 'mysql') return cannotConvert(before, after, applier);
  return before.dataType === 'datetime' ? grows(before, after) : unproved(before, after);
}

/** Two digits of a fraction take a byte. */
function bytesOf(digits: number): number {
  return Math.ceil(digits / 2);
}
