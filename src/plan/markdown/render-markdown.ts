/**
 * The plan for a pull request: what comes out, why, what is refused, lint, verdicts, numbers; and below it, folded, the
 * steps, the statements and the structures' diffs. A comment has a greatest length: details have what the summary leaves,
 * and only where that leaves nothing does the summary itself become shorter, part by part.
 */

import { describeOutcome } from '../outcome.js';
import type { Plan } from '../plan.js';
import { sizeOf } from './budgeted.js';
import { details } from './details.js';
import { lint } from './lint-section.js';
import { code } from './markup.js';
import { notes } from './notes-section.js';
import { numbers } from './numbers-section.js';
import { refusals } from './refusal-section.js';
import { rewrites } from './rewrite-section.js';
import { verdicts } from './verdict-section.js';
import { ways } from './ways-section.js';

/** A bot finds its comment by this line and updates it. */
export const planMarker = '<!-- dbshift plan -->';

/** GitHub takes 65,536 characters; bytes of UTF-8 are counted, and a few are left for what a script adds. */
const greatestBytes = 65_000;
/** Enough to say of each of the details that it is left out. */
const bytesForDetails = 600;

/** The parts of the summary, as they stand in it. Each has its forms, the whole one first and each next one shorter. */
const sections = { refusals, ways, lint, verdicts, numbers, notes, rewrites } satisfies Record<
  string,
  (plan: Plan) => readonly string[]
>;

/**
 * What becomes shorter, a form at a time, in this order: what a server can tell again first, what keeps the plan from
 * running last. In their last forms all of them together fit.
 */
const shortening: readonly (keyof typeof sections)[] = [
  ...['numbers', 'notes', 'lint', 'ways', 'rewrites', 'verdicts', 'numbers', 'lint', 'verdicts', 'ways'],
  ...['rewrites', 'refusals', 'lint', 'refusals', 'lint', 'refusals'],
] as const;

export function renderMarkdown(plan: Plan): string {
  const beginning = [planMarker, heading(plan)];
  const summary = shortened(plan, greatestBytes - bytesForDetails - sizeOf(beginning.join('\n\n')));
  const parts = [...beginning, ...summary].join('\n\n');
  const folded = details(plan, greatestBytes - sizeOf(parts) - 4);
  return `${[parts, folded].filter(Boolean).join('\n\n')}\n`;
}

/** The parts that there is something to say in, in forms that fit. */
function shortened(plan: Plan, bytes: number): readonly string[] {
  const forms = Object.entries(sections).map(([name, section]) => ({ name, texts: [...section(plan)] }));
  const present = () => forms.flatMap(({ texts: [text] }) => (text === undefined ? [] : [text]));
  for (const next of shortening) {
    if (sizeOf(present().join('\n\n')) + 4 <= bytes) break;
    const { texts = [] } = forms.find(({ name }) => name === next) ?? {};
    if (texts.length > 1) texts.shift();
  }
  return present();
}

function heading(plan: Plan): string {
  const name = code(plan.fingerprint.slice(0, 12));
  return `### Plan for ${code(plan.database)}: ${describeOutcome(plan)}\n\nPlan ${name}`;
}
