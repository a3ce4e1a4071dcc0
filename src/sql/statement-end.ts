/** Finds where a statement ends, by the rules of the mysql and mariadb clients; bodies of programs by their blocks. */
import { trackBody } from './program-body.js';
import { offsetOfBody } from './program-head.js';
import { endOfLine, refusal, type Source } from './source.js';
import {
  clientCommand,
  DELIMITER_INSIDE,
  UNCLOSED_BODY,
  UNCLOSED_COMMENT,
  UNCLOSED_QUOTE,
} from './split-problems.js';
import { type Token, tokenAt } from './token.js';

/** `ended` is the text that ended it: the delimiter, `\G`, `\g`, or nothing at the end of the source. */
export type StatementEnd = { readonly end: number; readonly ended: string };

/**
 * The end of the statement whose first word begins at `start`. With the delimiter `;` the semicolons inside a
 * program's body do not count; with any other, its first occurrence outside of quotes and comments ends the
 * statement, even in the middle of a word or of an executable comment, as the client has it.
 * @throws ConfigError when a string, comment or body is not closed, or when a client command stands inside
 */
export function findStatementEnd(source: Source, start: number, delimiter: string): StatementEnd {
  const { text } = source;
  const nextDelimiter = occurrencesOf(delimiter, text);
  const body = followBody(text, start, delimiter);
  for (let at = start; at < text.length; ) {
    const stop = nextDelimiter(at);
    const ended = at === stop ? delimiter : goCommandAt(text, at);
    if (ended !== undefined && !body.inBlock()) return { end: at, ended };
    const token = tokenUpTo(source, at, stop);
    refuseClientCommand(source, start, token);
    body.feed(token);
    at = token.end;
  }
  if (body.inBlock()) throw refusal(source, start, UNCLOSED_BODY);
  return { end: text.length, ended: '' };
}

/** Answers the next place at or behind an offset that only grows, or the end; so the text is searched once. */
function occurrencesOf(delimiter: string, text: string): (from: number) => number {
  let found = -1;
  return from => {
    if (found < from) found = text.indexOf(delimiter, from);
    if (found === -1) found = text.length;
    return found;
  };
}

/** `\G` or `\g`, which send a statement like the delimiter does. */
export function goCommandAt(text: string, at: number): string | undefined {
  if (text[at] !== '\\') return undefined;
  return text[at + 1] === 'g' || text[at + 1] === 'G' ? text.slice(at, at + 2) : undefined;
}

/** The token at `at`, cut off where a delimiter begins inside a word or between blanks. */
function tokenUpTo(source: Source, at: number, stop: number): Token {
  const token = tokenAt(source.text, at);
  if (!token.closed) throw refusal(source, at, token.kind === 'comment' ? UNCLOSED_COMMENT : UNCLOSED_QUOTE);
  const isOpaque = token.kind === 'string' || token.kind === 'name' || token.kind === 'comment';
  return isOpaque || stop <= at || stop >= token.end ? token : { ...token, end: stop };
}

type Body = { feed(token: Token): void; inBlock(): boolean };

const NO_BODY: Body = { feed() {}, inBlock: () => false };

function followBody(text: string, start: number, delimiter: string): Body {
  const offset = delimiter === ';' ? offsetOfBody(text.slice(start)) : undefined;
  if (offset === undefined) return NO_BODY;
  const tracker = trackBody();
  const feed = ({ kind, start: at, end }: Token): void => {
    if (at < start + offset || kind === 'blank' || kind === 'comment' || kind === 'executable') return;
    tracker.feed(kind === 'string' || kind === 'name' ? '' : text.slice(at, end).toUpperCase());
  };
  return { feed, inBlock: tracker.inBlock };
}

/** Inside a statement the client would send DELIMITER lines to the server, and run commands such as `\!`. */
function refuseClientCommand(source: Source, start: number, token: Token): void {
  const { text } = source;
  if (text[token.start] === '\\' && text[token.start + 1] !== 'N')
    throw refusal(source, token.start, clientCommand(text.slice(token.start, token.start + 2)));
  if (token.kind === 'word' && isDelimiterLine(text, start, token))
    throw refusal(source, token.start, DELIMITER_INSIDE);
}

/**
 * A line of DELIMITER and one more word is taken for the command, unless that may be a column of this name in a
 * list between parentheses.
 */
function isDelimiterLine(text: string, start: number, token: Token): boolean {
  if (token.end - token.start !== 9 || text.slice(token.start, token.end).toLowerCase() !== 'delimiter')
    return false;
  let before = token.start - 1;
  while (before > start && ' \t'.includes(text.charAt(before))) before--;
  if (text[before] !== '\n') return false;
  const [, argument] = DELIMITER_LINE.exec(text.slice(token.start, endOfLine(text, token.start))) ?? [];
  return argument !== undefined && (!/\w/.test(argument) || depthAt(text, start, token.start) === 0);
}

const DELIMITER_LINE = /^delimiter[ \t]+(\S+)\s*$/i;

function depthAt(text: string, start: number, end: number): number {
  let depth = 0;
  for (let at = start; at < end; at = tokenAt(text, at).end) {
    if (text[at] === '(') depth++;
    if (text[at] === ')') depth--;
  }
  return depth;
}
