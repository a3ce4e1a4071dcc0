/** What could be done instead of what is refused, on a terminal. */
import { oneLine } from '../../../one-line.js';
import type { Plan } from '../../../plan/plan.js';
import { describeRewrite } from '../../../plan/rewrites/describe-rewrite.js';
import type { Colors } from '../../output.js';

export function rewriteLines({ review }: Plan, { bold }: Colors): readonly string[] {
  return (review?.rewrites ?? [])
    .map(describeRewrite)
    .flatMap(({ title, note, parts }) => [
      bold(`instead of ${oneLine(title, 400)}`),
      ...(note === null ? [] : [`  ${oneLine(note, 500)}`]),
      ...parts.flatMap(part => [
        `  ${oneLine(part.title, 300)}`,
        ...part.sql.split('\n').map(line => `    ${oneLine(line, 1000)}`),
      ]),
    ]);
}
