/**
 * The plan for a pull request: what comes out, why, what is refused, lint, verdicts, numbers; and below it, folded, the
 * steps, the statements and the structures' diffs. A comment has a greatest length: details give way first; a list of the
 * summary only says how many more there are.
 */

import { describeOutcome } from '../outcome.js';
import type { Plan } from '../plan.js';
import { sizeOf } from './budgeted.js';
import { details } from './details.js';
import { code } from './markup.js';
import { numbers } from './numbers-section.js';
import { rewrites } from './rewrite-section.js';
import { lint, notes, refusals, ways } from './summary-sections.js';
import { verdicts } from './verdict-section.js';

/** A bot finds its comment by this line and updates it. */
export const planMarker = '<!-- dbshift plan -->';

/** GitHub takes 65,536 characters; bytes of UTF-8 are counted, and a few are left for what a script adds. */
const greatestBytes = 65_000;

/** The parts of the summary, in order, each with its share in bytes: together they leave details a third. */
const sections: readonly (readonly [(plan: Plan, bytes: number) => string, number])[] = [
  [refusals, 11_000],
  [ways, 9000],
  [lint, 8000],
  [verdicts, 7000],
  [numbers, 6000],
  [notes, 4000],
  [rewrites, 5000],
];

export function renderMarkdown(plan: Plan): string {
  const parts = [planMarker, heading(plan), ...sections.map(([section, bytes]) => section(plan, bytes))];
  const summary = parts.filter(Boolean).join('\n\n');
  const folded = details(plan, greatestBytes - sizeOf(summary) - 4);
  return `${[summary, folded].filter(Boolean).join('\n\n')}\n`;
}

function heading(plan: Plan): string {
  const name = code(plan.fingerprint.slice(0, 12));
  return `### Plan for ${code(plan.database)}: ${describeOutcome(plan)}\n\nPlan ${name}`;
}
