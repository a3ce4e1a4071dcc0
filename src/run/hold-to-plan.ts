/**
 * Holds a run to a plan that was reviewed: what would be run now, or the run that is open, must be that plan in every
 * part that it has. Reads, and changes nothing: whoever is refused here has touched nothing.
 */
import type { RunEvent } from '../engine/event.js';
import { type Finding, RefusedError } from '../errors.js';
import type { MigrationFile } from '../migrate/files.js';
import type { Intent } from '../pair/facts.js';
import { comparePlans, type PlanComparison } from '../plan/compare-plans.js';
import type { Moved } from '../plan/moved.js';
import { unfitParts } from '../plan/parts-fit.js';
import type { Plan } from '../plan/plan.js';
import { hasReview, type ReviewedPlan } from '../plan/reviewed-plan.js';
import { commandName } from './command-name.js';
import { changedSince } from './open-run.js';

type ReviewedEvent = Extract<RunEvent, { readonly type: 'reviewed' }>;

const again = 'make the plan again and have it reviewed: `dbshift plan --out FILE`';

/** Throws RefusedError for a plan that nobody could run, or that was edited. */
export function demandReviewed(plan: Plan): ReviewedPlan {
  if (plan.refusals.length > 0)
    throw new RefusedError('the reviewed plan is itself refused', { findings: plan.refusals, hint: again });
  if (!hasReview(plan))
    throw new RefusedError('the reviewed plan does not say what it was made from', { hint: again });
  const unfit = unfitParts(plan);
  if (unfit.length === 0) return plan;
  throw new RefusedError(`the reviewed plan was changed after it was made: ${unfit.join(', ')}`, {
    hint: again,
  });
}

/** Throws RefusedError with what moved, and with the refusals where the plan of now cannot be run. */
export function holdToPlan(reviewed: ReviewedPlan, now: Plan): ReviewedEvent {
  const comparison = comparePlans(reviewed, demandParts(now));
  if (now.refusals.length > 0) {
    // Such a plan has no batches: that statements and files are gone would only say the same once more.
    const moved = comparison.moved.filter(({ part }) => part !== 'statements' && part !== 'files');
    throw new RefusedError('these migrations cannot go any safe way any more', {
      findings: [...now.refusals, ...moved.map(finding)],
    });
  }
  refuseMoved(comparison, 'what would be run now is not what was reviewed');
  return { type: 'reviewed', fingerprint: reviewed.fingerprint, outcome: 'holds', ...told(comparison) };
}

/** An open run that is not the reviewed one stays as it is, also where it could be planned anew. */
export function holdOpenRun(
  reviewed: ReviewedPlan,
  open: Intent,
  files: readonly MigrationFile[],
): ReviewedEvent {
  const named = `run ${open.runId} is open, and is not what was reviewed`;
  const hint = `without --plan it goes on: \`dbshift ${commandName(open.goal)}\``;
  if (open.plan === null || !hasReview(open.plan)) throw new RefusedError(named, { hint });
  const comparison = comparePlans(reviewed, open.plan);
  refuseMoved(comparison, named, hint);
  const changed = changedSince(open, files);
  if (changed.length > 0)
    throw new RefusedError(named, {
      findings: changed.map(({ name }) => ({
        id: 'moved-files',
        where: 'files',
        message: `${name}: changed`,
      })),
      hint: 'put the file back as it was when it was reviewed',
    });
  return { type: 'reviewed', fingerprint: reviewed.fingerprint, outcome: 'open', ...told(comparison) };
}

function demandParts(now: Plan): ReviewedPlan {
  if (!hasReview(now)) throw new Error('a plan that was made for a run says what it was made from');
  return now;
}

function refuseMoved({ moved }: PlanComparison, message: string, hint = again): void {
  if (moved.length > 0) throw new RefusedError(message, { findings: moved.map(finding), hint });
}

function finding({ part, what, patch }: Moved): Finding {
  return { id: `moved-${part}`, where: part, message: `${what}\n${patch.trimEnd()}` };
}

function told({ compared, lacking }: PlanComparison): Pick<ReviewedEvent, 'compared' | 'lacking'> {
  return { compared, lacking };
}
