/**
 * Makes the plan of a run: tries the pending migrations in a workspace, asks what each statement costs, chooses the
 * ways, groups the batches. Writes nothing on a pair, unless the workspace may lie on the passive.
 */
import type { Config } from '../config/config.js';
import type { Report } from '../engine/ports.js';
import { type Finding, RefusedError } from '../errors.js';
import { chooseFinished, type Down } from '../migrate/choose-finished.js';
import { comparePending, type PendingMigration } from '../migrate/compare-pending.js';
import { demandDowns } from '../migrate/demand-downs.js';
import type { MigrationFile } from '../migrate/files.js';
import type { MigrationSettings } from '../migrate/migration-settings.js';
import type { Recorded } from '../migrate/recorded.js';
import type { Side } from '../pair/side.js';
import { changedParts } from '../plan/changed-parts.js';
import { fingerprintStructure, sha256 } from '../plan/fingerprint.js';
import { groupBatches } from '../plan/group-batches.js';
import { refusalsOf } from '../plan/lint/refusals-of.js';
import type { Batch, Plan } from '../plan/plan.js';
import type { Structure } from '../plan/structure.js';
import { openWorkspace } from '../workspace/open-workspace.js';
import type { Workspace } from '../workspace/workspace.js';
import { tellPhase } from './count-steps.js';
import { endpointOfUrl } from './endpoint-of-url.js';
import type { Run } from './engine-ports.js';
import { lintTried } from './lint-tried.js';
import { liveSource } from './live-source.js';
import type { PlanBasis, PlanSource } from './plan-source.js';
import { type ProgramsWish, planPrograms } from './programs/plan-programs.js';
import { reviewRun } from './review-run.js';
import { rewritesTried } from './rewrites-tried.js';
import { strategyFacts } from './strategy-facts.js';
import { type Tried, tryMigrations } from './try-migrations.js';
import { untilStopped } from './until-stopped.js';

export type PlannedRun = {
  readonly plan: Plan;
  readonly recorded: Readonly<Record<Side, Recorded>>;
  /** sql_mode of the live server, in which the workspace ran and both legs will. */
  readonly sqlMode: string;
  readonly notices: readonly Finding[];
};

export type PlanOptions = {
  /** Take finished migrations back, instead of running those that are pending. */
  readonly down?: Down;
  /** Bring stored programs too, behind the migrations. */
  readonly programs?: ProgramsWish;
  /** Aborted when nobody waits for the plan any more: what the workspace does is ended in the middle. */
  readonly stop?: AbortSignal;
  /** Told how far it is. */
  readonly report?: Report;
};

/** Null when nothing is pending. Throws as `planFrom` does, and BlockedError as `liveSource` does. */
export async function planRun(
  run: Run,
  files: readonly MigrationFile[],
  { mayUsePassive, ...options }: PlanOptions & { readonly mayUsePassive: boolean },
): Promise<PlannedRun | null> {
  return planFrom(await liveSource(run, { mayUsePassive }), { ...run, files }, options);
}

/** What is to be planned, and for whom. */
export type Project = {
  readonly config: Config;
  readonly settings: MigrationSettings;
  readonly files: readonly MigrationFile[];
};

/**
 * Null when nothing is pending. Throws RefusedError or ConfigError, BlockedError when the sides differ, and StoppedError.
 */
export async function planFrom(
  source: PlanSource,
  project: Project,
  options: PlanOptions,
): Promise<PlannedRun | null> {
  const { chosen, notices } =
    options.programs?.alone === true
      ? { chosen: [], notices: [] }
      : await chooseMigrations(source, project, options.down);
  if (chosen.length === 0 && options.programs === undefined) return null;
  const basis = await source.read();
  const tried = await untilStopped(options.stop, whenStopped, () =>
    planFor({ ...project, source, basis, chosen }, options),
  );
  if (tried.plan.batches.length + tried.plan.refusals.length === 0) return null;
  const sqlMode = basis.original.live.variables.sql_mode ?? '';
  return { ...tried, recorded: source.recorded, sqlMode, notices: [...notices, ...tried.notices] };
}

const whenStopped = 'stopped while the migrations were tried: no run was opened, nothing was changed';

