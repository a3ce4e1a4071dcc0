/** Puts together what a person must know of a plan: everything here is pure but the questions that rows answer. */
import type { Limits } from '../config/config.js';
import type { LintFinding } from '../plan/lint/lint-finding.js';
import { numbersOf } from '../plan/numbers/numbers-of.js';
import type { PlanNumbers } from '../plan/numbers/plan-numbers.js';
import type { Batch } from '../plan/plan.js';
import type { Review, ReviewedStatement, ReviewedTable } from '../plan/review.js';
import { onlyTables, reviewTables, withAnswers } from '../plan/review-tables.js';
import type { Rewrite } from '../plan/rewrites/rewrite.js';
import { ddlOf } from '../plan/strategy.js';
import type { Structure } from '../plan/structure.js';
import { partsOf } from './parts-of.js';
import type { PlanBasis, PlanSource } from './plan-source.js';
import type { Tried, TriedMigration } from './try-migrations.js';

export type ReviewInput = {
  readonly source: PlanSource;
  readonly basis: PlanBasis;
  readonly tried: Tried;
  readonly batches: readonly Batch[];
  readonly lint: readonly LintFinding[];
  readonly rewrites: readonly Rewrite[];
  readonly limits: Pick<Limits, 'writePauseMs'>;
  readonly before: Structure;
  readonly after: Structure;
};

export async function reviewRun(input: ReviewInput): Promise<Review> {
  return {
    parts: partsOf(input),
    statements: input.tried.migrations.flatMap(statementsOf),
    tables: await withAnswers(tablesOf(input), input.source.ask),
    lint: input.lint,
    numbers: numbers(input),
    rewrites: input.rewrites,
  };
}

/** Of all migrations together: what a flip of them would mean, whichever way each goes. */
function tablesOf({ basis, tried, before }: ReviewInput): readonly ReviewedTable[] {
  const statements = ddlOf(tried.migrations.map(({ migration }) => migration));
  const reviewed = reviewTables({ database: basis.database, before, statements, applier: basis.applier });
  return onlyTables(reviewed, before);
}

function numbers({ basis, batches, before, tried, limits }: ReviewInput): PlanNumbers | null {
  if (batches.length === 0) return null;
  const { sizes = null } = tried.facts;
  const { active, measured } = basis;
  return numbersOf({ batches, before, sizes, active, measured, writePauseMs: limits.writePauseMs });
}

function statementsOf({ migration, way }: TriedMigration): readonly ReviewedStatement[] {
  return migration.statements.map(({ sql, file, line, kind, algorithm, online, tables }) => ({
    migration: migration.name,
    ...{ sql, file, line, kind, algorithm, online, tables },
    strategy: way.kind === 'refused' ? ('refuse' as const) : way.kind,
  }));
}
