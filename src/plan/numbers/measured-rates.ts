/**
 * How fast these servers were in earlier runs, from what the journals of both have of them. Medians, so that one
 * statement that waited for a lock does not speak for all. Pure.
 */
import type { Entry, JournalRecord } from '../../journal/entry.js';
import { uniteRecords } from '../../journal/fold.js';
import { leastMeasuredBytes, type StatementCost } from './statement-cost.js';
import type { WorkKind } from './work.js';

export type Rate = { readonly bytesPerSecond: number; readonly statements: number };

export type MeasuredRates = {
  /** A kind of work is absent where no statement of it was measured. */
  readonly work: Readonly<Partial<Record<WorkKind, Rate>>>;
  /** What the active wrote while a passive was migrated, per second. */
  readonly writes: { readonly transactions: number; readonly binlogBytes: number } | null;
  /** Transactions per second that a passive applied while it caught up: a lower bound, it may have had no more. */
  readonly applied: number | null;
  /** Of flips that were seen to their end, ms. */
  readonly writePauseMs: number | null;
};

export const nothingMeasured: MeasuredRates = {
  work: {},
  writes: null,
  applied: null,
  writePauseMs: null,
};

/** Records may be of both sides, in any order, and each of them twice. */
export function measuredRates(records: readonly JournalRecord[]): MeasuredRates {
  const entries = uniteRecords(records, []).map(({ entry }) => entry);
  const costs = entries.flatMap(costOf).filter(isTelling);
  return {
    work: Object.fromEntries(
      kinds.flatMap(kind => {
        const rate = rateOf(costs.filter(({ work }) => work === kind));
        return rate === null ? [] : [[kind, rate]];
      }),
    ),
    writes: writesOf(costs),
    applied: median(entries.flatMap(appliedBy)),
    writePauseMs: median(entries.flatMap(pauseOf)),
  };
}

const kinds: readonly WorkKind[] = ['copy', 'rebuild', 'index'];

/** Faster than any disk: the server has found a way to do less than it was taken to do. */
const implausible = 5_000_000_000;

function isTelling({ bytes, ms }: StatementCost): boolean {
  return bytes >= leastMeasuredBytes && ms > 0 && (bytes / ms) * 1000 < implausible;
}

function rateOf(costs: readonly StatementCost[]): Rate | null {
  const rate = median(costs.map(({ bytes, ms }) => (bytes / ms) * 1000));
  return rate === null ? null : { bytesPerSecond: Math.round(rate), statements: costs.length };
}

/** All writes over all the time: a median would forget the busy hours. */
function writesOf(costs: readonly StatementCost[]): MeasuredRates['writes'] {
  const seen = costs.flatMap(({ written, ms }) => (written === undefined ? [] : [{ ...written, ms }]));
  const total = (of: 'transactions' | 'binlogBytes' | 'ms') => seen.reduce((sum, one) => sum + one[of], 0);
  const seconds = total('ms') / 1000;
  if (seconds === 0) return null;
  return { transactions: total('transactions') / seconds, binlogBytes: total('binlogBytes') / seconds };
}

function costOf(entry: Entry): readonly StatementCost[] {
  return entry.kind === 'acknowledged' && entry.cost !== undefined ? [entry.cost] : [];
}

function appliedBy(entry: Entry): readonly number[] {
  return entry.kind === 'caught-up' && entry.ms > 0 ? [(entry.transactions / entry.ms) * 1000] : [];
}

function pauseOf(entry: Entry): readonly number[] {
  return entry.kind === 'flip-done' && entry.pauseMs !== null ? [entry.pauseMs] : [];
}

function median(values: readonly number[]): number | null {
  const sorted = values.toSorted((x, y) => x - y);
  const middle = sorted.length >> 1;
  const [left, right] = [sorted[middle - 1], sorted[middle]];
  if (right === undefined) return null;
  return sorted.length % 2 === 1 || left === undefined ? right : (left + right) / 2;
}
