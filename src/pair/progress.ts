/**
 * Where a side stands in a plan: pure, from the structure's fingerprint and the recorded names. A side may stand
 * inside a migration (a DDL failed half-way), but never at a structure the plan does not know: that is `foreign`.
 */
import type { Batch, Plan, PlannedMigration } from '../plan/plan.js';
import { programsLevel } from '../programs/planned-program.js';
import type { Level } from './state.js';

/** Relative to one batch. `foreign`: a change that this plan did not make. */
export type BatchLevel = 'old' | 'partial' | 'new' | 'foreign';

export function batchLevel(batch: Batch, level: Level): BatchLevel {
  if (programsLevel(batch.programs ?? [], level.programs) === 'foreign') return 'foreign';
  const complete = isBrought(batch, level);
  if (!isBegun(batch, level) && level.structure === batch.structureBefore) return 'old';
  if (complete && level.structure === batch.structureAfter) return 'new';
  // A way back may begin inside a migration that nothing has recorded.
  if (complete && batch.oneLeg !== true) return 'foreign';
  // While programs come and go in whatever order, everything else stands as the migrations left it.
  const bringsPrograms = batch.apart !== undefined && level.apart === batch.apart;
  return bringsPrograms || structuresWithin(batch).has(level.structure) ? 'partial' : 'foreign';
}

/** By the records, which are written last: one that takes others back is done when none of them is recorded. */
export function isDone(
  { name, takesBack, givesBack = [] }: Pick<PlannedMigration, 'name' | 'takesBack' | 'givesBack'>,
  { recorded }: Pick<Level, 'recorded'>,
): boolean {
  if (takesBack === undefined) return recorded.includes(name);
  return takesBack.every(one => !recorded.includes(one)) && givesBack.every(one => recorded.includes(one));
}

/**
 * Migrations that a side lacks. Of a way back the records alone do not say so; where it brings programs too, everything
 * but those looks as it is to look once its statements are done.
 */
export function lackingMigrations(batch: Batch, level: Level): readonly PlannedMigration[] {
  const left = batch.migrations.filter(migration => !isDone(migration, level));
  if (batch.oneLeg !== true) return left;
  const tablesAreBack = left.length === 0 && batch.apart !== undefined && level.apart === batch.apart;
  return tablesAreBack || batchLevel(batch, level) === 'new' ? [] : batch.migrations;
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
    // Nothing comes after a way back, and its records may be all that a side never had.
    if (batch.oneLeg === true) return levels.some(level => batchLevel(batch, level) !== 'new');
    return levels.some(level => !isBrought(batch, level));
  };
  const index = plan.batches.findIndex(missing);
  return index === -1 ? plan.batches.length : index;
}

/** Whether anything is recorded, or was brought. */
export function isBegun({ migrations, programs }: Batch, level: Level): boolean {
  return (
    migrations.some(migration => isDone(migration, level)) ||
    (programs !== undefined && programsLevel(programs, level.programs) !== 'none')
  );
}

/** By what is recorded and what programs read back as. */
export function isBrought({ migrations, programs = [] }: Batch, level: Level): boolean {
  return (
    migrations.every(migration => isDone(migration, level)) &&
    programsLevel(programs, level.programs) === 'all'
  );
}

function structuresWithin(batch: Batch): ReadonlySet<string> {
  const after = batch.migrations.flatMap(({ statements }) =>
    statements.map(({ structureAfter }) => structureAfter),
  );
  return new Set([batch.structureBefore, ...after]);
}
