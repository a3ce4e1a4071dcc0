/**
 * Whether some value of a column is no value of its new type. A strict server refuses the ALTER then, but rounds
 * fractions, cuts blanks and converts names to numbers without a word, and one that is not strict does all of it so.
 * What is not known to keep every value counts as narrowing. Pure.
 */
import type { Column } from '../../structure.js';
import { type TypeFamily, typeFamily } from '../../verdict/type-family.js';
import { narrowsBytes } from './narrows-bytes.js';
import { narrowsMembers } from './narrows-members.js';
import { narrowsNumber } from './narrows-number.js';
import { narrowsTemporal } from './narrows-temporal.js';
import { narrowsText } from './narrows-text.js';

/** Why values may be lost, in a few words; null where all are kept. */
export function narrows(before: Column, after: Column): string | null {
  // A generated column has no values of its own.
  if (before.generated !== null) return null;
  if (after.generated !== null) return 'its values give way to those of an expression';
  if (before.columnType === after.columnType && before.charset === after.charset) return null;
  return byFamily[typeFamily(before)](before, after);
}

type Narrows = (before: Column, after: Column) => string | null;

const byFamily: Readonly<Record<TypeFamily, Narrows>> = {
  integer: narrowsNumber,
  decimal: narrowsNumber,
  real: narrowsNumber,
  bit: narrowsNumber,
  text: narrowsText,
  binary: narrowsBytes,
  enum: narrowsMembers,
  set: narrowsMembers,
  temporal: narrowsTemporal,
  json: narrowsJson,
  other: narrowsOther,
};

/** MySQL's own type; on MariaDB a JSON column is a LONGTEXT. A document is utf8mb4 and as long as a packet. */
function narrowsJson(_: Column, after: Column): string | null {
  const holdsAll =
    after.dataType === 'json' || (after.dataType === 'longtext' && after.charset === 'utf8mb4');
  return holdsAll ? null : 'a document may be longer, or has no form there';
}

function narrowsOther(before: Column, after: Column): string | null {
  return before.dataType === after.dataType ? null : 'nobody has shown that every value is kept';
}
