/** Rows that looked different: because they are, or because they were being written. Pure. */

import type { KeyValues } from './key-value.js';
import type { KeyedSums } from './read-rows.js';
import type { RowDifference } from './row-difference.js';

export type Suspect = { readonly key: KeyValues; readonly kind: Exclude<RowDifference['kind'], 'contents'> };

export function findSuspects(active: KeyedSums, passive: KeyedSums): readonly Suspect[] {
  const suspects: Suspect[] = [];
  for (const [id, { key, sum }] of active) {
    const other = passive.get(id);
    if (other === undefined) suspects.push({ key, kind: 'missing' });
    else if (other.sum !== sum) suspects.push({ key, kind: 'changed' });
  }
  for (const [id, { key }] of passive) {
    if (!active.has(id)) suspects.push({ key, kind: 'extra' });
  }
  return suspects;
}
