import type { RowDifference } from './row-difference.js';

/** What came of comparing the rows of one table. */
export type ComparedRows = {
  /** Rows of the active that were compared. */
  readonly rows: number;
  readonly chunks: number;
  /** Chunks that did not agree at once. */
  readonly retried: number;
  /** At most `maxDifferences`; with so many the rest of the table was not compared. */
  readonly differences: readonly RowDifference[];
};
