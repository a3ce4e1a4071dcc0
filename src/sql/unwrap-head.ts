/**
 * Statements in the style of mysqldump, `/*!50003 CREATE* / /*!50017 DEFINER=…* / /*!50003 TRIGGER …* /`, as a person
 * would write them. Pure.
 */
import { tokenAt } from './token.js';

/** The openings of the executable comments that begin in front of `headEnd`. */
export function wrappingsOf(sql: string, headEnd: number): readonly string[] {
  const openings: string[] = [];
  for (let at = 0; at < headEnd; ) {
    const { kind, end } = tokenAt(sql, at);
    if (kind === 'executable') openings.push(sql.slice(at, end));
    at = end;
  }
  return openings;
}

/** Whether some server of today skips the comment that opens so: then two of them read two statements. */
export function isSometimesSkipped(opening: string): boolean {
  return opening.startsWith('/*M') || Number(/\d+/.exec(opening)?.[0] ?? 0) >= FIRST_SKIPPED;
}

/** From this version on MariaDB skips comments for MySQL, and MySQL those for MariaDB (10.11, 11.8 and 9.7, tested). */
const FIRST_SKIPPED = 50_700;

/** What stands in executable comments that begin in front of `headEnd`, without them. Those of a body stay. */
export function unwrapHead(sql: string, headEnd: number): string {
  const open: boolean[] = [];
  let unwrapped = '';
  for (let at = 0; at < sql.length; ) {
    const token = tokenAt(sql, at);
    const closes = open.length > 0 && sql.startsWith('*/', at);
    if (token.kind === 'executable') open.push(at < headEnd && open.length === 0);
    const end = closes ? at + 2 : token.end;
    const leftOut = closes ? open.pop() : token.kind === 'executable' && open.at(-1);
    if (!leftOut) unwrapped += sql.slice(at, end);
    at = end;
  }
  return unwrapped.trim();
}
