/**
 * `dbshift verify`: are both sides of a pair the same? Structures as a whole, rows table by table, each range of keys at
 * exactly one position of both servers, while the application goes on. Changes no data; for a moment now and then the
 * passive's applier stands still.
 */
import type { Config } from '../config/config.js';
import { nearestName } from '../config/nearest-name.js';
import type { Report } from '../engine/ports.js';
import { betweenLegs, inWindow, mayFollowBack, passiveFollows } from '../engine/predicates.js';
import { BlockedError, type Finding, UsageError } from '../errors.js';
import { checksumTable } from '../migrate/bookkeeping.js';
import { readMigrationSettings } from '../migrate/knexfile.js';
import { lockTableName, type MigrationSettings } from '../migrate/migration-settings.js';
import type { Side } from '../pair/side.js';
import { type View, viewOf } from '../pair/view.js';
import type { RowsComparison } from '../verify/compare-rows.js';
import type { Sample } from '../verify/sample.js';
import { commandFor } from './command-name.js';
import { compareSides } from './compare-sides.js';
import { connectPair } from './connect-pair.js';
import { enginePorts, prepareRun, type Run } from './engine-ports.js';
import { withNamedPrivileges } from './name-privileges.js';
import { queueForLock } from './queue-for-lock.js';
import { type ReadStructures, readStructures } from './read-structures.js';
import { startLeftStopped, withRecordedStops } from './stopped-applier.js';
import { structuresToCompare } from './structures-to-compare.js';

export type VerifyOptions = {
  /** Only these; all that both sides have where there are none. */
  readonly tables: readonly string[];
  readonly sample?: Sample;
  readonly report: Report;
  readonly signal: AbortSignal;
  /** How long to wait in ms for a run to end; default 0. */
  readonly lockTimeoutMs?: number;
};

export type Verification = {
  readonly database: string;
  readonly active: Side;
  readonly passive: Side;
  /** One side is migrated and the other is not: only columns that both have were compared. */
  readonly betweenLegs: boolean;
  readonly sample: Sample | null;
  /** What differs between the structures, or from the plan. */
  readonly structure: readonly Finding[];
  readonly rows: RowsComparison;
  readonly equal: boolean;
  readonly ms: number;
};

/**
 * Null when it was told to stop. Throws LockHeldError while a run is in progress, BlockedError for a pair whose passive
 * does not follow, UsageError for a table that is not there, and like `compareRows`.
 */
export async function verify(config: Config, options: VerifyOptions): Promise<Verification | null> {
  const settings = await readMigrationSettings(config);
  const { pair, close } = await connectPair(config);
  try {
    const run = prepareRun(config, settings, pair);
    for await (const event of queueForLock(run, { ...options, goal: 'migrate' }))
      if (event.type === 'queued') options.report({ what: event.holder, share: null, etaMs: null });
    return await withNamedPrivileges(run, 'migrate', async () => {
      await run.journal.reload();
      await startLeftStopped(run);
      return await compareBoth(run, await comparableView(run), options);
    });
  } catch (error) {
    if (options.signal.aborted) return null;
    throw error;
  } finally {
    await close();
  }
}

async function compareBoth(run: Run, view: View, options: VerifyOptions): Promise<Verification> {
  const begun = performance.now();
  const { sample, report, signal } = options;
  const read = await readStructures(run, view, run.journal.facts().intent?.plan ?? null);
  const tables = tablesToCompare(read, options.tables, inLeg(view) ? bookkeeping(run.settings) : []);
  const rows = await withRecordedStops(run, view.passive, () =>
    compareSides(run, {
      ...{
        active: view.active,
        tables,
        structures: structuresToCompare(read.structures, view),
        report,
        signal,
      },
      ...(sample === undefined ? {} : { sample }),
    }),
  );
  return {
    database: run.config.database,
    active: view.active,
    passive: view.passive,
    betweenLegs: inLeg(view),
    sample: sample ?? null,
    structure: read.findings,
    rows,
    equal: read.findings.length === 0 && rows.differences.length === 0,
    ms: Math.round(performance.now() - begun),
  };
}

/** Only one side has the current batch. */
const inLeg = (view: View): boolean => betweenLegs(view) || inWindow(view);

/** Both sides in their roles, and the passive applies. */
async function comparableView(run: Run): Promise<View> {
  const look = async (): Promise<View> => {
    const ports = enginePorts(run);
    return viewOf(await ports.observe(null, false), run.journal.facts(), ports.limits);
  };
  let view = await look();
  assertSteady(view);
  if (!passiveFollows(view) && mayStart(view)) {
    for (const sql of run.pair.flavor.startApplier()) await run.pair.control(view.passive).send(sql);
    view = await look();
  }
  if (passiveFollows(view)) return view;
  const why = view.detail.passive === null ? '' : `: ${view.detail.passive}`;
  const { intent } = run.journal.facts();
  throw new BlockedError(
    `${view.passive} does not follow ${view.active} (receiver ${view.passiveReceiver}, applier ${view.passiveApplier})${why}`,
    {
      hint:
        intent === null
          ? 'start its replication first'
          : `a run is open: go on with \`dbshift ${commandFor(intent, run.journal.facts())}\``,
    },
  );
}

/** What the rules of an open run would start: nothing that a leg, or an error, keeps stopped. */
function mayStart(view: View): boolean {
  const right =
    view.batch !== 'flip' || (betweenLegs(view) && view.conversions !== 'missing') || mayFollowBack(view);
  return view.runOpen && view.passiveApplier !== 'broken' && right;
}

function assertSteady({ situation, pointer, detail }: View): void {
  if (situation === 'steady' && pointer === 'agrees') return;
  const why = detail.pointer ?? detail.active ?? detail.passive;
  throw new BlockedError(
    `rows are compared where the active accepts writes, it alone${why === null ? '' : `: ${why}`}`,
    { hint: 'see `dbshift status`; `dbshift recover` gives writes back' },
  );
}

/** Between the legs only one side has the records of the leg. */
function bookkeeping(settings: MigrationSettings): readonly string[] {
  return [settings.tableName, lockTableName(settings), checksumTable];
}

function tablesToCompare(
  { structures: { active, passive } }: ReadStructures,
  wanted: readonly string[],
  left: readonly string[],
): readonly string[] {
  const all = Object.keys(active.tables).filter(name => name in passive.tables);
  if (wanted.length === 0) return all.filter(name => !left.includes(name)).sort();
  for (const name of wanted) {
    if (all.includes(name)) continue;
    const near = nearestName(name, all);
    throw new UsageError(`table ${name} is not on both sides`, {
      ...(near === undefined ? {} : { hint: `did you mean ${near}?` }),
    });
  }
  return [...new Set(wanted)];
}
