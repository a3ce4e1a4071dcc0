/** Dates and times: by what they tell, by their range, and by the digits of a second. */
import type { Column } from '../../structure.js';
import { typeFamily } from '../../verdict/type-family.js';
import { holdsCharacters } from './text-capacity.js';

export function narrowsTemporal(before: Column, after: Column): string | null {
  switch (typeFamily(after)) {
    case 'temporal':
      return toTemporal(before, after);
    case 'text':
    case 'binary':
      return holdsCharacters(after, printedLength(before)) ? null : 'longer values do not fit';
    case 'integer':
      return before.dataType === 'year' && after.dataType !== 'tinyint'
        ? null
        : 'a date becomes a number, without what does not fit';
    default:
      return 'a date has no form of its own there';
  }
}

function toTemporal(before: Column, after: Column): string | null {
  if (!keepsAll.has(`${before.dataType} ${after.dataType}`)) return lossOf(before, after);
  const [from, to] = [before.datetimePrecision ?? 0, after.datetimePrecision ?? 0];
  return to < from ? `${from - to} digits of a second are rounded away` : null;
}

const keepsAll = new Set([
  'date date',
  'time time',
  'year year',
  'datetime datetime',
  'timestamp timestamp',
  'timestamp datetime',
  'date datetime',
]);

function lossOf({ dataType }: Column, after: Column): string {
  if (after.dataType === 'timestamp') return 'years before 1970 and after 2037 do not fit';
  if (after.dataType === 'date') return 'the time of day is lost';
  if (after.dataType === 'time') return 'the date is lost';
  return `a ${dataType} is not the same as a ${after.dataType}`;
}

/** `-838:59:59` of a TIME is as long as a DATE. */
function printedLength({ dataType, datetimePrecision }: Column): number {
  const length = { date: 10, time: 10, year: 4 }[dataType] ?? 19;
  return length + (datetimePrecision ? datetimePrecision + 1 : 0);
}
