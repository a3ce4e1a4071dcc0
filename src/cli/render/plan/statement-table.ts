/** Each statement of a plan with its way and cost, on a terminal: of one that is refused as far as it was tried. */
import { oneLine } from '../../../one-line.js';
import { describeVerdict } from '../../../plan/describe-verdict.js';
import type { Plan, PlannedMigration, PlannedStatement } from '../../../plan/plan.js';
import { bringsProgramsAlone } from '../../../plan/programs-of.js';
import type { ReviewedStatement } from '../../../plan/review.js';
import type { PlannedProgram } from '../../../programs/planned-program.js';
import { programTitle } from '../../../programs/program.js';
import { changeWord } from '../../../programs/program-change.js';
import type { Colors } from '../../output.js';
import { align } from '../align.js';

export function statementTable(plan: Plan, { bold }: Colors): readonly string[] {
  const { batches, refusals, review } = plan;
  if (batches.length === 0 && refusals.length === 0) return ['nothing to do'];
  const rows =
    batches.length === 0 ? (review?.statements ?? []).map(reviewedRow) : batches.flatMap(batchRows);
  if (rows.length === 0) return [];
  const [head = [], ...filled] = withoutEmptyColumns([headOf(plan), ...rows]);
  return align([head.map(name => bold(name)), ...filled]);
}

type Row = readonly string[];

function headOf(plan: Plan): Row {
  const what = bringsProgramsAlone(plan) ? 'program' : 'migration';
  return ['batch', 'way', what, 'line', 'statement', 'table', 'algorithm', 'old events'];
}

/** Programs have no line and no algorithm, a refused plan no batches: a column that only has its name says nothing. */
function withoutEmptyColumns([head = [], ...rows]: readonly Row[]): readonly Row[] {
  const filled = head.map((_, column) => rows.some(row => (row[column] ?? '') !== ''));
  return [head, ...rows].map(row => row.filter((_, column) => filled[column]));
}

function batchRows(
  { strategy, migrations, programs = [] }: Plan['batches'][number],
  index: number,
): readonly Row[] {
  return [...migrations.flatMap(migrationRows), ...programs.map(programRow)].map((row, at) => [
    ...(at === 0 ? [`${index + 1}`, strategy] : ['', '']),
    ...row,
  ]);
}

function migrationRows({ name, statements }: PlannedMigration): readonly Row[] {
  if (statements.length === 0) return [[name]];
  return statements.map((statement, index) => [
    index === 0 ? name : '',
    ...cells(statement),
    oldEvents(statement),
  ]);
}

/** Row events know nothing of programs. */
function programRow(program: PlannedProgram): Row {
  return [programTitle(program), '', `${changeWord(program)} ${program.where ?? ''}`.trimEnd(), '', '', ''];
}

function oldEvents({ verdicts }: PlannedStatement): string {
  return [...new Set(verdicts.map(({ verdict }) => describeVerdict(verdict)))].join(', ');
}

/** There are no batches: the way is that of its migration. */
function reviewedRow(statement: ReviewedStatement): Row {
  return ['', statement.strategy, statement.migration, ...cells(statement)];
}

function cells({ line, sql, tables, algorithm }: Omit<ReviewedStatement, 'strategy' | 'migration'>): Row {
  return [`${line}`, oneLine(sql, 60), oneLine(tables.join(', '), 40), algorithm ?? ''];
}
