/**
 * Whether a plan is still the one that its parts were made from. Somebody may have edited the file: what was read there
 * would not be what the parts are compared for. Pure.
 */
import { isDeepStrictEqual } from 'node:util';
import { digestStatements } from './make-parts.js';
import type { PlanPart } from './plan-parts.js';
import type { ReviewedPlan } from './reviewed-plan.js';
import { movingLines, movingOf } from './topology.js';

/** Parts that say something else than the plan beside them; empty for one that nobody touched. */
export function unfitParts(plan: ReviewedPlan): readonly PlanPart[] {
  const fits = [
    ['files', filesFit(plan)],
    ['statements', digestStatements(plan) === plan.review.parts.statements],
    ['topology', topologyFits(plan)],
  ] as const;
  return fits.filter(([, fit]) => !fit).map(([part]) => part);
}

function filesFit({ batches, review: { parts } }: ReviewedPlan): boolean {
  const migrations = batches.flatMap(batch => batch.migrations);
  // What makes the tables that record migrations has no file.
  return migrations.every(({ name, checksum }) => checksum === '' || parts.files[name] === checksum);
}

function topologyFits({ replicas = [], events = [], review: { parts } }: ReviewedPlan): boolean {
  if (parts.topology === null) return true;
  return isDeepStrictEqual(movingOf(parts.topology), movingLines({ replicas, events }));
}
