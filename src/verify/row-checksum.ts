/**
 * One number for a row, made of the columns that both sides have. Pure.
 *
 * CRC is linear: XOR over the CRCs of rows does not see values that two rows have swapped (tested), and a row that
 * is there twice cancels itself. So each CRC is taken twice, through its decimal digits, which is not linear, and
 * rows are added up. MD5 is not used: MySQL 9 does not have it.
 */
import type { Column, Table } from '../plan/structure.js';
import { quoteIdentifier } from '../sql/identifier.js';
import { valueExpression } from './column-value.js';
import type { ByRole } from './role.js';

/**
 * The expression on each side. Columns are paired by their places, as row events map them, so one that a leg has renamed
 * is compared too. Generated columns follow from the others, and are left out. A column at the end that only the passive
 * has was added there by the leg, and nobody writes it: in every row it must hold what it began with. Otherwise values of
 * a column that somebody else added on the active have slid into it (MariaDB 10.11, MySQL 9.7, tested).
 */
export function rowChecksum(active: Table, passive: Table): ByRole<string> {
  const pairs = active.columns.flatMap((own, at): (readonly [Column, Column])[] => {
    const other = passive.columns[at];
    return other === undefined || own.generated !== null || other.generated !== null ? [] : [[own, other]];
  });
  const untouched = passive.columns.slice(active.columns.length).flatMap(asItBegan);
  return {
    active: checksumOf([
      ...pairs.map(([own, other]) => valueExpression(own, other)),
      ...untouched.map(() => '1'),
    ]),
    passive: checksumOf([...pairs.map(([own, other]) => valueExpression(other, own)), ...untouched]),
  };
}

/** 1 or 0 for a row; nothing for a column whose beginning no expression tells. */
function asItBegan(column: Column): readonly string[] {
  const name = quoteIdentifier(column.name);
  if (column.generated !== null || column.autoIncrement || column.onUpdate) return [];
  switch (column.default.kind) {
    case 'literal':
      return [column.default.value === null ? `${name} IS NULL` : `${name} <=> DEFAULT(${name})`];
    case 'none':
      return emptyOf(column).map(empty => `${name} = ${empty}`);
    case 'expression':
      return [];
    default: {
      const never: never = column.default;
      return never;
    }
  }
}

/** What a server takes for NOT NULL without a default; not that of an ENUM, a moment, or a type of one vendor. */
function emptyOf({ dataType, length, members }: Column): readonly string[] {
  if (/int$|^(?:decimal|float|double|bit|year)$/.test(dataType)) return ['0'];
  if (dataType === 'binary') return [`REPEAT(X'00', ${length ?? 0})`];
  return members.length === 0 && /char$|text$|^varbinary$|blob$/.test(dataType) ? ["''"] : [];
}

function checksumOf(values: readonly string[]): string {
  return values.length === 0 ? '0' : `CRC32(CRC32(CONCAT_WS('#', ${values.join(', ')})))`;
}
