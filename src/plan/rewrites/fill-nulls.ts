/**
 * NULL → NOT NULL, where a NULL that still arrives would be changed on one side alone: rows are filled by a data
 * migration, and the column then refuses NULL in a change that goes direct. Another type comes before that, as NULL.
 */
import { quoteIdentifier, quoteString } from '../../sql/identifier.js';
import type { Column } from '../structure.js';
import { changedColumns } from './changed-columns.js';
import { columnText, editColumn, emptyValue } from './column-text.js';
import type { Rewriter } from './rewriter.js';

export const fillNulls: Rewriter = refused => {
  const change = changedColumns(refused);
  const [one] = change?.columns ?? [];
  if (change === null || one === undefined || change.columns.length > 1) return [];
  const { old, now } = one;
  const value = valueFor(now);
  if (!old.nullable || now.nullable || now.generated !== null || value === null) return [];
  const text = columnText(change.after, now.name);
  const table = quoteIdentifier(change.after.name);
  const column = quoteIdentifier(now.name);
  const modify = `ALTER TABLE ${table} MODIFY COLUMN`;
  const stated = now.default.kind === 'literal' ? value : 'NULL';
  const widened = editColumn(text, { filled: `DEFAULT ${stated}` });
  const fill = [`UPDATE ${table} SET ${column} = ${value} WHERE ${column} IS NULL`];
  return [
    {
      title: `fill ${now.name} first, then make it NOT NULL`,
      note: `rows that hold NULL in ${now.name} hold ${value} afterwards; the application must write no NULL into ${now.name} from then on: the last part fails on one, or, without a strict sql_mode, makes it another value`,
      parts: [
        ...(now.columnType === old.columnType ? [] : [[`${modify} ${widened}`]]),
        fill,
        [`${modify} ${text}`],
      ],
    },
  ];
};

/** The default that the column is to have is what the author wants for rows without a value. */
function valueFor(now: Column): string | null {
  const { default: value } = now;
  if (value.kind === 'expression') return value.text;
  if (value.kind === 'literal' && value.value !== null)
    return now.dataType === 'bit' ? null : quoteString(value.value);
  return emptyValue(now);
}
