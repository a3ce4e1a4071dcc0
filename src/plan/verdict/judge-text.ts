/**
 * Texts and bytes. An event carries raw bytes and the greatest length in bytes, never a character set: so a
 * length that stays equal is not checked at all, and a conversion copies bytes (latin1 'hé' becomes broken
 * utf8mb4, both flavors, tested).
 */
import type { Column } from '../structure.js';
import { type Judgement, silentlyWrong } from './judgement.js';
import type { RowApplier } from './row-applier.js';
import { describeType, grows, shrinks, unproved } from './type-change.js';

/** Both columns are CHAR, VARCHAR or TEXTs, and differ in more than the collation. */
export function judgeText(before: Column, after: Column, applier: RowApplier): Judgement {
  if (before.charset !== after.charset && !keepsBytes(before, after)) return changesCharset(before, after);
  if (holdsLess(before, after)) return shorter(before, after, applier);
  return isProved(before, after) ? grows(before, after) : unproved(before, after);
}

/** Both columns are BINARY, VARBINARY or BLOBs, and differ. */
export function judgeBytes(before: Column, after: Column, applier: RowApplier): Judgement {
  if (holdsLess(before, after)) return shorter(before, after, applier);
  return isProved(before, after) ? grows(before, after) : unproved(before, after);
}

/**
 * A text becomes the bytes it is (both flavors, tested for VARCHAR to VARBINARY and for a TEXT to a BLOB); CHAR and BINARY
 * are filled up with other bytes.
 */
export function judgeTextToBytes(before: Column, after: Column, applier: RowApplier): Judgement {
  const alike = isUnbounded(before)
    ? isUnbounded(after)
    : before.dataType + after.dataType === 'varcharvarbinary';
  if (!alike) return unproved(before, after);
  return greatestBytes(after) < greatestBytes(before)
    ? shrinks(before, after, applier)
    : grows(before, after);
}

/** Every utf8mb3 text is the same bytes in utf8mb4, and every ascii text in each of these. */
function keepsBytes(before: Column, after: Column): boolean {
  const wider = supersets[before.charset ?? ''] ?? [];
  return wider.includes(after.charset ?? '');
}

const supersets: Readonly<Record<string, readonly string[]>> = {
  utf8mb3: ['utf8mb4'],
  ascii: ['latin1', 'utf8mb3', 'utf8mb4'],
};

function changesCharset(before: Column, after: Column): Judgement {
  return silentlyWrong(
    `row events carry bytes: ${before.charset} texts of ${before.name} would stand unconverted in a ${after.charset} column`,
    `add a column in ${after.charset} at the end, fill it by a data migration, and drop the old one in a later release`,
  );
}

/** By bytes into a TEXT or BLOB, which is limited so; else by characters, as people declare it. */
function holdsLess(before: Column, after: Column): boolean {
  return isUnbounded(after)
    ? greatestBytes(after) < greatestBytes(before)
    : (after.length ?? 0) < (before.length ?? 0);
}

/** A TEXT into a VARCHAR of the same bytes, or CHAR(200) into TINYTEXT: some texts fit no more. */
function shorter(before: Column, after: Column, applier: RowApplier): Judgement {
  if (greatestBytes(after) < greatestBytes(before)) return shrinks(before, after, applier);
  return silentlyWrong(
    `${describeType(after)} holds fewer characters than ${describeType(before)} but as many bytes, ` +
      `so the applier does not notice (column ${after.name})`,
    `keep at least ${before.length} characters`,
  );
}

/** Every pair that grows, but for a TEXT, which never becomes a VARCHAR or CHAR, whatever its length (both flavors, tested). */
function isProved(before: Column, after: Column): boolean {
  return isUnbounded(after) || !isUnbounded(before);
}

function isUnbounded({ dataType }: Column): boolean {
  return dataType.endsWith('text') || dataType.endsWith('blob');
}

/** `length` of a TEXT is in bytes already. */
function greatestBytes(column: Column): number {
  const length = column.length ?? 0;
  return isUnbounded(column) || column.charset === null ? length : length * bytesPerCharacter(column.charset);
}

function bytesPerCharacter(charset: string): number {
  return { utf8mb4: 4, utf8mb3: 3, ucs2: 2, utf16: 4, utf16le: 4, utf32: 4 }[charset] ?? 1;
}
