/**
 * Splits the text of an .sql file into statements as the mysql and mariadb clients would, with two differences
 * that lose nothing: programs are found whole without DELIMITER too, and what a client would silently drop,
 * swallow or run as a command of its own is refused with its place. Pure, and lossless: the pieces in order are
 * the text. Judges no syntax; the server does.
 *
 * Reads quotes and backslashes by the default sql_mode, whatever the file sets: with ANSI_QUOTES or
 * NO_BACKSLASH_ESCAPES in force, a backslash in front of a quote would be read differently.
 */
import { ConfigError, type Finding } from '../errors.js';
import { CLIENT_COMMANDS } from './client-commands.js';
import { parseDelimiterLine } from './delimiter-line.js';
import { skipGap } from './gap.js';
import { openReader } from './reader.js';
import {
  BYTE_ORDER_MARK,
  endOfLine,
  findingAt,
  inOrder,
  openSource,
  type Problem,
  positionAt,
  refusal,
  refusalOf,
} from './source.js';
import { clientCommand, DELIMITER_BEHIND, NUL, USE_WITHOUT_NAME } from './split-problems.js';
import {
  type Delimiter,
  delimiterOf,
  findStatementEnd,
  type Reading,
  type StatementEnd,
} from './statement-end.js';
import { tokenAt } from './token.js';

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
 * @throws ConfigError with a finding, `file:line:column`, for each thing that cannot be meant
 */
export function splitSql(text: string, file: string): readonly Piece[] {
  const { pieces, findings } = judgeSql(text, file);
  if (findings.length > 0) throw refusalOf(file, findings);
  return pieces;
}

/** `whole`: the reading came to the end of the file. With findings the pieces are those that are read without them. */
export type JudgedSql = {
  readonly pieces: readonly Piece[];
  readonly findings: readonly Finding[];
  readonly whole: boolean;
};

/** The same for whoever has more to judge: it goes on behind what cannot be meant, where anything can be read there. */
export function judgeSql(text: string, file: string): JudgedSql {
  const pieces: Piece[] = [];
  const findings: Finding[] = [];
  try {
    readPieces({ ...openSource(text, file), findings }, pieces);
    return { pieces, findings: inOrder(findings), whole: true };
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    return { pieces, findings: inOrder([...findings, ...error.findings]), whole: false };
  }
}

/** Throws ConfigError for that behind which nothing can be read. */
function readPieces(source: Reading, pieces: Piece[]): void {
  const { text } = source;
  const nul = text.indexOf('\0');
  if (nul !== -1) throw refusal(source, nul, NUL);
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
}

/** The statements alone, in order. */
export function statementsOf(pieces: readonly Piece[]): readonly Statement[] {
  return pieces.flatMap(piece => {
    if (piece.kind !== 'statement') return [];
    const { text, line, column, delimiter } = piece;
    return [{ text, line, column, delimiter }];
  });
}

function firstWord(text: string, start: number): string {
  const { kind, end } = tokenAt(text, start);
  return kind === 'word' ? text.slice(start, end).toUpperCase() : '';
}

/** One that stands behind something else was meant all the same. */
function readDelimiter(source: Reading, start: number): string {
  const { text, findings } = source;
  if (!isFirstOnLine(text, start)) findings.push(findingAt(source, start, DELIMITER_BEHIND));
  const result = parseDelimiterLine(text.slice(start, endOfLine(text, start)));
  if ('problem' in result) throw refusal(source, start, result.problem);
  return result.delimiter;
}

function delimiterPiece(text: string, start: number): Piece {
  return { kind: 'delimiter', raw: text.slice(start, endOfLine(text, start)) };
}

type Context = { readonly delimiter: Delimiter; readonly word: string };

function readStatement(source: Reading, start: number, { delimiter, word }: Context): Piece {
  const { text } = source;
  const command = text[start] === '\\' ? text.slice(start, start + 2) : word;
  if (CLIENT_COMMANDS.has(command) || command.startsWith('\\'))
    return refused(source, start, { problem: clientCommand(command), end: endOfLine(text, start) });
  const { end, ended } =
    word === 'USE' ? findEndOfUse(source, start, delimiter) : findStatementEnd(source, start, delimiter);
  if (word === 'USE' && !isUse(text.slice(start, end)))
    return refused(source, start, { problem: USE_WITHOUT_NAME, end });
  return {
    kind: 'statement',
    raw: text.slice(start, end + ended.length),
    text: withoutTrailingBlanks(text.slice(start, end)).replaceAll('\r\n', '\n'),
    ...positionAt(source, start),
    delimiter: ended,
  };
}

type Refused = { readonly problem: Problem; readonly end: number };

/** What cannot be meant, and behind which the reading goes on. */
function refused(source: Reading, start: number, { problem, end }: Refused): Piece {
  source.findings.push(findingAt(source, start, problem));
  return { kind: 'gap', raw: source.text.slice(start, end) };
}

/** For USE at the beginning of a line, a command of the client, the end of the line is enough. */
function findEndOfUse(source: Reading, start: number, delimiter: Delimiter): StatementEnd {
  const last = isFirstOnLine(source.text, start) ? endOfLine(source.text, start) : source.text.length;
  return findStatementEnd({ ...source, text: source.text.slice(0, last) }, start, delimiter);
}

function isUse(statement: string): boolean {
  const reader = openReader(statement);
  return reader.accept('USE') && reader.name() !== undefined && reader.peek().kind === 'end';
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
