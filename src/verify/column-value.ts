/**
 * One column's value as text that is the same on both sides exactly when the values are, also where the change
 * that is being made gave the column a wider type. Pure.
 */
import type { Column } from '../plan/structure.js';
import { quoteIdentifier } from '../sql/identifier.js';

/**
 * The expression for the column `own`, whose counterpart on the other side is `other`. Texts and bytes become their
 * CRC, so that a row of long values never grows beyond `max_allowed_packet` (its text would silently be NULL).
 */
export function valueExpression(own: Column, other: Column): string {
  const name = quoteIdentifier(own.name);
  const types = [own, other].map(familyOf);
  const value = types[0] === types[1] ? sameFamily(name, own, other) : `CRC32(CAST(${name} AS CHAR))`;
  // NULL must be told from every value, and CONCAT_WS would leave it out.
  return `IFNULL(${value}, '-')`;
}

type Family =
  | 'integer'
  | 'decimal'
  | 'float'
  | 'bit'
  | 'date'
  | 'time'
  | 'text'
  | 'bytes'
  | 'geometry'
  | 'plain';

const families: Readonly<Record<string, Family>> = {
  ...family('integer', 'tinyint', 'smallint', 'mediumint', 'int', 'bigint', 'year'),
  ...family('decimal', 'decimal'),
  ...family('float', 'float', 'double'),
  ...family('bit', 'bit'),
  ...family('date', 'date', 'datetime', 'timestamp'),
  ...family('time', 'time'),
  ...family('text', 'char', 'varchar', 'tinytext', 'text', 'mediumtext', 'longtext', 'enum', 'set'),
  ...family('bytes', 'binary', 'varbinary', 'tinyblob', 'blob', 'mediumblob', 'longblob'),
  // Numbers in a row, which no server makes a text of by CAST (MariaDB 11.8, MySQL 9.7).
  ...family('bytes', 'vector'),
  ...family('geometry', 'geometry', 'point', 'linestring', 'polygon', 'multipoint', 'multilinestring'),
  ...family('geometry', 'multipolygon', 'geometrycollection', 'geomcollection'),
};

function family(name: Family, ...types: readonly string[]): Readonly<Record<string, Family>> {
  return Object.fromEntries(types.map(type => [type, name]));
}

/** `plain`: types of one vendor (uuid, inet6, json), whose text is their value. */
function familyOf({ dataType }: Column): Family {
  return families[dataType] ?? 'plain';
}

function sameFamily(name: string, own: Column, other: Column): string {
  const kind = familyOf(own);
  switch (kind) {
    case 'integer':
    case 'bit':
      // Adding 0 takes the zeros of ZEROFILL away, and makes a number of the bytes of a BIT.
      return kind === 'bit' || isZerofill(own) || isZerofill(other) ? `${name} + 0` : name;
    case 'decimal':
      return sameType(own, other) && !isZerofill(own)
        ? name
        : `CAST(${name} AS DECIMAL(${widest(own, other).join(', ')}))`;
    case 'float':
      // The text of a FLOAT has six digits only.
      return `CAST(${name} AS DOUBLE)`;
    case 'date':
      return sameType(own, other) ? name : `CAST(${name} AS DATETIME(6))`;
    case 'time':
      return sameType(own, other) ? name : `CAST(${name} AS TIME(6))`;
    case 'text':
      return `CRC32(${textOf(name, own, other)})`;
    case 'bytes':
      return `CRC32(${sameType(own, other) ? name : `TRIM(TRAILING X'00' FROM ${name})`})`;
    case 'geometry':
      return `CRC32(ST_AsBinary(${name}))`;
    case 'plain':
      return `CRC32(CAST(${name} AS CHAR))`;
    default: {
      const never: never = kind;
      return never;
    }
  }
}

function sameType(own: Column, other: Column): boolean {
  return own.columnType === other.columnType;
}

function isZerofill({ columnType }: Column): boolean {
  return /\bzerofill\b/.test(columnType);
}

/** Precision and scale that hold what either side holds. */
function widest(own: Column, other: Column): readonly [number, number] {
  const scale = Math.max(own.scale ?? 0, other.scale ?? 0);
  const whole = Math.max(...[own, other].map(({ precision, scale: own }) => (precision ?? 10) - (own ?? 0)));
  return [Math.min(65, whole + scale), scale];
}

/** CHAR loses its trailing blanks when it is read, VARCHAR keeps them. */
function textOf(name: string, own: Column, other: Column): string {
  const text = own.charset === other.charset ? name : `CONVERT(${name} USING utf8mb4)`;
  const padded = [own, other].some(({ dataType }) => dataType === 'char') && own.dataType !== other.dataType;
  return padded ? `TRIM(TRAILING ' ' FROM ${text})` : text;
}
