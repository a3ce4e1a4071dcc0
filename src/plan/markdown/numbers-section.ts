/** What a plan costs: sizes of the tables, times and bytes of the batches, and where they come from. Pure. */
import { batchCells, type Cells, numberNotes, tableCells } from '../numbers/describe-numbers.js';
import type { Plan } from '../plan.js';
import { budgeted } from './budgeted.js';
import { code, count, head, inline, row } from './markup.js';

export function numbers({ review, batches }: Plan, bytes: number): string {
  const found = review?.numbers ?? null;
  if (found === null) return '';
  const share = bytes / 3;
  const tables = tableCells(found);
  const named = { ...tables, rows: tables.rows.map(([name = '', ...rest]) => [code(name), ...rest]) };
  const notes = numberNotes(found).map(note => `- ${inline(note, 600)}`);
  return [
    '**Expected cost:**',
    tableOf(batchCells(batches, found), share, 'batch', 'batches'),
    tableOf(named, share, 'table', 'tables'),
    budgeted(notes, { bytes: share, left: left => `- _${count(left, 'note')} more_` }),
  ]
    .filter(Boolean)
    .join('\n\n');
}

function tableOf({ head: names, rows }: Cells, bytes: number, ...what: readonly [string, string]): string {
  if (rows.length === 0) return '';
  const list = budgeted(rows.map(row), {
    bytes,
    left: left => row([`_${count(left, ...what)} more_`, ...names.slice(1).map(() => '')]),
  });
  return `${head(names)}\n${list}`;
}
