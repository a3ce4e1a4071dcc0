/** Numbers: integers, decimals, floating ones and bits. */
import type { Column } from '../../structure.js';
import { typeFamily } from '../../verdict/type-family.js';
import { holdsCharacters } from './text-capacity.js';

export function narrowsNumber(before: Column, after: Column): string | null {
  switch (typeFamily(after)) {
    case 'integer':
    case 'decimal':
    case 'bit':
      return toExact(before, after);
    case 'real':
      return toReal(before, after);
    case 'text':
    case 'binary':
      return toText(before, after);
    default:
      return 'a number has no form of its own there';
  }
}

function toExact(before: Column, after: Column): string | null {
  const [from, to] = [rangeOf(before), rangeOf(after)];
  if (from === null || to === null)
    return 'numbers may have more digits than it holds, and fractions are rounded';
  if (to.least > from.least)
    return from.least < 0n && to.least === 0n ? 'negative numbers are lost' : greater;
  if (to.greatest < from.greatest) return greater;
  return to.scale < from.scale ? 'digits behind the point are rounded away' : null;
}

const greater = 'greater numbers do not fit';

/** Whole part, with the digits behind the point beside it; null for floating numbers, which have no bounds to hold. */
type Range = { readonly least: bigint; readonly greatest: bigint; readonly scale: number };

function rangeOf(column: Column): Range | null {
  switch (typeFamily(column)) {
    case 'integer':
      return bitsRange(bitsOf[column.dataType] ?? 0n, column.unsigned);
    case 'bit':
      return bitsRange(BigInt(column.precision ?? 1), true);
    case 'decimal': {
      const scale = column.scale ?? 0;
      const greatest = 10n ** BigInt((column.precision ?? 10) - scale) - 1n;
      return { least: column.unsigned ? 0n : -greatest, greatest, scale };
    }
    default:
      return null;
  }
}

const bitsOf: Readonly<Record<string, bigint>> = {
  tinyint: 8n,
  smallint: 16n,
  mediumint: 24n,
  int: 32n,
  bigint: 64n,
};

function bitsRange(bits: bigint, unsigned: boolean): Range {
  return unsigned
    ? { least: 0n, greatest: 2n ** bits - 1n, scale: 0 }
    : { least: -(2n ** (bits - 1n)), greatest: 2n ** (bits - 1n) - 1n, scale: 0 };
}

/** Every whole number up to 2^24 is a FLOAT, up to 2^53 a DOUBLE; of decimal fractions nearly none is. */
function toReal(before: Column, after: Column): string | null {
  if (typeFamily(before) === 'real') return realToReal(before, after);
  if (after.unsigned && !before.unsigned && typeFamily(before) !== 'bit') return 'negative numbers are lost';
  const range = rangeOf(before);
  if (range === null || range.scale > 0) return 'decimal fractions become the nearest binary ones';
  if (digitsOf(after) !== null) return 'it has digits to spare on one side only';
  const exact = after.dataType === 'float' ? 2n ** 24n : 2n ** 53n;
  return range.greatest > exact ? 'great numbers are rounded' : null;
}

function realToReal(before: Column, after: Column): string | null {
  if (after.unsigned && !before.unsigned) return 'negative numbers are lost';
  if (before.dataType === 'double' && after.dataType === 'float') return 'digits are rounded away';
  const [from, to] = [digitsOf(before), digitsOf(after)];
  if (to === null) return null;
  const holds = from !== null && to.scale >= from.scale && to.whole >= from.whole;
  return holds ? null : 'numbers are rounded to its digits';
}

/** Of `FLOAT(7,3)`: servers round to them. */
function digitsOf({ columnType }: Column): { readonly whole: number; readonly scale: number } | null {
  const [, size = '', scale = ''] = /^\w+\((\d+),(\d+)\)/.exec(columnType) ?? [];
  return size === '' ? null : { whole: Number(size) - Number(scale), scale: Number(scale) };
}

/** A floating number is printed with fewer digits than it has, and bits are bytes. */
function toText(before: Column, after: Column): string | null {
  const range = typeFamily(before) === 'bit' ? null : rangeOf(before);
  if (range === null) return 'not all of its digits are written';
  const whole = range.greatest.toString().length + (range.least < 0n ? 1 : 0);
  const length = Math.max(whole + (range.scale > 0 ? range.scale + 1 : 0), zerofill(before));
  return holdsCharacters(after, length) ? null : 'longer numbers do not fit';
}

function zerofill({ columnType }: Column): number {
  return / zerofill\b/.test(columnType) ? Number(/\((\d+)/.exec(columnType)?.[1] ?? 0) : 0;
}
