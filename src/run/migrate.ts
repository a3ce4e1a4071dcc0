/** `dbshift migrate`: plan the pending migrations, or take up the open run, and converge. */

import type { Config } from '../config/config.js';
import type { RunEvent } from '../engine/event.js';
import { BlockedError, RefusedError } from '../errors.js';
import type { Entry } from '../journal/entry.js';
import { nextStamp } from '../migrate/bookkeeping.js';
import type { Down } from '../migrate/choose-finished.js';
import { listMigrationFiles, type MigrationFile } from '../migrate/files.js';
import { readMigrationSettings } from '../migrate/knexfile.js';
import type { Intent } from '../pair/facts.js';
import { sideOf } from '../pair/side.js';
import type { Plan } from '../plan/plan.js';
import type { ReviewedPlan } from '../plan/reviewed-plan.js';
import { againWhilePaused } from './again-while-paused.js';
import { checkPair } from './check-pair.js';
import { connectPair } from './connect-pair.js';
import { convergeRun } from './converge-run.js';
import { prepareRun, type Run } from './engine-ports.js';
import { giveWritesBack } from './give-writes-back.js';
import { holdFinished } from './hold-finished.js';
import { demandReviewed, holdToPlan } from './hold-to-plan.js';
import { withNamedPrivileges } from './name-privileges.js';
import { noteBoots, readBoots } from './note-boots.js';
import { nothingToDo } from './nothing-to-do.js';
import { approval, openRun } from './open-run.js';
import { type PlannedRun, planRun } from './plan-run.js';
import { refuseHalfDone } from './programs/half-done-deploy.js';
import { allPrograms } from './programs/plan-programs.js';
import { queueForLock } from './queue-for-lock.js';
import { leaving, type RunOptions } from './run-options.js';
import { startLeftStopped } from './stopped-applier.js';
import { takeUpRun } from './take-up-run.js';
import { withHooks } from './with-hooks.js';

export type MigrateOptions = RunOptions & {
  /** Stop when the passive is migrated, verified and follows. */
  readonly until?: 'passive';
  /** Wait before each flip for an approval, also with `yes`. */
  readonly holdBeforeFlip?: boolean;
  /** End after each flip, with the old side as it was, until `approve finish`. */
  readonly holdAfterFlip?: boolean;
  /** Take finished migrations back instead. */
  readonly down?: Down;
  /** Bring the stored programs of the files too, in the legs. */
  readonly withPrograms?: boolean;
  /** The plan that was reviewed: nothing else is run. */
  readonly reviewed?: Plan;
};

/**
 * Runs until the goal, a block or an error. Throws ShiftError; what it leaves is always a state that the same
 * command goes on from.
 */
export function migrate(config: Config, options: MigrateOptions): AsyncGenerator<RunEvent, void> {
  return withHooks(
    config,
    goalOf(options),
    againWhilePaused(() => migrateOnce(config, options)),
  );
}

async function* migrateOnce(config: Config, options: MigrateOptions): AsyncGenerator<RunEvent, void> {
  const goal = goalOf(options);
  const reviewed = options.reviewed === undefined ? null : demandReviewed(options.reviewed);
  const settings = await readMigrationSettings(config);
  const files = await listMigrationFiles(settings);
  const { pair, close } = await connectPair(config);
  try {
    const run = { ...prepareRun(config, settings, pair), ...leaving(options) };
    yield* queueForLock(run, { ...options, goal });
    await withNamedPrivileges(run, goal, () => run.journal.reload());
    if (!(yield* giveWritesBack(run))) return;
    await startLeftStopped(run);
    await refuseHalfDone(run);
    const open = yield* takeUpRun(run, files, { ...options, goal, reviewed });
    if (open === 'ended') return;
    const warnings = await checkPair(run, {
      goal,
      resuming: open !== null,
      accepted: options.accept ?? [],
    });
    if (warnings.length > 0) yield { type: 'warnings', findings: warnings };
    const intent = open ?? (yield* openPlannedRun(run, files, { ...options, reviewed }));
    if (intent === null) return yield* nothingToDo(run);
    if (intent.plan !== null)
      yield { type: 'planned', plan: intent.plan, runId: intent.runId, resumed: open !== null };
    await noteBoots(run.journal, await readBoots(pair));
    const said = saidBy(options, open);
    yield* convergeRun(run, { ...options, said });
  } finally {
    await close();
  }
}

