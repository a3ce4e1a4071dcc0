/**
 * Where a side stands in a plan: pure, from the structure's fingerprint and the recorded names. A side may stand
 * inside a migration (a DDL failed half-way), but never at a structure the plan does not know: that is `foreign`.
 */
import type { Batch, Plan } from '../plan/plan.js';
import type { Level } from './state.js';

/** Relative to one batch. `foreign`: a change that this plan did not make. */
export type BatchLevel = 'old' | 'partial' | 'new' | 'foreign';

export function batchLevel(batch: Batch, level: Level): BatchLevel {
  const recorded = batch.migrations.filter(({ name }) => level.recorded.includes(name)).length;
  if (recorded === 0 && level.structure === batch.structureBefore) return 'old';
  if (recorded === batch.migrations.length)
    return level.structure === batch.structureAfter ? 'new' : 'foreign';
  return structuresWithin(batch).has(level.structure) ? 'partial' : 'foreign';
}

export type Levels = { readonly sides: readonly [Level, Level]; readonly replicas: readonly Level[] };

/**
 * Index of the first batch that not both sides have, or the number of batches. Judged by the recorded names alone,
 * because later batches change the structure again; `batchLevel` of the current batch then judges the structure.
 */
export function currentBatch(plan: Plan, { sides, replicas }: Levels): number {
  const missing = (batch: Batch): boolean => {
    // A leg is run on each replica too; what replicates comes to it by itself.
    const levels = batch.strategy === 'flip' ? [...sides, ...replicas] : sides;
    return batch.migrations.some(({ name }) => levels.some(({ recorded }) => !recorded.includes(name)));
  };
  const index = plan.batches.findIndex(missing);
  return index === -1 ? plan.batches.length : index;
}

function structuresWithin(batch: Batch): ReadonlySet<string> {
  const after = batch.migrations.flatMap(({ statements }) =>
    statements.map(({ structureAfter }) => structureAfter),
  );
  return new Set([batch.structureBefore, ...after]);
}
