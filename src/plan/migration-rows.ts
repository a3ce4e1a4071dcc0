/** The migrations of a plan, each with its way and cost: of one that is refused as far as they could be judged. Pure. */
import { describeVerdict } from './describe-verdict.js';
import type { Plan, PlannedMigration } from './plan.js';
import type { ReviewedStatement } from './review.js';

export type MigrationRow = {
  /** Number of the batch, from 1; null where there are no batches. */
  readonly batch: number | null;
  readonly way: string;
  readonly migration: string;
  readonly tables: readonly string[];
  readonly algorithms: readonly string[];
  readonly oldEvents: readonly string[];
  readonly why: string;
};

export function migrationRows(plan: Plan): readonly MigrationRow[] {
  if (plan.batches.length === 0) return reviewedRows(plan.review?.statements ?? []);
  return plan.batches.flatMap(({ strategy, migrations, why }, index) =>
    migrations.map(migration => ({ batch: index + 1, way: strategy, why, ...costOf(migration) })),
  );
}

type Cost = Pick<MigrationRow, 'migration' | 'tables' | 'algorithms' | 'oldEvents'>;

function costOf({ name, statements }: PlannedMigration): Cost {
  return {
    migration: name,
    tables: unique(statements.flatMap(({ tables }) => tables)),
    algorithms: unique(statements.flatMap(({ algorithm }) => algorithm ?? [])),
    oldEvents: unique(
      statements.flatMap(({ verdicts }) => verdicts.map(({ verdict }) => describeVerdict(verdict))),
    ),
  };
}

function reviewedRows(statements: readonly ReviewedStatement[]): readonly MigrationRow[] {
  return unique(statements.map(({ migration }) => migration)).map(migration => {
    const own = statements.filter(statement => statement.migration === migration);
    return {
      batch: null,
      way: unique(own.map(({ strategy }) => strategy)).join(', '),
      migration,
      tables: unique(own.flatMap(({ tables }) => tables)),
      algorithms: unique(own.flatMap(({ algorithm }) => algorithm ?? [])),
      oldEvents: [],
      why: '',
    };
  });
}

function unique<T>(values: readonly T[]): readonly T[] {
  return [...new Set(values)];
}
