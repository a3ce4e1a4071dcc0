/**
 * All that could be sent instead of a refused statement, most faithful first: what leads to exactly the structure that
 * was asked for, then another order of columns, then what takes several releases. Pure.
 */
import { appendColumns } from './append-columns.js';
import { exchangeColumn } from './exchange-column.js';
import { fillNulls } from './fill-nulls.js';
import { literalDefault } from './literal-default.js';
import { recomputeColumn } from './recompute-column.js';
import type { Candidate, RefusedStatement, Rewriter } from './rewriter.js';
import { splitClauses } from './split-clauses.js';
import { uncheckedForeignKey } from './unchecked-foreign-key.js';

const rewriters: readonly Rewriter[] = [
  splitClauses,
  uncheckedForeignKey,
  literalDefault,
  fillNulls,
  appendColumns,
  recomputeColumn,
  exchangeColumn,
];

export function proposeRewrites(refused: RefusedStatement): readonly Candidate[] {
  return rewriters.flatMap(rewrite => rewrite(refused));
}
