/** A generated column that is computed otherwise: its values come from other columns, so it may go and come anew. */
import { quoteIdentifier } from '../../sql/identifier.js';
import { changedColumns, isHeld } from './changed-columns.js';
import { columnText, placeOf } from './column-text.js';
import type { Candidate, Rewriter } from './rewriter.js';

export const recomputeColumn: Rewriter = refused => {
  const change = changedColumns(refused);
  const [one] = change?.columns ?? [];
  if (change === null || one === undefined || change.columns.length > 1) return [];
  const { name } = one.now;
  if (one.old.generated === null || one.now.generated === null || isHeld(change.before, name)) return [];
  const alter = `ALTER TABLE ${quoteIdentifier(change.after.name)}`;
  const candidate = (place: string): Candidate => ({
    title: `drop ${name}, then add it as it is to be`,
    note: `between the two parts there is no ${name}: nothing may read it then`,
    parts: [
      [`${alter} DROP COLUMN ${quoteIdentifier(name)}`],
      [`${alter} ADD COLUMN ${columnText(change.after, name)}${place}`],
    ],
  });
  const place = placeOf(change.after, name);
  return place === '' ? [candidate('')] : [candidate(place), candidate('')];
};
