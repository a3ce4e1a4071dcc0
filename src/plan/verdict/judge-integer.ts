/** Integers: five widths, two signs, and no sign in the event. */
import type { Column } from '../structure.js';
import { applies, converts, type Judgement, silentlyWrong } from './judgement.js';
import type { RowApplier } from './row-applier.js';
import { addAndFill, describeType, grows, shrinks } from './type-change.js';

/**
 * Widening applies with a conversion when the sign stays. MySQL 9.7 widens as signed unless told ALL_UNSIGNED:
 * INT UNSIGNED 4000000000 becomes BIGINT UNSIGNED 0 (tested); MariaDB 10.11 looks at the column (tested).
 */
export function judgeInteger(before: Column, after: Column, applier: RowApplier): Judgement {
  if (before.unsigned !== after.unsigned) return changesSign(before, after);
  const growth = width(after) - width(before);
  if (growth === 0) return applies;
  if (growth < 0) return shrinks(before, after, applier);
  if (applier.flavor === 'mariadb' || !before.unsigned) return grows(before, after);
  const why = `${after.name}: ${describeType(before)} becomes ${describeType(after)}`;
  return converts(why, ['ALL_NON_LOSSY', 'ALL_UNSIGNED']);
}

const widths: readonly string[] = ['tinyint', 'smallint', 'mediumint', 'int', 'bigint'];

function width({ dataType }: Column): number {
  return widths.indexOf(dataType);
}

function changesSign(before: Column, after: Column): Judgement {
  return silentlyWrong(
    `a row event does not say whether an integer is signed: some values of ${describeType(before)} ` +
      `would read as others in ${describeType(after)} (column ${after.name})`,
    `keep the sign; or ${addAndFill(after)}`,
  );
}
