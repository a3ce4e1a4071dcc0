/** What a plan costs, on a terminal. */
import { oneLine } from '../../../one-line.js';
import { batchCells, type Cells, numberNotes, tableCells } from '../../../plan/numbers/describe-numbers.js';
import type { Plan } from '../../../plan/plan.js';
import type { Colors } from '../../output.js';
import { align } from '../align.js';

export function numberLines({ review, batches }: Plan, colors: Colors): readonly string[] {
  const numbers = review?.numbers ?? null;
  if (numbers === null) return [];
  const parts = [
    linesOf(batchCells(batches, numbers), colors),
    linesOf(tableCells(numbers), colors),
    numberNotes(numbers).map(note => `note: ${note}`),
  ].filter(lines => lines.length > 0);
  return parts.flatMap((lines, index) => (index === 0 ? lines : ['', ...lines]));
}

function linesOf({ head, rows }: Cells, { bold }: Colors): readonly string[] {
  if (rows.length === 0) return [];
  return align([head.map(name => bold(name)), ...rows.map(row => row.map(cell => oneLine(cell, 60)))]);
}
