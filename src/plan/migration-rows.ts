/** The migrations of a plan, each with its way and cost: of one that is refused as far as they could be judged. Pure. */
import { programTitle } from '../programs/program.js';
import { changeWord } from '../programs/program-change.js';
import { describeVerdict } from './describe-verdict.js';
import type { Batch, Plan, PlannedMigration } from './plan.js';
import type { ReviewedStatement } from './review.js';

export type MigrationRow = {
  /** Number of the batch, from 1; null where there are no batches. */
  readonly batch: number | null;
  readonly way: string;
  /** File of a migration, or `procedure register_lb (replace)`. */
  readonly name: string;
  readonly tables: readonly string[];
  readonly algorithms: readonly string[];
  readonly oldEvents: readonly string[];
  readonly why: string;
};

/** Stored programs stand behind the migrations of their batch. */
export function migrationRows(plan: Plan): readonly MigrationRow[] {
  if (plan.batches.length === 0) return reviewedRows(plan.review?.statements ?? []);
  return plan.batches.flatMap((batch, index) => {
    const { strategy, why } = batch;
    return rowsOf(batch).map(own => ({ batch: index + 1, way: strategy, why, ...own }));
  });
}

type Own = Omit<MigrationRow, 'batch' | 'way' | 'why'>;

function rowsOf({ migrations, programs = [] }: Batch): readonly Own[] {
  const nothing = { tables: [], algorithms: [], oldEvents: [] };
  const brought = programs.map(program => ({
    name: `${programTitle(program)} (${changeWord(program)})`,
    ...nothing,
  }));
  return [...migrations.map(costOf), ...brought];
}

function costOf({ name, statements }: PlannedMigration): Own {
  return {
    name,
    tables: unique(statements.flatMap(({ tables }) => tables)),
    algorithms: unique(statements.flatMap(({ algorithm }) => algorithm ?? [])),
    oldEvents: unique(
      statements.flatMap(({ verdicts }) => verdicts.map(({ verdict }) => describeVerdict(verdict))),
    ),
  };
}

function reviewedRows(statements: readonly ReviewedStatement[]): readonly MigrationRow[] {
  return unique(statements.map(({ migration }) => migration)).map(name => {
    const own = statements.filter(statement => statement.migration === name);
    return {
      batch: null,
      way: unique(own.map(({ strategy }) => strategy)).join(', '),
      name,
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
