/** The parts of a step in which names of columns and variables stand: a statement, or each expression that it has. */
import type { Lexeme } from '../../sql/reader.js';
import { assignmentsOf } from './assignments.js';
import { type Placed, placeExpression, placeStep } from './placed.js';
import { type Step, verbOf } from './read-program.js';

export function placedPartsOf(step: Step): readonly (readonly Placed[])[] {
  const known = placed.get(step);
  if (known !== undefined) return known;
  const parts = expressionsOf(step)?.map(placeExpression) ?? [placeStep(step)].filter(hasWords);
  placed.set(step, parts);
  return parts;
}

/** Several rules ask for the same. */
const placed = new WeakMap<Step, readonly (readonly Placed[])[]>();

/** Undefined for what is a query or a change of rows. */
export function expressionsOf(step: Step): readonly (readonly Lexeme[])[] | undefined {
  if (step.kind === 'expression') return [step.lexemes].filter(hasWords);
  if (verbOf(step) === 'SET')
    return assignmentsOf(step)
      .map(({ value }) => value)
      .filter(hasWords);
  return verbOf(step) === 'CALL' ? [argumentsOf(step.lexemes)].filter(hasWords) : undefined;
}

/** What stands between the parentheses of a call. */
export function argumentsOf(call: readonly Lexeme[]): readonly Lexeme[] {
  const open = call.findIndex(({ raw }) => raw === '(');
  const close = call.findLastIndex(({ raw }) => raw === ')');
  return open === -1 ? [] : call.slice(open + 1, close);
}

function hasWords(lexemes: readonly Lexeme[]): boolean {
  return lexemes.length > 0;
}
