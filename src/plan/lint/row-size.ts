/**
 * How much of a page of 16 KiB a row can take. InnoDB wants two rows on a page, and in strict mode refuses a table whose
 * rows may be greater (1118). The sum is the one that the servers make then for ROW_FORMAT=DYNAMIC (MariaDB 10.11 and
 * MySQL 9.7, tested to the column). Pure.
 */
import type { FlavorName } from '../../flavor/flavor.js';
import type { Column, Table } from '../structure.js';
import { typeFamily } from '../verdict/type-family.js';
import { capacityOf } from './narrowing/text-capacity.js';

/** In bytes. */
export const rowLimit = 8125;

/** Five bytes of header, 13 of transaction and undo pointer, and a bit for each column that may be NULL. */
export function greatestRow({ columns }: Table, flavor: FlavorName): number {
  const stored = columns.filter(({ generated }) => generated !== 'virtual');
  const nulls = Math.ceil(stored.filter(({ nullable }) => nullable).length / 8);
  return stored.reduce((sum, column) => sum + inPage(column, flavor), 5 + 13 + nulls);
}

/**
 * MySQL reckons that every value of more than 40 bytes can leave the page, but for as many; MariaDB that one of up to
 * 255 bytes cannot, and that of a longer one a pointer of 20 bytes stays.
 */
function inPage(column: Column, flavor: FlavorName): number {
  const bytes = greatestBytes(column);
  if (bytes === null) return fixedBytes(column);
  if (flavor === 'mysql') return Math.min(bytes, 40) + 1;
  return (bytes > 255 || isBlob(column) ? 20 : bytes) + 1;
}

function isBlob({ dataType }: Column): boolean {
  return dataType.endsWith('text') || dataType.endsWith('blob');
}

/** Null where the length is fixed, which that of a CHAR is only where all its characters are of one byte. */
function greatestBytes(column: Column): number | null {
  const { dataType, length } = column;
  switch (typeFamily(column)) {
    case 'text': {
      const { characters, bytes } = capacityOf(column);
      return dataType === 'char' && bytes === characters ? null : bytes;
    }
    case 'binary':
      return dataType === 'binary' ? null : (length ?? 0);
    case 'json':
    case 'other':
      return 65_535;
    default:
      return null;
  }
}

function fixedBytes(column: Column): number {
  const { precision, scale, members, length, dataType, datetimePrecision } = column;
  switch (typeFamily(column)) {
    case 'text':
    case 'binary':
      return length ?? 0;
    case 'decimal':
      return digitBytes((precision ?? 10) - (scale ?? 0)) + digitBytes(scale ?? 0);
    case 'bit':
      return Math.ceil((precision ?? 1) / 8);
    case 'enum':
      return members.length > 255 ? 2 : 1;
    case 'set':
      return Math.ceil(members.length / 8);
    default:
      return (sizes[dataType] ?? 8) + Math.ceil((datetimePrecision ?? 0) / 2);
  }
}

/** Nine digits in four bytes. */
function digitBytes(digits: number): number {
  return Math.floor(digits / 9) * 4 + Math.ceil((digits % 9) / 2);
}

const sizes: Readonly<Record<string, number>> = {
  tinyint: 1,
  smallint: 2,
  mediumint: 3,
  int: 4,
  bigint: 8,
  float: 4,
  double: 8,
  date: 3,
  datetime: 5,
  timestamp: 4,
  time: 3,
  year: 1,
};
