/**
 * Compares a table by its key, range after range from end to end. Each range is read on both sides at one point, and the
 * next point goes on behind the last key: together they leave nothing out, whatever is written meanwhile.
 */
import type { Session } from '../server/connection.js';
import { firstChunkRows, nextChunkRows } from './chunk-size.js';
import type { ComparedRows } from './compared-rows.js';
import type { KeyedTable } from './compared-table.js';
import type { Comparison } from './comparison.js';
import { type DifferingRow, differingRows } from './differing-rows.js';
import { type KeyRange, rangePredicate } from './key-range.js';
import { describeKey, type KeyValues } from './key-value.js';
import { type Reading, type RowsSum, readBoundary, readKeyedSums, readSum } from './read-rows.js';
import type { ByRole } from './role.js';
import { maxDifferences, type RowDifference } from './row-difference.js';

/** `afterRange` gets the rows of each range, also of those that a sample leaves out. */
export async function compareChunks(
  { points, draw }: Comparison,
  table: KeyedTable,
  afterRange: (rows: number) => void,
): Promise<ComparedRows> {
  const total = { rows: 0, ranges: 0, skipped: 0, differing: 0 };
  const differences: RowDifference[] = [];
  let size = draw.rows ?? firstChunkRows;
  let after: KeyValues | null = null;
  do {
    const readings = readingsOf(await points.current(), table);
    const wanted: KeyRange = { after, upTo: await readBoundary(readings.active, after, size) };
    if (draw.next()) {
      const compared = await compareRange(readings, wanted, size);
      total.rows += compared.rows;
      total.ranges++;
      total.differing += compared.differing.length;
      differences.push(...compared.differing.slice(0, maxDifferences - differences.length).map(told(table)));
      afterRange(compared.rows);
      size = draw.rows ?? nextChunkRows(size, { ms: compared.ms, equal: compared.differing.length === 0 });
      after = compared.range.upTo;
    } else {
      total.skipped++;
      afterRange(wanted.upTo === null ? 0 : size);
      after = wanted.upTo;
    }
  } while (after !== null);
  return { ...total, differences };
}

function readingsOf(sessions: ByRole<Session>, table: KeyedTable): ByRole<Reading> {
  return {
    active: { session: sessions.active, role: 'active', table },
    passive: { session: sessions.passive, role: 'passive', table },
  };
}

type ComparedRange = {
  /** What was compared: less than was wanted where the passive has many more rows. */
  readonly range: KeyRange;
  readonly rows: number;
  readonly differing: readonly DifferingRow[];
  readonly ms: number;
};

/** How many times the rows of a range its counterpart may have to be listed at once. */
const mostTimes = 2;

async function compareRange(
  readings: ByRole<Reading>,
  range: KeyRange,
  size: number,
  mayNarrow = true,
): Promise<ComparedRange> {
  const begun = performance.now();
  const { active, passive } = await readSums(readings, range);
  const ms = performance.now() - begun;
  if (active.rows === passive.rows && active.sum === passive.sum)
    return { range, rows: active.rows, differing: [], ms };
  if (passive.rows > mostTimes * size && mayNarrow) {
    // No more than that lie before this key on either side.
    const upTo = await readBoundary(readings.passive, range.after, size);
    return compareRange(readings, { ...range, upTo }, size, false);
  }
  return { range, rows: active.rows, differing: await findDiffering(readings, range), ms };
}

async function readSums({ active, passive }: ByRole<Reading>, range: KeyRange): Promise<ByRole<RowsSum>> {
  const [a, b] = await Promise.all([readSum(active, range), readSum(passive, range)]);
  return { active: a, passive: b };
}

async function findDiffering(
  { active, passive }: ByRole<Reading>,
  range: KeyRange,
): Promise<readonly DifferingRow[]> {
  const where = rangePredicate(active.table.key.columns, range);
  const [a, b] = await Promise.all([readKeyedSums(active, where), readKeyedSums(passive, where)]);
  return differingRows(a, b);
}

function told({ name, key }: KeyedTable): (row: DifferingRow) => RowDifference {
  return row => ({ table: name, kind: row.kind, key: describeKey(key.columns, row.key) });
}
