/** What a statement of a run came to, as the journal keeps it for later plans. Data only. */
import type { WorkKind } from './work.js';

export type StatementCost = {
  readonly work: WorkKind;
  /** See `work.ts`. */
  readonly bytes: number;
  readonly ms: number;
  /** What the other side wrote meanwhile; absent where it was not asked or did not tell. */
  readonly written?: { readonly transactions: number; readonly binlogBytes: number };
};

/** Smaller tables tell of the fixed cost of a statement and not of its rate, so they are neither asked nor counted. */
export const leastMeasuredBytes = 10_000_000;
