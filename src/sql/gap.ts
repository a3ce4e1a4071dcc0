/** What stands between the statements of an .sql file: blanks, comments, and delimiters without a statement. */
import { BYTE_ORDER_MARK, refusal, type Source } from './source.js';
import { UNCLOSED_COMMENT } from './split-problems.js';
import { goCommandAt } from './statement-end.js';
import { lineComment, tokenAt } from './token.js';

/**
 * The offset of the next word that belongs to a statement or a command.
 * @throws ConfigError for a comment that never ends
 */
export function skipGap(source: Source, from: number, delimiter: string): number {
  const { text } = source;
  let at = from === 0 && text.startsWith(BYTE_ORDER_MARK) ? 1 : from;
  while (at < text.length) {
    const end = endOfGapPart(source, at, delimiter);
    if (end === at) return at;
    at = end;
  }
  return at;
}

function endOfGapPart(source: Source, at: number, delimiter: string): number {
  const { text } = source;
  if (text.startsWith(delimiter, at)) return at + delimiter.length;
  if (goCommandAt(text, at)) return at + 2;
  if (text.startsWith('--', at)) return lineComment(text, at).end;
  const token = tokenAt(text, at);
  if (token.kind === 'executable') return at + (SANDBOX.exec(text.slice(at, at + 60))?.[0].length ?? 0);
  if (!token.closed && token.kind === 'comment') throw refusal(source, at, UNCLOSED_COMMENT);
  return token.kind === 'blank' || token.kind === 'comment' ? token.end : at;
}

/** The first line of newer dumps: a message to the client, which no server version is high enough to run. */
const SANDBOX = /^\/\*M?!999999\\- enable the sandbox mode \*\//;
