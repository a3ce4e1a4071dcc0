/**
 * One number for a row, made of the columns that both sides have. Pure.
 *
 * CRC is linear: XOR over the CRCs of rows does not see values that two rows have swapped (tested), and a row that
 * is there twice cancels itself. So each CRC is taken twice, through its decimal digits, which is not linear, and
 * rows are added up. MD5 is not used: MySQL 9 does not have it.
 */
import type { Column, Table } from '../plan/structure.js';
import { valueExpression } from './column-value.js';
import type { ByRole } from './role.js';

/** The expression on each side. Generated columns follow from the others, and are left out. */
export function rowChecksum(active: Table, passive: Table): ByRole<string> {
  const pairs = active.columns.flatMap((own): (readonly [Column, Column])[] => {
    const other = passive.columns.find(({ name }) => name === own.name);
    return other === undefined || own.generated !== null || other.generated !== null ? [] : [[own, other]];
  });
  return {
    active: checksumOf(pairs.map(([own, other]) => valueExpression(own, other))),
    passive: checksumOf(pairs.map(([own, other]) => valueExpression(other, own))),
  };
}

function checksumOf(values: readonly string[]): string {
  return values.length === 0 ? '0' : `CRC32(CRC32(CONCAT_WS('#', ${values.join(', ')})))`;
}
