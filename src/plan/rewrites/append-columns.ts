/** Row events go by position: a column that comes at the end, and one that stays where it is, are in nobody's way. */
import { readClauses } from './read-clauses.js';
import type { Rewriter } from './rewriter.js';
import { sameButForOrder } from './same-but-for-order.js';

export const appendColumns: Rewriter = ({ sql, before, after }) => {
  const alter = readClauses(sql);
  const placed = alter?.clauses.filter(({ text, inPlace }) => text !== inPlace) ?? [];
  // Nothing would be left of a statement that only moves columns.
  if (alter === null || placed.length === 0 || sameButForOrder(before, after)) return [];
  return [
    {
      title: 'columns at the end of the table, without FIRST and AFTER',
      note: null,
      parts: [[`${alter.head} ${alter.clauses.map(({ inPlace }) => inPlace).join(', ')}`]],
    },
  ];
};
