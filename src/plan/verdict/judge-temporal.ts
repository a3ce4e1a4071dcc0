/** Dates and times. A fraction of a second changes how every value is stored, so nearly nothing converts. */
import type { Column } from '../structure.js';
import { type Judgement, stops } from './judgement.js';
import { brokenRowErrnos, conversionErrnos, type RowApplier } from './row-applier.js';
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

/** The event names the old precision only where it has one: so a fraction that is added is read as a broken row. */
function judgeFraction(before: Column, after: Column, applier: RowApplier): Judgement {
  const from = before.datetimePrecision ?? 0;
  const to = after.datetimePrecision ?? 0;
  if (from > 0 && to > from) return unproved(before, after);
  const errnos = from > 0 ? conversionErrnos(applier) : brokenRowErrnos(applier);
  const why = `${describeType(before)} and ${describeType(after)} are stored differently (column ${after.name})`;
  return stops(errnos, why, addAndFill(after));
}
