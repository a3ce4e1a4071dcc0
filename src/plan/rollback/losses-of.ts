/** What a flip back would lose, with the servers that are there now. Pure. */
import type { ReplicaKey } from '../../pair/side.js';
import type { Batch } from '../plan.js';
import type { LossyTable } from './rollback-window.js';

/** By table; empty where nothing is lost. */
export function lossesOf(
  { rollback }: Pick<Batch, 'rollback'>,
  replicas: readonly ReplicaKey[],
): readonly LossyTable[] {
  if (rollback === undefined)
    return [{ table: 'the plan', why: 'nobody judged whether its flip can be taken back' }];
  if (!rollback.lossless) return rollback.tables;
  // A copy is fetched from the other side, and does not come to the servers below.
  return replicas.length === 0
    ? []
    : rollback.copies.map(table => ({ table, why: 'it loses columns, and replicas cannot get them back' }));
}
