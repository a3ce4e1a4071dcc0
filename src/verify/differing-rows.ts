/** Which rows two readings of one point tell apart. Pure. */

import type { KeyValues } from './key-value.js';
import type { KeyedSums } from './read-rows.js';
import type { RowDifference } from './row-difference.js';

export type DifferingRow = {
  readonly key: KeyValues;
  readonly kind: Exclude<RowDifference['kind'], 'contents'>;
};

export function differingRows(active: KeyedSums, passive: KeyedSums): readonly DifferingRow[] {
  const differing: DifferingRow[] = [];
  for (const [id, { key, sum }] of active) {
    const other = passive.get(id);
    if (other === undefined) differing.push({ key, kind: 'missing' });
    else if (other.sum !== sum) differing.push({ key, kind: 'changed' });
  }
  for (const [id, { key }] of passive) {
    if (!active.has(id)) differing.push({ key, kind: 'extra' });
  }
  return differing;
}
