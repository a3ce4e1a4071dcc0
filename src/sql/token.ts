/**
 * The smallest pieces of SQL text, as servers of both flavors see them with a default sql_mode: `"x"` is a
 * string and backslashes escape. Judges nothing; whoever reads the tokens decides what they mean.
 */

/**
 * - `comment`: from `#`, or from `--` before a blank, to the end of the line; or a block comment
 * - `executable`: only the opening of `/*!50003 …` or `/*M!100100 …`. A server may run what stands in it, so that is
 *   read like any other text, and its end comes as two symbols
 * - `word`: keywords, plain names and numbers, not told apart
 * - `symbol`: one character of anything else
 */
export type TokenKind = 'blank' | 'comment' | 'executable' | 'word' | 'name' | 'string' | 'symbol';

/** `start` and `end` are offsets in UTF-16 units; `closed` is false when the text ends before its quote or comment. */
export type Token = {
  readonly kind: TokenKind;
  readonly start: number;
  readonly end: number;
  readonly closed: boolean;
};

/** The token that begins at `start`, which must lie inside the text. */
export function tokenAt(text: string, start: number): Token {
  const code = text.charCodeAt(start);
  if (isBlank(code)) return token('blank', start, endOfRun(text, start, isBlank));
  if (isWordPart(code)) return token('word', start, endOfRun(text, start, isWordPart));
  return opaqueAt(text, start) ?? token('symbol', start, start + 1);
}

/** The string, quoted name or comment that begins at `start`, if one does: what no delimiter ends. */
export function opaqueAt(text: string, start: number): Token | undefined {
  switch (text[start]) {
    case "'":
    case '"':
      return quoted(text, start, 'string');
    case '`':
      return quoted(text, start, 'name');
    case '#':
      return lineComment(text, start);
    case '-':
      return isDashComment(text, start) ? lineComment(text, start) : undefined;
    case '/':
      return text[start + 1] === '*' ? blockComment(text, start) : undefined;
    default:
      return undefined;
  }
}

export function lineComment(text: string, start: number): Token {
  const end = text.indexOf('\n', start);
  return token('comment', start, end === -1 ? text.length : end);
}

function blockComment(text: string, start: number): Token {
  const opening = EXECUTABLE.exec(text.slice(start, start + 16));
  if (opening) return token('executable', start, start + opening[0].length);
  const end = text.indexOf('*/', start + 2);
  return end === -1 ? token('comment', start, text.length, false) : token('comment', start, end + 2);
}

const EXECUTABLE = /^\/\*M?!\d{0,6}/;

function quoted(text: string, start: number, kind: 'string' | 'name'): Token {
  const quote = text.charCodeAt(start);
  for (let at = start + 1; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code === BACKSLASH && kind === 'string') at++;
    else if (code === quote && text.charCodeAt(at + 1) === quote) at++;
    else if (code === quote) return token(kind, start, at + 1);
  }
  return token(kind, start, text.length, false);
}

function isDashComment(text: string, start: number): boolean {
  if (text[start + 1] !== '-') return false;
  const third = text.charCodeAt(start + 2);
  return Number.isNaN(third) || isBlank(third);
}

const BACKSLASH = 0x5c;

/** Space, tab, newline, vertical tab, form feed, carriage return: the C locale's blanks. */
function isBlank(code: number): boolean {
  return code === 0x20 || (code >= 0x09 && code <= 0x0d);
}

/** Letters, digits, `_`, `$` and everything beyond ASCII, as unquoted names may have. */
function isWordPart(code: number): boolean {
  return (
    (code >= 0x61 && code <= 0x7a) ||
    (code >= 0x41 && code <= 0x5a) ||
    (code >= 0x30 && code <= 0x39) ||
    code === 0x5f ||
    code === 0x24 ||
    code >= 0x80
  );
}

function endOfRun(text: string, start: number, belongs: (code: number) => boolean): number {
  let end = start + 1;
  while (end < text.length && belongs(text.charCodeAt(end))) end++;
  return end;
}

function token(kind: TokenKind, start: number, end: number, closed = true): Token {
  return { kind, start, end, closed };
}
