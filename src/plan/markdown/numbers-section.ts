/** What a plan costs: sizes of the tables, times and bytes of the batches, and where they come from. Pure. */
import { aboutBytes } from '../numbers/about.js';
import { batchCells, type Cells, numberNotes, tableCells } from '../numbers/describe-numbers.js';
import type { PlanNumbers } from '../numbers/plan-numbers.js';
import type { Plan } from '../plan.js';
import { budgeted, sizeOf } from './budgeted.js';
import { code, count, head, inline, row } from './markup.js';

/** Of each of the three lists, where not all of them can be told. */
const shares = [Number.POSITIVE_INFINITY, 2500, 800];
/** So many tables have a row each, or as many of them as fit. */
const mostTables = [25, 8, 2, 0];

/** Everything; as much as fits; less of it. */
export function numbers({ review, batches }: Plan): readonly string[] {
  const found = review?.numbers ?? null;
  if (found === null) return [];
  const notes = numberNotes(found).map(note => `- ${inline(note, 600)}`);
  return shares.map(bytes =>
    [
      '**Expected cost:**',
      tableOf(batchCells(batches, found), bytes, 'batch', 'batches'),
      mostTables.map(most => largest(found, most)).find(text => sizeOf(text) <= bytes) ?? '',
      budgeted(notes, { bytes, left: left => `- _${count(left, 'note')} more_` }),
    ]
      .filter(Boolean)
      .join('\n\n'),
  );
}

/** The largest first where there are many: of hundreds of small ones nobody reads a row. */
function largest({ tables, ...numbers }: PlanNumbers, most: number): string {
  if (tables.length === 0) return '';
  const sorted = tables.length > most ? [...tables].sort((one, other) => other.bytes - one.bytes) : tables;
  const { head: names, rows } = tableCells({ ...numbers, tables: sorted.slice(0, most) });
  const rest = sorted.slice(most);
  const bytes = rest.reduce((sum, { bytes: own }) => sum + own, 0);
  const others = row([`_${count(rest.length, 'table')} more_`, '', `${aboutBytes(bytes)} together`]);
  const named = rows.map(([name = '', ...cells]) => row([code(name), ...cells]));
  return [head(names), ...named, ...(rest.length === 0 ? [] : [others])].join('\n');
}

function tableOf({ head: names, rows }: Cells, bytes: number, ...what: readonly [string, string]): string {
  if (rows.length === 0) return '';
  const list = budgeted(rows.map(row), {
    bytes,
    left: left => row([`_${count(left, ...what)} more_`, ...names.slice(1).map(() => '')]),
  });
  return `${head(names)}\n${list}`;
}