async function planFor(
  planned: Planned,
  options: PlanOptions,
): Promise<Pick<PlannedRun, 'plan' | 'notices'>> {
  const { basis, config, source } = planned;
  const tables = Object.keys(basis.original.structure.tables).length;
  tellPhase(options.report, `copy the structure of ${tables} tables`);
  const workspace = await openWorkspace({
    original: basis.original,
    database: basis.database,
    url: await endpointOfUrl(config),
    passive: source.passive,
    stop: options.stop,
  });
  try {
    return { plan: await planIn(workspace, planned, options), notices: unconfined(workspace) };
  } finally {
    await workspace.close();
  }
}

/** Never silently: whoever may write on a passive holds rights on all of it. */
function unconfined({ confined, where }: Workspace): readonly Finding[] {
  if (confined) return [];
  return [
    {
      id: 'workspace-not-confined',
      where,
      message:
        'migrations are tried under the configured account, which has rights beyond the scratch schema',
      hint: 'name a server in `workspace.url`, or install the server programs on this machine',
    },
  ];
}

type Chosen = { readonly chosen: readonly MigrationFile[]; readonly notices: readonly Finding[] };

async function chooseMigrations(
  { recorded }: PlanSource,
  { files, settings }: Project,
  down: Down | undefined,
): Promise<Chosen> {
  const { pending, findings, notices } = comparePending({ files, recorded, settings });
  if (findings.length > 0)
    throw new RefusedError('the migrations do not fit what the servers have recorded', { findings });
  const chosen = down === undefined ? pending : chooseFinished({ files, recorded, settings, down });
  if (chosen.length === 0) return { chosen, notices };
  refuseHalfDone(pending);
  if (down !== undefined) await demandDowns(chosen);
  return { chosen, notices };
}

const noPrograms = { refusals: [], lint: [] } as const;

type Planned = Project & {
  readonly source: PlanSource;
  readonly basis: PlanBasis;
  readonly chosen: readonly MigrationFile[];
};

async function planIn(
  workspace: Workspace,
  { config, settings, source, basis, chosen }: Planned,
  { down, programs: wish, report }: PlanOptions,
): Promise<Plan> {
  const before = await workspace.readStructure();
  const facts = strategyFacts(basis, config.limits.directMs);
  const direction = down === undefined ? 'up' : 'down';
  const recorded = source.recorded.a;
  const tried = await tryMigrations({ workspace, settings, facts, chosen, direction, recorded, report });
  tellPhase(report, 'judge what they do');
  const structure = await workspace.readStructure();
  const routed = groupBatches(tried.routed, tried.facts);
  const programs =
    wish === undefined || tried.broken
      ? { ...noPrograms, batches: routed, after: structure }
      : await planPrograms(workspace, {
          ...{ wish, batches: routed, after: structure, config },
          programs: await source.readPrograms(),
        });
  const { after } = programs;
  const lint = await lintTried({ workspace, tried, direction, settings, config, basis, report });
  const rewrites = await rewritesTried(workspace, tried, { facts, report });
  tellPhase(report, 'put the plan together');
  const refusals = [...(await whyRefused(source, tried)), ...refusalsOf(lint), ...programs.refusals];
  const batches = refusals.length > 0 ? [] : programs.batches;
  return {
    fingerprint: nameOf(batches, before),
    ...movedWith(basis, batches),
    database: basis.database,
    batches,
    refusals,
    ...changedParts(before, after),
    review: await reviewRun({
      ...{ source, basis, tried, lint, rewrites, batches, before, after },
      limits: config.limits,
    }),
  };
}

async function whyRefused(source: PlanSource, { routed, refusals }: Tried): Promise<readonly Finding[]> {
  const denied = await source.deniedPrograms(routed.map(({ migration }) => migration));
  return [...refusals, ...denied];
}

function movedWith({ replicas, events }: PlanBasis, batches: readonly Batch[]): Partial<Plan> {
  const flips = batches.some(({ strategy }) => strategy === 'flip');
  return {
    ...(replicas.length === 0 ? {} : { replicas }),
    ...(flips && events.length > 0 ? { events } : {}),
  };
}

function nameOf(batches: readonly Batch[], before: Structure): string {
  return sha256([fingerprintStructure(before), batches]);
}

function refuseHalfDone(pending: readonly PendingMigration[]): void {
  const half = pending.filter(({ on }) => on !== null);
  if (half.length === 0) return;
  throw new RefusedError('no run is open, but one side has migrations that the other has not', {
    findings: half.map(({ name, on }) => ({
      id: 'migration-on-one-side',
      where: name,
      message: `recorded on ${on} only`,
      hint: 'if it is still replicating, wait; else bring the other side to the same state by hand',
    })),
  });
}
