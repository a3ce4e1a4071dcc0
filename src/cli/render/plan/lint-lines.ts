/** Findings of lint on a terminal. */
import { oneLine } from '../../../one-line.js';
import { describeLint, type LintLine } from '../../../plan/lint/describe-lint.js';
import type { Plan } from '../../../plan/plan.js';
import type { Colors } from '../../output.js';

export function lintLines({ review }: Plan, colors: Colors): readonly string[] {
  return (review?.lint ?? [])
    .map(describeLint)
    .flatMap(({ state, place, id, message, explanation }) => [
      `${painted(state, colors)} ${id}, ${oneLine(place, 100)}: ${oneLine(message, 300)}`,
      `  ${oneLine(explanation, 500)}`,
    ]);
}

function painted(state: LintLine['state'], { red, yellow }: Colors): string {
  if (state === 'error') return red(state);
  return state === 'warning' ? yellow(state) : state;
}
