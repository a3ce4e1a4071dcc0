/** The judgements on a type change that several types share, in the words a reviewer reads. */
import type { Column } from '../structure.js';
import { converts, type Judgement, silentlyWrong, stops } from './judgement.js';
import { conversionErrnos, type RowApplier } from './row-applier.js';

/** `varchar(50) latin1`, cut when an ENUM has very many members. */
export function describeType({ columnType, charset }: Column): string {
  const short = columnType.length > 60 ? `${columnType.slice(0, 57)}…)` : columnType;
  return charset === null ? short : `${short} ${charset}`;
}

/** Every old value is a value of the new type, and the applier converts when it is told to. */
export function grows(before: Column, after: Column): Judgement {
  return converts(`${after.name}: ${describeType(before)} becomes ${describeType(after)}`);
}

/** Some old values are no values of the new type, and the applier refuses them all. */
export function shrinks(before: Column, after: Column, applier: RowApplier): Judgement {
  return stops(
    conversionErrnos(applier),
    `column ${after.name}: ${describeType(after)} holds less than ${describeType(before)}`,
    'a column cannot shrink while the other side still writes the old type: add a shorter one at the end, ' +
      'fill it by a data migration, and drop the old one in a later release',
  );
}

/** A change that nobody has seen apply rightly counts as wrong until somebody has. */
export function unproved(before: Column, after: Column): Judgement {
  return silentlyWrong(
    `nobody has proved that row events with ${describeType(before)} apply rightly to ${describeType(after)} ` +
      `(column ${after.name})`,
    addAndFill(after),
  );
}

export function cannotConvert(before: Column, after: Column, applier: RowApplier): Judgement {
  return stops(
    conversionErrnos(applier),
    `no setting makes an applier convert ${describeType(before)} to ${describeType(after)} (column ${after.name})`,
    addAndFill(after),
  );
}

export function addAndFill(after: Column): string {
  return (
    `add a new column ${describeType(after)} at the end, fill it by a data migration, ` +
    'and drop the old one in a later release'
  );
}
