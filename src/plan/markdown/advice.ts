/** Advice that would be given many times: it has a number, is told where it stands first, and named by that after it. */
import type { Plan } from '../plan.js';
import { inline } from './markup.js';
import { reasonGroups } from './reasons.js';
import { verdictRows } from './verdict-rows.js';

/** What is shorter is told again. */
const shortest = 80;

/** Numbers from 1 by text, in the order of a comment: of refusals, then of verdicts. What is told once has none. */
export function adviceNumbers(plan: Plan): ReadonlyMap<string, number> {
  const told = [...reasonGroups(plan).map(({ hint }) => hint), ...adviceOfVerdicts(plan)];
  const repeated = [...new Set(told)].filter(
    text => text.length >= shortest && told.indexOf(text) !== told.lastIndexOf(text),
  );
  return new Map(repeated.map((text, index) => [text, index + 1]));
}

/** Behind the first reason of a verdict stands what to do. */
function adviceOfVerdicts(plan: Plan): readonly string[] {
  return verdictRows(plan)
    .flatMap(({ oldToNew, newToOld }) => [...oldToNew.lines.slice(1), ...newToOld.lines.slice(1)])
    .filter(({ answer }) => answer === null)
    .map(({ text }) => text);
}

/** `(1) keep the order of columns`, then `(1)`. */
export function advise(text: string, number: number | undefined, first: boolean): string {
  const mark = number === undefined ? '' : `(${number})`;
  return number !== undefined && !first ? mark : `${mark} ${inline(text, 600)}`.trimStart();
}