const goalOf = ({ down }: Pick<MigrateOptions, 'down'>): 'migrate' | 'down' =>
  down === undefined ? 'migrate' : 'down';

/** A run that is taken up stops where this command says, not where the one before it said. */
function saidBy(
  { until, yes, holdBeforeFlip, holdAfterFlip }: MigrateOptions,
  open: Intent | null,
): readonly Entry[] {
  const holds: readonly Entry[] =
    holdAfterFlip === true && open !== null && open.holdAfterFlip !== true
      ? [{ kind: 'hold-after-flip' }]
      : [];
  const stops: readonly Entry[] =
    open === null ? [] : [...holds, { kind: 'pause-at', pauseAt: until ?? 'never' }];
  return yes && holdBeforeFlip !== true ? [...stops, approval()] : stops;
}

type PlanningOptions = Omit<MigrateOptions, 'reviewed'> & { readonly reviewed: ReviewedPlan | null };

/** Null when nothing is pending. */
async function* openPlannedRun(
  run: Run,
  files: readonly MigrationFile[],
  options: PlanningOptions,
): AsyncGenerator<RunEvent, Intent | null> {
  const planned = yield* planNow(run, files, options);
  if (planned === null) return null;
  const { plan, recorded, sqlMode } = planned;
  const { knexId, batch } = nextStamp([recorded.a, recorded.b]);
  return openRun(run.journal, {
    goal: goalOf(options),
    plan,
    wantActive: run.config.preferredActive ?? null,
    pauseAt: options.until ?? 'never',
    ...(options.holdAfterFlip === true ? { holdAfterFlip: true as const } : {}),
    sqlMode,
    knexId,
    knexBatch: batch,
    replicas: run.pair.replicas(),
  });
}

/** Throws RefusedError with every reason at once, also where it is not what was reviewed. */
async function* planNow(
  run: Run,
  files: readonly MigrationFile[],
  { reviewed, signal, leave, down, withPrograms = false }: PlanningOptions,
): AsyncGenerator<RunEvent, PlannedRun | null> {
  assertAllFound(run);
  const planned = await planRun(run, files, {
    mayUsePassive: true,
    stop: AbortSignal.any([signal, ...(leave === undefined ? [] : [leave])]),
    ...(down === undefined ? {} : { down }),
    ...(withPrograms ? { programs: allPrograms } : {}),
  });
  if (planned === null) {
    if (reviewed !== null) yield await holdFinished(run, reviewed, files);
    return null;
  }
  const { plan, notices } = planned;
  if (notices.length > 0) yield { type: 'warnings', findings: notices };
  if (reviewed !== null) yield holdToPlan(reviewed, plan);
  if (plan.refusals.length > 0)
    throw new RefusedError('these migrations cannot go any safe way', { findings: plan.refusals });
  return planned;
}

/**
 * A side tells the servers that follow it at this moment. One that was there in the last run and is not connected now
 * would come back without this one's legs. Throws BlockedError that names it.
 */
function assertAllFound({ pair, journal, config }: Run): void {
  const opened = journal.records().findLast(({ entry }) => entry.kind === 'open')?.entry;
  if (opened?.kind !== 'open') return;
  const missing = opened.intent.replicas.filter(
    key => config.servers[sideOf(key)].replicas === 'discover' && !pair.replicas().includes(key),
  );
  if (missing.length === 0) return;
  throw new BlockedError(`not found now, and part of the last run: ${missing.join(', ')}`, {
    hint: 'let it follow its side again; if it is gone for good, list the replicas that are left instead of `discover`',
  });
}
