/** Binding an ALTER to ALGORITHM=INSTANT: the server then refuses (1845, 1846) instead of copying the table. Pure. */
import { classifyStatement } from '../sql/classify.js';

/** Whether the clause can stand behind the statement: a plain ALTER TABLE without its own ALGORITHM. */
export function acceptsInstant(sql: string): boolean {
  const head = classifyStatement(sql);
  return (
    head.kind === 'ddl' &&
    head.verb === 'alter' &&
    head.object === 'table' &&
    !/\b(?:ALGORITHM|PARTITION)\b/iu.test(sql)
  );
}

/** On a line of its own: the last line may end in a comment. */
export function withInstant(sql: string): string {
  return `${sql}\n, ALGORITHM=INSTANT`;
}
