/** BINARY, VARBINARY and the BLOBs. */
import type { Column } from '../../structure.js';
import { typeFamily } from '../../verdict/type-family.js';

export function narrowsBytes(before: Column, after: Column): string | null {
  if (typeFamily(after) !== 'binary') return 'bytes that are no such value are lost';
  if ((after.length ?? 0) < (before.length ?? 0)) return 'longer values do not fit';
  return after.dataType === 'binary' && before.dataType !== 'binary'
    ? 'every value is filled up with zeros'
    : null;
}
