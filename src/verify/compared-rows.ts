import type { RowDifference } from './row-difference.js';

/** What came of comparing the rows of one table. */
export type ComparedRows = {
  /** Rows of the active that were compared. */
  readonly rows: number;
  /** Ranges that were compared, and those that a sample left out. */
  readonly ranges: number;
  readonly skipped: number;
  /** Rows that differ; of a table without a key, 1 when anything does. */
  readonly differing: number;
  /** The first of them. */
  readonly differences: readonly RowDifference[];
};
