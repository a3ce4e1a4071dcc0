/** What a plan costs, in numbers that each say where they come from. Data only; see `numbers-of.ts`. */
import type { Side } from '../../pair/side.js';

/**
 * How an estimate was made: by rates of these servers' own earlier runs (the median of so many statements), by one that
 * is only stated, or by both where the batch has work of several kinds; the rate is then that of all its work together.
 */
export type Basis =
  | { readonly kind: 'measured'; readonly bytesPerSecond: number; readonly statements: number }
  | { readonly kind: 'partly-measured'; readonly bytesPerSecond: number; readonly statements: number }
  | { readonly kind: 'stated'; readonly bytesPerSecond: number }
  /** No rows are read or written. */
  | { readonly kind: 'nothing' };

export type TableNumbers = {
  readonly table: string;
  /** Rows as the server's statistics have them; null where nobody knows. */
  readonly rows: number | null;
  /** Bytes on disk, of the larger side. */
  readonly bytes: number;
};

export type SideNumbers = {
  /** Time of the statements on this side, ms; null where no size is known, and of a data migration. */
  readonly ms: number | null;
  /** Further disk needed while they run, bytes: a copy beside the table, or new indexes and the files they are sorted in. */
  readonly diskBytes: number;
  /** Binlog of its own writes that must be kept until the other side has applied them, bytes; null: unknown rate. */
  readonly binlogBytes: number | null;
};

export type BatchNumbers = {
  readonly sides: Readonly<Record<Side, SideNumbers>>;
  readonly basis: Basis;
  /**
   * Until the passive has caught up after its leg, ms; null where the rates of writing and applying are not known, or
   * where it would not at those that were measured.
   */
  readonly catchUpMs: number | null;
  /**
   * How long appliers are held or behind, and so without a hot spare, ms: both legs, and both catch-ups where they are
   * known; 0 for what replicates. Without comparing rows and waiting for people. Null where no size is known.
   */
  readonly withoutSpareMs: number | null;
  /** Write pause of the flip, ms: measured in earlier runs, else null; the limit is `limits.writePauseMs`. */
  readonly writePauseMs: number | null;
  /** What readers of the passive see meanwhile, a sentence; null for a batch that does not hold appliers. */
  readonly readers: string | null;
};

export type PlanNumbers = {
  /** Tables that the plan changes and that are there before it, in name order; none where no size is known. */
  readonly tables: readonly TableNumbers[];
  /** One for each batch of the plan, in order. */
  readonly batches: readonly BatchNumbers[];
  /** limits.writePauseMs, the bound that no flip passes. */
  readonly writePauseLimitMs: number;
};
