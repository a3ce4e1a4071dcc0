/**
 * Are the rows of these tables the same on both sides? Asked while the active is written, and exact: each range of keys
 * is read on both sides at one point (`take-point.ts`). No row of the application is locked, nothing is written. Only
 * tables that both sides have, and only columns of the same name: what else differs is told by comparing structures.
 */
import type { Report } from '../engine/ports.js';
import type { Flavor } from '../flavor/flavor.js';
import type { Structure } from '../plan/structure.js';
import type { Session } from '../server/connection.js';
import type { Endpoint } from '../server/endpoint.js';
import { compareChunks } from './compare-chunks.js';
import { compareWhole } from './compare-whole.js';
import type { ComparedRows } from './compared-rows.js';
import { comparedTable, isKeyed } from './compared-table.js';
import type { ComparedServers, Comparison } from './comparison.js';
import { openReader } from './open-reader.js';
import { keepPace, type PaceLimits } from './pace.js';
import { openPoints } from './points.js';
import type { ByRole } from './role.js';
import { maxDifferences, type RowDifference } from './row-difference.js';
import { type RowProgress, rowProgress } from './row-progress.js';
import { drawAll, drawSample, type Sample } from './sample.js';
import type { PointTaken } from './take-point.js';

export type RowsToCompare = {
  readonly endpoints: ByRole<Endpoint>;
  readonly flavor: Flavor;
  /** The session that may stop the passive's applier, for a moment: it must run when this is called. */
  readonly applier: Session;
  readonly database: string;
  readonly tables: readonly string[];
  /** As both sides look now; they must not change meanwhile. */
  readonly structures: ByRole<Structure>;
  readonly limits: ComparisonLimits;
  readonly report: Report;
  /** A share of the ranges instead of all. */
  readonly sample?: Sample;
  /** Ends it at once, also in the middle of a statement: `compareRows` then throws the signal's reason. */
  readonly signal?: AbortSignal;
};

export type ComparisonLimits = PaceLimits & {
  /** How long new writes may hang for a point (MySQL). */
  readonly lockMs: number;
  /** Longest time that a snapshot is kept; default about a minute. */
  readonly pointMs?: number;
};

export type TableComparison = Omit<ComparedRows, 'differences'> & {
  readonly table: string;
  readonly ms: number;
};

export type RowsComparison = {
  readonly tables: readonly TableComparison[];
  /** The first `maxDifferences`. */
  readonly differences: readonly RowDifference[];
  /** How many rows differ beyond those. */
  readonly more: number;
  readonly points: readonly PointTaken[];
};

/**
 * Opens sessions of its own on each side. Throws ServerError, and FailedError when the passive lags or the active is too
 * busy for too long. The passive's applier runs again afterwards, unless its server is lost.
 */
export async function compareRows(wanted: RowsToCompare): Promise<RowsComparison> {
  const sessions = await openAll(wanted);
  const giveUp = () => {
    for (const session of sessions) session.abandon('given up');
  };
  wanted.signal?.addEventListener('abort', giveUp);
  try {
    wanted.signal?.throwIfAborted();
    const [active, beside, passive] = sessions;
    const { flavor, applier } = wanted;
    return await compareTables(
      { flavor, readers: { active, passive }, beside: { active: beside, passive: applier } },
      wanted,
    );
  } catch (error) {
    // A session that was given up fails with what became of its socket.
    wanted.signal?.throwIfAborted();
    throw error;
  } finally {
    wanted.signal?.removeEventListener('abort', giveUp);
    await Promise.all(sessions.map(session => session.close()));
  }
}

type Sessions = readonly [active: Session, beside: Session, passive: Session];

async function openAll({
  endpoints: { active, passive },
  flavor,
}: Pick<RowsToCompare, 'endpoints' | 'flavor'>): Promise<Sessions> {
  const opened = await Promise.allSettled(
    [active, active, passive].map(endpoint => openReader(endpoint, flavor)),
  );
  const sessions = opened.flatMap(result => (result.status === 'fulfilled' ? [result.value] : []));
  const [first, second, third] = sessions;
  if (first !== undefined && second !== undefined && third !== undefined) return [first, second, third];
  await Promise.all(sessions.map(session => session.close()));
  throw opened.find(result => result.status === 'rejected')?.reason;
}

async function compareTables(servers: ComparedServers, wanted: RowsToCompare): Promise<RowsComparison> {
  const { database, tables: names, structures, limits, sample } = wanted;
  const progress = await rowProgress(servers.beside.active, wanted);
  const pace = keepPace(servers, limits, progress.paused);
  const points = openPoints(servers, {
    pace,
    lockMs: limits.lockMs,
    ...(limits.pointMs === undefined ? {} : { longestMs: limits.pointMs }),
  });
  const comparison = { points, draw: sample === undefined ? drawAll : drawSample(sample) };
  const compared: (TableComparison & ComparedRows)[] = [];
  for (const name of names) {
    const table = comparedTable(name, database, structures);
    if (table !== null)
      compared.push(await compareTable(comparison, table, { progress, signal: wanted.signal }));
  }
  await points.drop();
  const differences = compared.flatMap(one => one.differences).slice(0, maxDifferences);
  const differing = compared.reduce((sum, one) => sum + one.differing, 0);
  return {
    tables: compared.map(({ differences: _, ...one }) => one),
    differences,
    more: differing - differences.length,
    points: points.taken(),
  };
}

type Watched = { readonly progress: RowProgress; readonly signal: AbortSignal | undefined };

async function compareTable(
  comparison: Comparison,
  table: NonNullable<ReturnType<typeof comparedTable>>,
  { progress, signal }: Watched,
): Promise<TableComparison & ComparedRows> {
  const begun = performance.now();
  const afterRange = (rows: number): void => {
    signal?.throwIfAborted();
    progress.add(table.name, rows);
  };
  const compared = isKeyed(table)
    ? await compareChunks(comparison, table, afterRange)
    : await compareWhole(comparison, table, afterRange);
  return { table: table.name, ...compared, ms: Math.round(performance.now() - begun) };
}
