/** Finds where a statement ends, by the rules of the mysql and mariadb clients; bodies of programs by their blocks. */

import type { Finding } from '../errors.js';
import { LONGEST_KEYWORD, trackBody } from './program-body.js';
import { offsetOfBody } from './program-head.js';
import { endOfLine, findingAt, type Problem, refusal, type Source } from './source.js';
import {
  clientCommand,
  DELIMITER_INSIDE,
  UNCLOSED_BODY,
  UNCLOSED_COMMENT,
  UNCLOSED_QUOTE,
} from './split-problems.js';
import { type Token, type TokenKind, tokenAt } from './token.js';

/** `findings` takes what cannot be meant, where the reading goes on behind it. */
export type Reading = Source & { readonly findings: Finding[] };

/** `ended` is the text that ended it: the delimiter, `\G`, `\g`, or nothing at the end of the source. */
export type StatementEnd = { readonly end: number; readonly ended: string };

/**
 * The end of the statement whose first word begins at `start`. With the delimiter `;` the semicolons inside a
 * program's body do not count; with any other, its first occurrence outside of quotes and comments ends the
 * statement, even in the middle of a word or of an executable comment, as the client has it.
 * @throws ConfigError when a string, comment or body is not closed
 */
export function findStatementEnd(source: Reading, start: number, delimiter: Delimiter): StatementEnd {
  const { text } = source;
  const body = followBody(text, start, delimiter);
  let before: Token | undefined;
  for (let at = start; at < text.length; ) {
    const ended = delimiterAt(text, at, delimiter) ?? goCommandAt(text, at);
    if (ended !== undefined && !body.inBlock()) return { end: at, ended };
    const token = tokenUpTo(source, at, delimiter);
    const command = commandInside(text, token, { start, before });
    if (command !== undefined) source.findings.push(findingAt(source, at, command));
    // Whoever changes the delimiter means to have ended what stands in front.
    if (command === DELIMITER_INSIDE) return { end: at, ended: '' };
    body.feed(token);
    if (token.kind !== 'blank' && token.kind !== 'comment') before = token;
    at = command === undefined ? token.end : endOfCommand(text, at);
  }
  if (body.inBlock()) throw refusal(source, start, UNCLOSED_BODY);
  return { end: text.length, ended: '' };
}

/** What ends statements, and what is asked of it at every word: its first letter, and of which kind that is. */
export type Delimiter = { readonly text: string; readonly code: number; readonly kind: TokenKind };

export function delimiterOf(text: string): Delimiter {
  return { text, code: text.charCodeAt(0), kind: tokenAt(text, 0).kind };
}

function delimiterAt(text: string, at: number, delimiter: Delimiter): string | undefined {
  if (text.charCodeAt(at) !== delimiter.code) return undefined;
  return text.startsWith(delimiter.text, at) ? delimiter.text : undefined;
}

/** `\G` or `\g`, which send a statement like the delimiter does. */
export function goCommandAt(text: string, at: number): string | undefined {
  if (text.charCodeAt(at) !== BACKSLASH) return undefined;
  return text[at + 1] === 'g' || text[at + 1] === 'G' ? text.slice(at, at + 2) : undefined;
}

const BACKSLASH = 0x5c;

/** The client takes the rest of the line for most of its commands. */
function endOfCommand(text: string, at: number): number {
  return goCommandAt(text, at) === undefined ? endOfLine(text, at) : at + 2;
}

/** The token at `at`, cut off where a delimiter begins inside a word or between blanks. */
function tokenUpTo(source: Source, at: number, delimiter: Delimiter): Token {
  const token = tokenAt(source.text, at);
  if (!token.closed) throw refusal(source, at, token.kind === 'comment' ? UNCLOSED_COMMENT : UNCLOSED_QUOTE);
  const isCut = CUT.has(token.kind) && token.kind === delimiter.kind;
  if (!isCut && token.kind !== 'executable') return token;
  // Never further than the token: a delimiter that is nowhere in the file would be looked for in all of it each time.
  const stop = source.text.slice(at, token.end + delimiter.text.length - 1).indexOf(delimiter.text, 1);
  return stop === -1 ? token : { ...token, end: at + stop };
}

/** Kinds of more than one letter in which a delimiter counts, if it begins with such a letter. */
const CUT: ReadonlySet<TokenKind> = new Set(['word', 'blank']);

type Body = { feed(token: Token): void; inBlock(): boolean };

const NO_BODY: Body = { feed() {}, inBlock: () => false };

function followBody(text: string, start: number, delimiter: Delimiter): Body {
  const offset = delimiter.text === ';' ? offsetOfBody(text.slice(start)) : undefined;
  if (offset === undefined) return NO_BODY;
  const tracker = trackBody();
  const feed = ({ kind, start: at, end }: Token): void => {
    if (at < start + offset || kind === 'blank' || kind === 'comment' || kind === 'executable') return;
    const isQuoted = kind === 'string' || kind === 'name';
    const word = isQuoted || end - at > LONGEST_KEYWORD ? '' : text.slice(at, end).toUpperCase();
    tracker.feed(word === '\\' ? ';' : word);
  };
  return { feed, inBlock: tracker.inBlock };
}

/** Where the statement begins that something stands in, and the word or symbol in front of it. */
type Place = { readonly start: number; readonly before: Token | undefined };

/**
 * Inside a statement the client would send DELIMITER lines to the server, and run commands such as `\!`. Asked of every
 * word, so of most no more than their first letter and their length.
 */
function commandInside(text: string, token: Token, place: Place): Problem | undefined {
  const { start, end, kind } = token;
  if (text.charCodeAt(start) === BACKSLASH)
    return text[start + 1] === 'N' ? undefined : clientCommand(text.slice(start, start + 2));
  if (kind !== 'word' || end - start !== 'delimiter'.length) return undefined;
  return isDelimiterLine(text, token, place) ? DELIMITER_INSIDE : undefined;
}

/**
 * A line of DELIMITER and one more word is taken for the command, unless a name must follow there: then it may be
 * a column of this name.
 */
function isDelimiterLine(text: string, token: Token, { start, before }: Place): boolean {
  if (text.slice(token.start, token.end).toLowerCase() !== 'delimiter') return false;
  let blank = token.start - 1;
  while (blank > start && ' \t'.includes(text.charAt(blank))) blank--;
  if (text[blank] !== '\n') return false;
  const [, argument] = DELIMITER_LINE.exec(text.slice(token.start, endOfLine(text, token.start))) ?? [];
  return argument !== undefined && (!/\w/.test(argument) || !mustNameFollow(text, before));
}

const DELIMITER_LINE = /^delimiter[ \t]+(\S+)\s*$/i;

function mustNameFollow(text: string, before: Token | undefined): boolean {
  return before !== undefined && BEFORE_NAME.has(text.slice(before.start, before.end).toUpperCase());
}

/** No statement is finished behind one of these. */
const BEFORE_NAME = new Set([
  '(',
  ',',
  '.',
  '=',
  'SELECT',
  'DISTINCT',
  'WHERE',
  'AND',
  'OR',
  'BY',
  'SET',
  'ON',
]);
