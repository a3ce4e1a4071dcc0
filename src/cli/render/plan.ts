/** A plan on a terminal: each statement with its way and cost, the reasons, what is refused, what changes. */

import { diffPlan } from '../../plan/diff-plan.js';
import { describeOutcome } from '../../plan/outcome.js';
import type { Batch, Plan } from '../../plan/plan.js';
import { planNotes } from '../../plan/plan-notes.js';
import type { Colors } from '../output.js';
import { diffLines } from './diff-lines.js';
import { describeFindings } from './findings.js';
import { lintLines } from './plan/lint-lines.js';
import { numberLines } from './plan/number-lines.js';
import { rewriteLines } from './plan/rewrite-lines.js';
import { statementTable } from './plan/statement-table.js';
import { verdictLines } from './plan/verdict-lines.js';

export function describePlan(plan: Plan, colors: Colors): readonly string[] {
  const sections = [
    [colors.bold(headingOf(plan))],
    statementTable(plan, colors),
    [...plan.batches.flatMap(reason), ...planNotes(plan).map(note => `note: ${note}`)],
    verdictLines(plan, colors),
    numberLines(plan, colors),
    lintLines(plan, colors),
    refusals(plan, colors),
    rewriteLines(plan, colors),
    diffPlan(plan).flatMap(diff => diffLines(diff, colors)),
  ].filter(lines => lines.length > 0);
  return sections.flatMap((lines, index) => (index === 0 ? lines : ['', ...lines]));
}

function headingOf(plan: Plan): string {
  const { batches, refusals, fingerprint, database } = plan;
  const outcome = batches.length + refusals.length === 0 ? '' : `: ${describeOutcome(plan)}`;
  return `plan ${fingerprint.slice(0, 12)} for ${database}${outcome}`;
}

function reason({ strategy, why, conversions }: Batch, index: number): readonly string[] {
  const setting = conversions.length === 0 ? '' : `; ${conversions.join(',')} on the passive meanwhile`;
  return [`batch ${index + 1}: ${strategy}, because ${why}${setting}`];
}

function refusals({ refusals: findings }: Plan, { red }: Colors): readonly string[] {
  if (findings.length === 0) return [];
  return [red('refused, so nothing of this plan is run:'), ...describeFindings(findings)];
}
