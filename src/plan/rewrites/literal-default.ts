/**
 * A new column whose default is an expression, or that has ON UPDATE: each server would evaluate it for itself. It comes
 * with a literal first; the expression becomes its default after that, which touches no rows, and rows that were there
 * are filled once, on the active.
 */
import { quoteIdentifier } from '../../sql/identifier.js';
import type { Column } from '../structure.js';
import { columnText, editColumn, emptyValue, placeOf } from './column-text.js';
import { newColumns } from './new-columns.js';
import type { Candidate, Rewriter } from './rewriter.js';

export const literalDefault: Rewriter = refused => {
  const { table, added, rest } = newColumns(refused);
  const [column] = added;
  if (table === undefined || column === undefined || added.length > 1 || rest) return [];
  const { default: value, onUpdate } = column;
  if (column.generated !== null || column.autoIncrement || (value.kind !== 'expression' && !onUpdate))
    return [];
  const text = columnText(table, column.name);
  const literal = literalOf(column);
  if (literal === null) return [];
  const alter = `ALTER TABLE ${quoteIdentifier(table.name)}`;
  const first = editColumn(text, { filled: `${column.nullable ? '' : 'NOT NULL '}DEFAULT ${literal}` });
  const candidate = (place: string): Candidate => ({
    title: `${column.name} with a literal default first, then the expression as its default`,
    note: note(column, literal),
    parts: [
      [`${alter} ADD COLUMN ${first}${place}`],
      [`${alter} MODIFY COLUMN ${text}`],
      ...fill(table.name, column, literal),
    ],
  });
  const place = placeOf(table, column.name);
  return place === '' ? [candidate('')] : [candidate(place), candidate('')];
};

function literalOf(column: Column): string | null {
  const { default: value } = column;
  if (value.kind === 'literal') return value.value === null ? 'NULL' : emptyValue(column);
  return emptyValue(column);
}

/** Rows that came with the literal. ON UPDATE alone leaves them as they are, like the original statement. */
function fill(table: string, column: Column, literal: string): readonly (readonly string[])[] {
  if (column.default.kind !== 'expression') return [];
  const name = quoteIdentifier(column.name);
  const lacking = literal === 'NULL' ? `${name} IS NULL` : `${name} = ${literal}`;
  return [[`UPDATE ${quoteIdentifier(table)} SET ${name} = ${column.default.text} WHERE ${lacking}`]];
}

function note({ name, default: value }: Column, literal: string): string {
  const began = `rows that were there, and those written before the second part, hold ${literal} in ${name}`;
  return value.kind === 'expression'
    ? `${began} until the last part fills them, and with them every row to which the application wrote ${literal} itself`
    : `${began} for good`;
}
