/** How a server writes the value of a column so that another one of its kind stores exactly that again. Pure. */
import type { Column } from '../plan/structure.js';
import { quoteIdentifier, quoteString } from '../sql/identifier.js';

/**
 * An expression that gives the value as a literal of SQL, as text; NULL gives NULL. Texts and bytes go as the bytes that
 * are stored, so no character set comes in between. Moments are written in the time zone of the session, which must be
 * the same on both ends; a zero date, and a 0 in an AUTO_INCREMENT column, need a `sql_mode` that takes them.
 */
export function columnLiteral({ name, dataType, charset }: Column): string {
  const column = quoteIdentifier(name);
  switch (dataType) {
    case 'tinyint':
    case 'smallint':
    case 'mediumint':
    case 'int':
    case 'bigint':
    case 'year':
    case 'decimal':
      return `CAST(${column} AS CHAR)`;
    case 'bit':
    // By number: also the empty one that stands for a value which was none.
    case 'enum':
    case 'set':
      return `CAST(CAST(${column} AS UNSIGNED) AS CHAR)`;
    case 'float':
    case 'double':
      return literalOfDouble(`CAST(CAST(${column} AS DOUBLE) AS CHAR)`);
    case 'date':
    case 'datetime':
    case 'timestamp':
    case 'time':
      return `CONCAT('''', ${column}, '''')`;
    default:
      return charset !== null && /char$|text$/u.test(dataType)
        ? `CONCAT(${quoteString(`_${charset} X'`)}, HEX(${column}), '''')`
        : literalOfBytes(column, dataType);
  }
}

/** Through DOUBLE, because the text of a FLOAT has six digits only; with an exponent, without which -0 is the integer 0. */
function literalOfDouble(text: string): string {
  return `CONCAT(${text}, IF(LOCATE('e', ${text}) = 0, 'e0', ''))`;
}

/** What is neither text nor bytes is written and read as text: json, uuid, inet6. */
function literalOfBytes(column: string, dataType: string): string {
  return /binary$|blob$|^vector$|^geom|point$|linestring$|polygon$/u.test(dataType)
    ? `CONCAT('X''', HEX(${column}), '''')`
    : `CONCAT('CONVERT(X''', HEX(CAST(${column} AS CHAR)), ''' USING utf8mb4)')`;
}
