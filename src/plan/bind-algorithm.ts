/**
 * Binds a direct statement to the algorithm that the server chose on the copy: it then refuses (1845, 1846) instead
 * of copying the table or stopping writes on the active. Pure.
 */
import { classifyStatement } from '../sql/classify.js';
import type { Algorithm } from './plan.js';

/** Whether a clause can stand behind the statement: a plain ALTER TABLE or CREATE INDEX without clauses of its own. */
export function canBind(sql: string): boolean {
  return separatorOf(sql) !== null && !/\b(?:ALGORITHM|LOCK|PARTITION)\b/iu.test(sql);
}

/** The statement as it is where no clause can stand. */
export function bindAlgorithm(sql: string, algorithm: Algorithm): string {
  if (!canBind(sql)) return sql;
  // INSTANT takes no LOCK clause on MySQL.
  const clauses = [`ALGORITHM=${algorithm}`, ...(algorithm === 'INSTANT' ? [] : ['LOCK=NONE'])];
  const separator = separatorOf(sql) ?? '';
  // On a line of their own: the last line may end in a comment.
  return `${sql}\n${separator}${clauses.join(separator === '' ? ' ' : ', ')}`;
}

function separatorOf(sql: string): ', ' | '' | null {
  const head = classifyStatement(sql);
  if (head.kind !== 'ddl') return null;
  if (head.verb === 'alter' && head.object === 'table') return ', ';
  return head.verb === 'create' && head.object === 'index' ? '' : null;
}
