/**
 * What a person must know of a plan before it runs, beyond what is sent: every statement with its way (also of those
 * that are refused), both verdicts of every table, lint, numbers, rewrites, and what the plan was made from.
 */
import type { LintFinding } from './lint/lint-finding.js';
import type { PlanNumbers } from './numbers/plan-numbers.js';
import type { Algorithm, Conversion, Strategy, Verdict } from './plan.js';
import type { PlanParts } from './plan-parts.js';
import type { Rewrite } from './rewrites/rewrite.js';

export type Review = {
  readonly parts: PlanParts;
  /** Of all pending migrations, in order. */
  readonly statements: readonly ReviewedStatement[];
  /** Tables that change, in name order. */
  readonly tables: readonly ReviewedTable[];
  readonly lint: readonly LintFinding[];
  /** Null for a plan with refusals: it has no batches. */
  readonly numbers: PlanNumbers | null;
  readonly rewrites: readonly Rewrite[];
};

export type ReviewedStatement = {
  readonly migration: string;
  readonly sql: string;
  readonly file: string;
  /** 1-based line in the file; for a JavaScript migration the ordinal of the statement it sent. */
  readonly line: number;
  readonly kind: 'ddl' | 'rows' | 'session';
  readonly strategy: Strategy | 'refuse';
  readonly algorithm: Algorithm | null;
  readonly online: boolean;
  readonly tables: readonly string[];
};

export type ReviewedTable = {
  readonly schema: string;
  readonly name: string;
  /** Events of the old structure on the new one: what the passive applies while only it is migrated. */
  readonly oldToNew: DirectedVerdict;
  /** Events of the new structure on the old one: what the old side would apply after a flip. */
  readonly newToOld: DirectedVerdict;
};

export type DirectedVerdict = {
  readonly verdict: Verdict['kind'];
  readonly reasons: readonly string[];
  readonly conversions?: readonly Conversion[];
  readonly errnos?: readonly number[];
  /** The questions that decide, with the number of rows that answer; null where no pair was asked. */
  readonly questions?: readonly { readonly query: string; readonly rows: number | null }[];
};
