/**
 * Binds a statement to the algorithm that the server chose on the copy: it then refuses (1845, 1846) instead of
 * copying the table or stopping writes on the active. The copy is asked with the same text. Pure.
 */
import { readAlgorithmClauses, withAlgorithmClauses } from '../sql/algorithm-clauses.js';
import type { Algorithm, PlannedStatement } from './plan.js';

export type Binding = { readonly algorithm: Algorithm } & Pick<PlannedStatement, 'online'>;

/**
 * What the author wrote is not repeated, and not overruled. Null where no clause can hold the server to the
 * algorithm, or, if `online`, to let writes go on.
 */
export function bindAlgorithm(sql: string, { algorithm, online }: Binding): string | null {
  const stated = readAlgorithmClauses(sql);
  const clauses = [
    ...(stated.algorithm === null ? [`ALGORITHM=${algorithm}`] : []),
    // INSTANT takes no LOCK clause on MySQL (1221).
    ...(stated.lock === null && online && algorithm !== 'INSTANT' ? ['LOCK=NONE'] : []),
  ];
  return clauses.length === 0 ? sql : withAlgorithmClauses(sql, clauses);
}
