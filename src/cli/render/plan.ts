/** A plan on a terminal: each statement with its way and cost, the reasons, what is refused, what changes. */

import { oneLine } from '../../one-line.js';
import { describeVerdict } from '../../plan/describe-verdict.js';
import { diffStructures } from '../../plan/diff-structure.js';
import type { Batch, Plan, PlannedMigration, PlannedStatement } from '../../plan/plan.js';
import { planNotes } from '../../plan/plan-notes.js';
import type { Colors } from '../output.js';
import { align } from './align.js';
import { diffLines } from './diff-lines.js';
import { describeFindings } from './findings.js';

export function describePlan(plan: Plan, colors: Colors): readonly string[] {
  const sections = [
    [colors.bold(`plan ${plan.fingerprint.slice(0, 12)} for ${plan.database}`)],
    statementTable(plan, colors),
    [...plan.batches.flatMap(reason), ...planNotes(plan).map(note => `note: ${note}`)],
    refusals(plan, colors),
    diffStructures(plan.before, plan.after).flatMap(diff => diffLines(diff, colors)),
  ].filter(lines => lines.length > 0);
  return sections.flatMap((lines, index) => (index === 0 ? lines : ['', ...lines]));
}

const heading = ['batch', 'way', 'migration', 'line', 'statement', 'table', 'algorithm', 'old events'];

function statementTable({ batches, refusals: refused }: Plan, { bold }: Colors): readonly string[] {
  if (batches.length === 0) return refused.length === 0 ? ['nothing to do'] : [];
  const rows = batches.flatMap((batch, index) => {
    const ofBatch = batch.migrations.flatMap(migrationRows);
    return ofBatch.map((row, at) => [...(at === 0 ? [`${index + 1}`, batch.strategy] : ['', '']), ...row]);
  });
  return align([heading.map(bold), ...rows]);
}

function migrationRows({ name, statements }: PlannedMigration): readonly (readonly string[])[] {
  if (statements.length === 0) return [[name]];
  return statements.map((statement, index) => [index === 0 ? name : '', ...statementCells(statement)]);
}

function statementCells({ line, sql, tables, algorithm, verdicts }: PlannedStatement): readonly string[] {
  const old = [...new Set(verdicts.map(({ verdict }) => describeVerdict(verdict)))];
  return [`${line}`, oneLine(sql, 60), oneLine(tables.join(', '), 40), algorithm ?? '', old.join(', ')];
}

function reason({ strategy, why, conversions }: Batch, index: number): readonly string[] {
  const setting = conversions.length === 0 ? '' : `; ${conversions.join(',')} on the passive meanwhile`;
  return [`batch ${index + 1}: ${strategy}, because ${why}${setting}`];
}

function refusals({ refusals: findings }: Plan, { red }: Colors): readonly string[] {
  if (findings.length === 0) return [];
  return [red('refused, so nothing of this plan is run:'), ...describeFindings(findings)];
}
