/**
 * Makes the plan of a run: tries the pending migrations in a workspace, asks what each statement costs, chooses the
 * ways, groups the batches. Reads the pair and writes nothing on it, unless the workspace may lie on the passive.
 */
import { createHash } from 'node:crypto';
import { BlockedError, type Finding, RefusedError, StoppedError } from '../errors.js';
import { bookkeepingMigration, checksumTable, tableStatements } from '../migrate/bookkeeping.js';
import { chooseFinished, type Down } from '../migrate/choose-finished.js';
import { comparePending, type PendingMigration } from '../migrate/compare-pending.js';
import { demandDowns } from '../migrate/demand-downs.js';
import type { MigrationFile } from '../migrate/files.js';
import { type Recorded, readRecorded } from '../migrate/recorded.js';
import { enabledEvents, nameOf as nameOfEvent } from '../pair/scheduled-event.js';
import { otherSide, type Side } from '../pair/side.js';
import { changedParts } from '../plan/changed-parts.js';
import { fingerprintStructure } from '../plan/fingerprint.js';
import { groupBatches, type Routed } from '../plan/group-batches.js';
import { liveAfter } from '../plan/live-tables.js';
import type { Batch, Plan } from '../plan/plan.js';
import { chooseWay, type StrategyFacts } from '../plan/strategy.js';
import type { Structure } from '../plan/structure.js';
import { readStructure } from '../server/catalog.js';
import type { Session } from '../server/connection.js';
import { openWorkspace } from '../workspace/open-workspace.js';
import { type Direction, recordMigration } from '../workspace/record-migration.js';
import { recordStatements } from '../workspace/record-statements.js';
import type { Workspace } from '../workspace/workspace.js';
import { deniedPrograms } from './denied-programs.js';
import { endpointOfUrl } from './endpoint-of-url.js';
import type { Run } from './engine-ports.js';
import { readPointers } from './read-pointers.js';
import { readStrategyFacts } from './strategy-facts.js';

export type PlannedRun = {
  readonly plan: Plan;
  readonly recorded: Readonly<Record<Side, Recorded>>;
  /** sql_mode of the live server, in which the workspace ran and both legs will. */
  readonly sqlMode: string;
  readonly notices: readonly Finding[];
};

export type PlanOptions = {
  /** Whether a scratch schema on the passive may serve as workspace: never for a dry run. */
  readonly mayUsePassive: boolean;
  /** Take finished migrations back, instead of running those that are pending. */
  readonly down?: Down;
  /** Aborted when no further migration is to be tried. */
  readonly stop?: AbortSignal;
};

/**
 * Null when nothing is pending. Throws RefusedError or ConfigError, BlockedError when the sides differ, and StoppedError.
 */
export async function planRun(
  run: Run,
  files: readonly MigrationFile[],
  { mayUsePassive, down, stop }: PlanOptions,
): Promise<PlannedRun | null> {
  const passive = await passiveOf(run);
  const [a, b] = await Promise.all([demandSession(run, 'a'), demandSession(run, 'b')]);
  const { database } = run.config;
  const recorded = {
    a: await readRecorded(a, database, run.settings),
    b: await readRecorded(b, database, run.settings),
  };
  const { pending, findings, notices } = comparePending({ files, recorded, settings: run.settings });
  if (findings.length > 0)
    throw new RefusedError('the migrations do not fit what the servers have recorded', { findings });
  const chosen =
    down === undefined ? pending : chooseFinished({ files, recorded, settings: run.settings, down });
  if (chosen.length === 0) return null;
  refuseHalfDone(pending);
  if (down !== undefined) await demandDowns(chosen);
  await assertSameStructure(database, a, b);
  const workspace = await openWorkspace({
    source: run.pair.endpoints[passive],
    database,
    url: await endpointOfUrl(run.config),
    passive: mayUsePassive ? run.pair.endpoints[passive] : null,
  });
  try {
    const facts = await readStrategyFacts(run, { a, b });
    const direction = down === undefined ? 'up' : 'down';
    const trial = { run, workspace, facts, chosen, direction, stop, recorded: recorded[passive] } as const;
    const plan = await tryMigrations(trial);
    return { plan, recorded, sqlMode: workspace.live.variables.sql_mode ?? '', notices };
  } finally {
    await workspace.close();
  }
}

type Trial = {
  readonly run: Run;
  readonly workspace: Workspace;
  readonly facts: StrategyFacts;
  readonly chosen: readonly MigrationFile[];
  readonly direction: Direction;
  readonly recorded: Recorded;
  readonly stop: AbortSignal | undefined;
};

