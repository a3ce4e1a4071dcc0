/**
 * Are the rows of these tables the same on both sides? Asked while the active is written and the passive follows,
 * with checksums of chunks; exact all the same, because what does not agree is looked at row by row under a short
 * lock. Writes nothing. Only tables that both sides have, and only columns of the same name: what else differs is
 * told by comparing the structures.
 */
import type { Report } from '../engine/ports.js';
import type { Flavor } from '../flavor/flavor.js';
import type { Structure } from '../plan/structure.js';
import type { Session } from '../server/connection.js';
import type { Endpoint } from '../server/endpoint.js';
import { compareBuckets } from './compare-buckets.js';
import { compareChunks } from './compare-chunks.js';
import type { ComparedRows } from './compared-rows.js';
import { comparedTable, isKeyed } from './compared-table.js';
import type { Comparison } from './comparison.js';
import { openReader } from './open-reader.js';
import type { ByRole } from './role.js';
import type { RowDifference } from './row-difference.js';
import { rowProgress } from './row-progress.js';

export type RowsToCompare = {
  readonly endpoints: ByRole<Endpoint>;
  readonly flavor: Flavor;
  readonly database: string;
  readonly tables: readonly string[];
  /** As both sides look now; they must not change meanwhile. */
  readonly structures: ByRole<Structure>;
  readonly report: Report;
  /** Awaited after every chunk: a place to wait when the servers have too much to do, or to throw and so end it. */
  readonly afterChunk?: () => Promise<void>;
};

export type TableComparison = Omit<ComparedRows, 'differences'> & {
  readonly table: string;
  readonly ms: number;
};

export type RowsComparison = {
  readonly tables: readonly TableComparison[];
  readonly differences: readonly RowDifference[];
};

/**
 * Opens a session of its own on each side. Throws ServerError, and FailedError when rows are locked so long, or the
 * passive lags so much, that it cannot be told.
 */
export async function compareRows(wanted: RowsToCompare): Promise<RowsComparison> {
  const sessions = await openBoth(wanted.endpoints);
  try {
    return await compareTables({ sessions, flavor: wanted.flavor }, wanted);
  } finally {
    await Promise.all([sessions.active.close(), sessions.passive.close()]);
  }
}

async function openBoth({ active, passive }: ByRole<Endpoint>): Promise<ByRole<Session>> {
  const first = await openReader(active);
  try {
    return { active: first, passive: await openReader(passive) };
  } catch (error) {
    await first.close();
    throw error;
  }
}

async function compareTables(comparison: Comparison, wanted: RowsToCompare): Promise<RowsComparison> {
  const { database, tables: names, structures, report, afterChunk } = wanted;
  const progress = await rowProgress(comparison.sessions.active, { database, tables: names, report });
  const tables: TableComparison[] = [];
  const differences: RowDifference[] = [];
  for (const name of names) {
    const table = comparedTable(name, database, structures);
    if (table === null) continue;
    const begun = performance.now();
    const told = async (rows: number) => {
      progress(name, rows);
      await afterChunk?.();
    };
    const { differences: found, ...compared } = isKeyed(table)
      ? await compareChunks(comparison, table, told)
      : await compareBuckets(comparison, table, told);
    tables.push({ table: name, ...compared, ms: Math.round(performance.now() - begun) });
    differences.push(...found);
  }
  return { tables, differences };
}
