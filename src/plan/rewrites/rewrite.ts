/** A safe rewrite of a refused migration, proved in the workspace. Data only. */
import type { Strategy } from '../plan.js';

export type Rewrite = {
  /** The refused migration, by file name. */
  readonly migration: string;
  /** What it does differently, in a sentence. */
  readonly title: string;
  /** What the author must know before taking it: another position of the column, two releases, … */
  readonly note: string | null;
  /** The files that replace it, in order, each with its way as the plan would choose it. */
  readonly parts: readonly RewritePart[];
};

export type RewritePart = {
  readonly sql: readonly string[];
  readonly strategy: Strategy;
  /** Why it goes this way, in the words of a plan. */
  readonly why: string;
};