async function tryMigrations(trial: Trial): Promise<Plan> {
  const { run, workspace, facts, chosen, direction, recorded, stop } = trial;
  const before = await workspace.readStructure();
  const routed: Routed[] = [...(await bookkeepingTables(run, workspace, recorded))];
  const refusals: Finding[] = [];
  let { live } = facts;
  for (const file of chosen) {
    const tried = await recordMigration(workspace, file, run.settings, direction);
    const takesBack = direction === 'down' ? { takesBack: [file.name] } : {};
    const migration = { ...tried, ...file, ...takesBack };
    const way =
      tried.findings.length > 0
        ? { kind: 'refused' as const, findings: tried.findings }
        : chooseWay(migration, { ...facts, live });
    live = liveAfter(live, migration);
    if (way.kind === 'refused') refusals.push(...way.findings);
    else routed.push({ migration, strategy: way.kind, why: whyWithLimits(way.why, tried.unfinished) });
    // After a migration that went wrong the copy is not what the later ones would find.
    if (tried.findings.length > 0) break;
    if (stop?.aborted === true)
      throw new StoppedError(
        'stopped while the migrations were tried: no run was opened, nothing was changed',
      );
  }
  const denied = await deniedPrograms(
    run,
    routed.map(({ migration }) => migration),
  );
  refusals.push(...denied);
  const batches = refusals.length > 0 ? [] : groupBatches(routed, { ...facts, live });
  const after = await workspace.readStructure();
  const { database } = run.config;
  return {
    fingerprint: nameOf(batches, before),
    ...replicasOf(run),
    ...(await eventsMovedBy(run, batches)),
    database,
    batches,
    refusals,
    ...changedParts(before, after),
  };
}

async function eventsMovedBy(
  { pair, pointers }: Run,
  batches: readonly Batch[],
): Promise<Pick<Plan, 'events'>> {
  if (batches.every(({ strategy }) => strategy !== 'flip')) return {};
  const pointer = await readPointers(pointers);
  const session = pointer.kind === 'names' ? await pair.watch(pointer.side) : null;
  if (session === null) return {};
  const events = enabledEvents(pair.flavor.readEvents(await session.rows(pair.flavor.eventsQuery)));
  return events.length === 0 ? {} : { events: events.map(nameOfEvent) };
}

function replicasOf({ pair }: Run): Pick<Plan, 'replicas'> {
  const problem = pair.discoveryProblem();
  if (problem !== null) throw problem;
  const replicas = pair.replicas();
  return replicas.length === 0 ? {} : { replicas };
}

/** A script that went wrong for want of rows has shown only a part of what it sends. */
function whyWithLimits(why: string, unfinished: string | null): string {
  return unfinished === null ? why : `${why}; what it sends is known only when it runs (${unfinished})`;
}

/** The first run on a pair makes the tables that record migrations, as a batch of its own kind: seen in the plan. */
async function bookkeepingTables(
  run: Run,
  workspace: Workspace,
  recorded: Recorded,
): Promise<readonly Routed[]> {
  const texts = tableStatements(run.settings, recorded);
  if (texts.length === 0) return [];
  const before = await workspace.readStructure();
  const statements = await recordStatements(workspace, bookkeepingMigration, texts);
  const after = await workspace.readStructure();
  const migration = {
    name: bookkeepingMigration,
    kind: 'sql' as const,
    checksum: '',
    statements,
    usesRows: false,
    before,
    after,
  };
  return [
    {
      migration,
      strategy: 'direct',
      why: `makes the tables that record migrations (${checksumTable} and knex's)`,
    },
  ];
}

function nameOf(batches: readonly Batch[], before: Structure): string {
  const text = JSON.stringify([fingerprintStructure(before), batches]);
  return createHash('sha256').update(text).digest('hex');
}

async function passiveOf(run: Run): Promise<Side> {
  const pointer = await readPointers(run.pointers);
  if (pointer.kind !== 'names')
    throw new BlockedError(`it is not known which server is active: ${pointer.detail}`);
  return otherSide(pointer.side);
}

async function demandSession({ pair }: Run, side: Side): Promise<Session> {
  const session = await pair.watch(side);
  if (session === null) throw new BlockedError(`${pair.endpoints[side].label}: cannot be reached`);
  return session;
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

async function assertSameStructure(database: string, a: Session, b: Session): Promise<void> {
  const [left, right] = await Promise.all([readStructure(a, database), readStructure(b, database)]);
  if (fingerprintStructure(left) === fingerprintStructure(right)) return;
  const names = [...new Set([...Object.keys(left.tables), ...Object.keys(right.tables)])].sort();
  const different = names.filter(name => left.tables[name]?.create !== right.tables[name]?.create);
  throw new BlockedError(`the structures of a and b differ: ${different.join(', ') || 'views or triggers'}`, {
    hint: 'see the difference with `dbshift status`; make both sides equal before a migration',
  });
}
