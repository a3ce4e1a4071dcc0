/** DECIMAL, FLOAT, DOUBLE and BIT, each within its own kind. */
import type { Column } from '../structure.js';
import { applies, type Judgement, silentlyWrong } from './judgement.js';
import type { RowApplier } from './row-applier.js';
import { describeType, grows, shrinks, unproved } from './type-change.js';

/** Both columns are of one family, and differ. */
export function judgeNumber(before: Column, after: Column, applier: RowApplier): Judgement {
  if (before.unsigned !== after.unsigned)
    return losesUnsigned(before, after) ? applies : unproved(before, after);
  switch (before.dataType) {
    case 'decimal':
      return judgeDecimal(before, after, applier);
    case 'bit':
      return judgeBit(before, after);
    default:
      return judgeReal(before, after);
  }
}

/** UNSIGNED forbids a sign, and is stored as if it did not (both flavors, tested). */
function losesUnsigned(before: Column, after: Column): boolean {
  return before.unsigned && before.columnType.replace(' unsigned', '') === after.columnType;
}

/** Grows where neither side of the point loses a digit (both flavors, tested). */
function judgeDecimal(before: Column, after: Column, applier: RowApplier): Judgement {
  const fraction = (after.scale ?? 0) - (before.scale ?? 0);
  const whole = (after.precision ?? 0) - (before.precision ?? 0) - fraction;
  if (fraction >= 0 && whole >= 0) return grows(before, after);
  // Digits lost behind the point stop it; digits lost before it may not, when the point moves as well.
  return whole < 0 && fraction > 0
    ? silentlyWrong(
        `${describeType(after)} has fewer digits before the point than ${describeType(before)} (column ${after.name})`,
        `use decimal(${(before.precision ?? 0) + fraction},${after.scale})`,
      )
    : shrinks(before, after, applier);
}

/** Only without (M,D): those round on the way in, and an applier stores what the event says. */
function judgeReal(before: Column, after: Column): Judgement {
  const plain = (column: Column, type: string) => column.columnType.replace(' unsigned', '') === type;
  return plain(before, 'float') && plain(after, 'double') && !before.unsigned
    ? grows(before, after)
    : unproved(before, after);
}

/** Both flavors, tested. */
function judgeBit(before: Column, after: Column): Judgement {
  const wider = (after.precision ?? 0) > (before.precision ?? 0);
  return wider ? grows(before, after) : unproved(before, after);
}
