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

/** Where not all of them are whole: which part has its fullest form that fits first. In their last forms all of them fit. */
const importance: readonly (keyof typeof sections)[] = [
  'refusals',
  'lint',
  'verdicts',
  'ways',
  'rewrites',
  'notes',
  'numbers',
];

export function renderMarkdown(plan: Plan): string {
  const beginning = [planMarker, heading(plan)].join('\n\n');
  const { parts, whole } = summaryWithin(plan, greatestBytes - bytesForDetails - sizeOf(beginning));
  const summary = [beginning, ...parts].join('\n\n');
  const folded = details(plan, whole ? greatestBytes - sizeOf(summary) - 4 : 0);
  return `${[summary, folded].filter(Boolean).join('\n\n')}\n`;
}

type Summary = { readonly parts: readonly string[]; readonly whole: boolean };

/** The parts that have something to say; `whole` if none of them had to become shorter. */
function summaryWithin(plan: Plan, bytes: number): Summary {
  const forms = Object.entries(sections).map(([name, section]) => [name, section(plan)] as const);
  const parts = (chosen: Forms) => [...chosen.values()].filter(text => text !== undefined);
  const fits = (chosen: Forms) => sizeOf(parts(chosen).join('\n\n')) + 4 <= bytes;
  const fullest: Forms = new Map(forms.map(([name, texts]) => [name, texts[0]]));
  if (fits(fullest)) return { parts: parts(fullest), whole: true };
  let chosen: Forms = new Map(forms.map(([name, texts]) => [name, texts.at(-1)]));
  for (const name of importance) {
    const texts = forms.find(([own]) => own === name)?.[1] ?? [];
    const longer = texts.map(text => new Map([...chosen, [name, text]]));
    chosen = longer.find(fits) ?? chosen;
  }
  return { parts: parts(chosen), whole: false };
}

type Forms = ReadonlyMap<string, string | undefined>;

function heading(plan: Plan): string {
  const name = code(plan.fingerprint.slice(0, 12));
  return `### Plan for ${code(plan.database)}: ${describeOutcome(plan)}\n\nPlan ${name}`;
}
