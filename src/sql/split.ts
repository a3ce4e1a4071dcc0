/**
 * Splits the text of an .sql file into statements as the mysql and mariadb clients would, with two differences
 * that lose nothing: programs are found whole without DELIMITER too, and what a client would silently drop,
 * swallow or run as a command of its own is refused with its place. Pure, and lossless: the pieces in order are
 * the text. Judges no syntax; the server does.
 *
 * Reads quotes and backslashes by the default sql_mode, whatever the file sets: with ANSI_QUOTES or
 * NO_BACKSLASH_ESCAPES in force, a backslash in front of a quote would be read differently.
 */
import { CLIENT_COMMANDS } from './client-commands.js';
import { parseDelimiterLine } from './delimiter-line.js';
import { openReader } from './reader.js';
import { BYTE_ORDER_MARK, endOfLine, openSource, positionAt, refusal, type Source } from './source.js';
import {
  clientCommand,
  DELIMITER_BEHIND,
  NUL,
  UNCLOSED_COMMENT,
  USE_WITHOUT_NAME,
} from './split-problems.js';
import {
  type Delimiter,
  delimiterOf,
  findStatementEnd,
  goCommandAt,
  type StatementEnd,
} from './statement-end.js';
import { lineComment, tokenAt } from './token.js';

export type Statement = {
  /** As it is sent: without delimiter, blanks at the end and comments in front; line ends are LF. */
  readonly text: string;
  /** Where its first word stands in the file, counted from 1; columns in UTF-16 units. */
  readonly line: number;
  readonly column: number;
  /** What ended it: the delimiter in force, `\G` or `\g`; empty at the end of the file, and for USE at that of the line. */
  readonly delimiter: string;
};

/** `raw` is the piece's own stretch of the file. A gap is blanks, comments, and delimiters without a statement. */
export type Piece =
  | ({ readonly kind: 'statement'; readonly raw: string } & Statement)
  | { readonly kind: 'delimiter'; readonly raw: string }
  | { readonly kind: 'gap'; readonly raw: string };

/**
 * @param file for messages only
 * @throws ConfigError with `file:line:column` for what cannot be meant
 */
export function splitSql(text: string, file: string): readonly Piece[] {
  const source = openSource(text, file);
  const nul = text.indexOf('\0');
  if (nul !== -1) throw refusal(source, nul, NUL);
  const pieces: Piece[] = [];
  let delimiter = delimiterOf(';');
  for (let at = 0; at < text.length; ) {
    const start = skipGap(source, at, delimiter.text);
    if (start > at) pieces.push({ kind: 'gap', raw: text.slice(at, start) });
    if (start === text.length) break;
    const word = firstWord(text, start);
    if (word === 'DELIMITER') delimiter = delimiterOf(readDelimiter(source, start));
    pieces.push(
      word === 'DELIMITER' ? delimiterPiece(text, start) : readStatement(source, start, { delimiter, word }),
    );
    at = start + (pieces.at(-1)?.raw.length ?? 0);
  }
  return pieces;
}

/** The statements alone, in order. */
export function statementsOf(pieces: readonly Piece[]): readonly Statement[] {
  return pieces.flatMap(piece => {
    if (piece.kind !== 'statement') return [];
    const { text, line, column, delimiter } = piece;
    return [{ text, line, column, delimiter }];
  });
}

/** The offset of the next word that belongs to a statement or a command. */
function skipGap(source: Source, from: number, delimiter: string): number {
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

function firstWord(text: string, start: number): string {
  const { kind, end } = tokenAt(text, start);
  return kind === 'word' ? text.slice(start, end).toUpperCase() : '';
}

function readDelimiter(source: Source, start: number): string {
  const { text } = source;
  if (!isFirstOnLine(text, start)) throw refusal(source, start, DELIMITER_BEHIND);
  const result = parseDelimiterLine(text.slice(start, endOfLine(text, start)));
  if ('problem' in result) throw refusal(source, start, result.problem);
  return result.delimiter;
}

function delimiterPiece(text: string, start: number): Piece {
  return { kind: 'delimiter', raw: text.slice(start, endOfLine(text, start)) };
}

type Context = { readonly delimiter: Delimiter; readonly word: string };

function readStatement(source: Source, start: number, { delimiter, word }: Context): Piece {
  const { text } = source;
  if (CLIENT_COMMANDS.has(word)) throw refusal(source, start, clientCommand(word));
  if (text[start] === '\\') throw refusal(source, start, clientCommand(text.slice(start, start + 2)));
  const { end, ended } =
    word === 'USE' ? findEndOfUse(source, start, delimiter) : findStatementEnd(source, start, delimiter);
  return {
    kind: 'statement',
    raw: text.slice(start, end + ended.length),
    text: withoutTrailingBlanks(text.slice(start, end)).replaceAll('\r\n', '\n'),
    ...positionAt(source, start),
    delimiter: ended,
  };
}

/** For USE at the beginning of a line, a command of the client, the end of the line is enough. */
function findEndOfUse(source: Source, start: number, delimiter: Delimiter): StatementEnd {
  const last = isFirstOnLine(source.text, start) ? endOfLine(source.text, start) : source.text.length;
  const text = source.text.slice(0, last);
  const found = findStatementEnd({ ...source, text }, start, delimiter);
  const reader = openReader(text.slice(start, found.end));
  reader.take();
  if (!reader.name() || reader.peek().kind !== 'end') throw refusal(source, start, USE_WITHOUT_NAME);
  return found;
}

function isFirstOnLine(text: string, start: number): boolean {
  let before = start - 1;
  while (before >= 0 && ' \t\v\f\r'.includes(text.charAt(before))) before--;
  return before < 0 || text[before] === '\n' || (before === 0 && text[0] === BYTE_ORDER_MARK);
}

/** Not `trimEnd`, which takes off more kinds of blanks than servers know. */
function withoutTrailingBlanks(text: string): string {
  let end = text.length;
  while (end > 0 && ' \t\n\v\f\r'.includes(text.charAt(end - 1))) end--;
  return text.slice(0, end);
}
