/** Compares a table by its key, chunk after chunk from end to end, while both sides go on being written. */
import { firstChunkRows, nextChunkRows } from './chunk-size.js';
import type { ComparedRows } from './compared-rows.js';
import type { KeyedTable } from './compared-table.js';
import type { Comparison } from './comparison.js';
import { type KeyRange, rangePredicate } from './key-range.js';
import { describeKey, type KeyValues } from './key-value.js';
import { type Reading, readBoundary, readKeyedSums, readSum } from './read-rows.js';
import type { ByRole } from './role.js';
import { maxDifferences, type RowDifference } from './row-difference.js';
import { settleSuspects } from './settle-suspects.js';
import { findSuspects } from './suspects.js';

/** Stops early once there are as many differences as are told. `afterChunk` gets the rows of each chunk. */
export async function compareChunks(
  comparison: Comparison,
  table: KeyedTable,
  afterChunk: (rows: number) => Promise<void>,
): Promise<ComparedRows> {
  const readings = readingsOf(comparison, table);
  const total = { rows: 0, chunks: 0, retried: 0 };
  const differences: RowDifference[] = [];
  let size = firstChunkRows;
  let after: KeyValues | null = null;
  do {
    const upTo: KeyValues | null = await readBoundary(readings.active, after, size);
    const range = { after, upTo };
    const { rows, equal, ms } = await compareSums(readings, range);
    total.rows += rows;
    total.chunks++;
    if (!equal) {
      total.retried++;
      const enough = maxDifferences - differences.length;
      differences.push(...(await findDifferences(comparison, readings, { range, enough })));
    }
    await afterChunk(rows);
    size = nextChunkRows(size, { ms, equal });
    after = upTo;
  } while (after !== null && differences.length < maxDifferences);
  return { ...total, differences };
}

function readingsOf({ sessions }: Comparison, table: KeyedTable): ByRole<Reading> {
  return {
    active: { session: sessions.active, role: 'active', table },
    passive: { session: sessions.passive, role: 'passive', table },
  };
}

/** Both sides at the same time, without waiting for each other: most chunks are not being written just now. */
async function compareSums({ active, passive }: ByRole<Reading>, range: KeyRange) {
  const begun = performance.now();
  const [a, b] = await Promise.all([readSum(active, range), readSum(passive, range)]);
  const equal = a.rows === b.rows && a.sum === b.sum;
  return { rows: a.rows, equal, ms: performance.now() - begun };
}

async function findDifferences(
  comparison: Comparison,
  { active, passive }: ByRole<Reading>,
  { range, enough }: { readonly range: KeyRange; readonly enough: number },
): Promise<readonly RowDifference[]> {
  const { table } = active;
  const where = rangePredicate(table.key.columns, range);
  const [a, b] = await Promise.all([readKeyedSums(active, where), readKeyedSums(passive, where)]);
  const settled = await settleSuspects({ comparison, table, enough }, findSuspects(a, b));
  return settled.map(({ key, kind }) => ({
    table: table.name,
    kind,
    key: describeKey(table.key.columns, key),
  }));
}
