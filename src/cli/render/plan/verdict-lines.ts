/** Both verdicts of each table that flips, on a terminal. What applies both ways is told in one line. */
import { oneLine } from '../../../one-line.js';
import { crossedTables } from '../../../plan/crossed-tables.js';
import type { Plan } from '../../../plan/plan.js';
import type { DirectedVerdict, ReviewedTable } from '../../../plan/review.js';
import type { Colors } from '../../output.js';
import { align } from '../align.js';

export function verdictLines({ review }: Plan, { bold }: Colors): readonly string[] {
  const tables = review === undefined ? [] : crossedTables(review);
  if (tables.length === 0) return [];
  const rows = tables.map(({ name, oldToNew, newToOld }) => [
    oneLine(name, 40),
    words(oldToNew),
    words(newToOld),
  ]);
  return [
    ...align([['table', 'old events on it', 'new events on the old one'].map(name => bold(name)), ...rows]),
    ...tables.flatMap(reasons),
  ];
}

function words({ verdict, conversions = [], errnos = [] }: DirectedVerdict): string {
  const how = [...conversions, ...errnos];
  return how.length === 0 ? verdict : `${verdict} (${how.join(', ')})`;
}

function reasons({ name, oldToNew, newToOld }: ReviewedTable): readonly string[] {
  const told = (direction: string, { reasons: all, questions = [] }: DirectedVerdict): readonly string[] => [
    ...all.map(reason => `  ${oneLine(name, 40)}, ${direction}: ${oneLine(reason)}`),
    ...questions.map(
      ({ query, rows }) =>
        `  ${oneLine(name, 40)}, ${direction}: ${oneLine(query, 400)} ${rows === null ? 'was not asked' : `finds ${rows} rows`}`,
    ),
  ];
  return [...told('old to new', oldToNew), ...told('new to old', newToOld)];
}
