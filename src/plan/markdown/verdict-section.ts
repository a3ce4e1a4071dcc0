/**
 * The verdicts of the tables, both ways. What applies both ways needs no row of its own: in a large plan it would hide
 * what does not. Pure.
 */
import { crossedTables } from '../crossed-tables.js';
import type { Plan } from '../plan.js';
import type { DirectedVerdict, ReviewedTable } from '../review.js';
import { budgeted } from './budgeted.js';
import { code, codes, count, head, inline, row } from './markup.js';

export function verdicts({ review }: Plan, bytes: number): string {
  const tables = review === undefined ? [] : crossedTables(review);
  if (tables.length === 0) return '';
  const plain = tables.filter(appliesBothWays);
  const others = tables.filter(table => !appliesBothWays(table));
  const parts = [
    ...(others.length === 0 ? [] : [verdictTable(others, bytes)]),
    ...(plain.length === 0
      ? []
      : [`Row events apply both ways as they are: ${codes(plain.map(nameOf), 12)}`]),
  ];
  return parts.join('\n\n');
}

function verdictTable(tables: readonly ReviewedTable[], bytes: number): string {
  const rows = tables.map(table =>
    row([code(nameOf(table)), cellOf(table.oldToNew), cellOf(table.newToOld)]),
  );
  const list = budgeted(rows, {
    bytes,
    left: left => row([`_${count(left, 'table')} more_`, '', '']),
  });
  return `${head(['Table', 'Old events on the new table', 'New events on the old table'])}\n${list}`;
}

function cellOf({
  verdict,
  reasons,
  conversions = [],
  errnos = [],
  questions = [],
}: DirectedVerdict): string {
  const how = [...conversions, ...errnos].join(', ');
  const asked = questions.map(
    ({ query, rows }) =>
      `${code(query, 200)} ${rows === null ? 'was not asked' : `finds ${count(rows, 'row')}`}`,
  );
  const words = `${verdict}${how === '' ? '' : ` (${how})`}`;
  const said = [...reasons.map(reason => inline(reason, 300)), ...asked].slice(0, 4).join('<br>');
  return `${verdict === 'applies' ? words : `**${words}**`}${said === '' ? '' : `<br>${said}`}`;
}

function appliesBothWays({ oldToNew, newToOld }: ReviewedTable): boolean {
  return oldToNew.verdict === 'applies' && newToOld.verdict === 'applies';
}

const nameOf = ({ schema, name }: ReviewedTable): string => `${schema}.${name}`;
