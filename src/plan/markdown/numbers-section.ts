/** What a plan costs: sizes of the tables, times and bytes of the batches, and where they come from. Pure. */
import { batchCells, type Cells, numberNotes, tableCells } from '../numbers/describe-numbers.js';
import type { Plan } from '../plan.js';
import { budgeted } from './budgeted.js';
import { code, count, head, inline, row } from './markup.js';

/** Of each of the three lists, where not all of them can be told. */
const shares = [Number.POSITIVE_INFINITY, 2500, 800];

/** Everything; as much as fits; less of it. */
export function numbers({ review, batches }: Plan): readonly string[] {
  const found = review?.numbers ?? null;
  if (found === null) return [];
  const tables = tableCells(found);
  const named = { ...tables, rows: tables.rows.map(([name = '', ...rest]) => [code(name), ...rest]) };
  const notes = numberNotes(found).map(note => `- ${inline(note, 600)}`);
  return shares.map(bytes =>
    [
      '**Expected cost:**',
      tableOf(batchCells(batches, found), bytes, 'batch', 'batches'),
      tableOf(named, bytes, 'table', 'tables'),
      budgeted(notes, { bytes, left: left => `- _${count(left, 'note')} more_` }),
    ]
      .filter(Boolean)
      .join('\n\n'),
  );
}

function tableOf({ head: names, rows }: Cells, bytes: number, ...what: readonly [string, string]): string {
  if (rows.length === 0) return '';
  const list = budgeted(rows.map(row), {
    bytes,
    left: left => row([`_${count(left, ...what)} more_`, ...names.slice(1).map(() => '')]),
  });
  return `${head(names)}\n${list}`;
}
