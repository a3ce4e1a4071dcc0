/**
 * Reads the meaningful words of one statement from left to right: blanks and comments are passed over, and the
 * content of executable comments is read as if it stood there without them.
 */
import { type Token, tokenAt } from './token.js';

/** A schema is only there when the text names it. */
export type SqlName = { readonly schema?: string; readonly name: string };

export type Lexeme = {
  readonly kind: 'word' | 'name' | 'string' | 'symbol' | 'end';
  /** As it stands in the text, quotes included. */
  readonly raw: string;
  /** In upper case for comparing; empty for quoted things, so that `` `SELECT` `` is never a keyword. */
  readonly word: string;
  /** Where it begins, in UTF-16 units. */
  readonly start: number;
};

export type Reader = {
  /** What comes, `ahead` places further on, without taking it. Past the end always the `end` lexeme. */
  peek(ahead?: number): Lexeme;
  take(): Lexeme;
  /** Takes these words or symbols if exactly they come next. */
  accept(...words: readonly string[]): boolean;
  /** Takes `name` or `schema.name`, quoted or not. */
  name(): SqlName | undefined;
};

export function openReader(text: string): Reader {
  const lexemes = lexemesOf(text);
  const coming: Lexeme[] = [];
  const peek = (ahead = 0): Lexeme => {
    while (coming.length <= ahead) coming.push(lexemes.next().value ?? endOf(text));
    return coming[ahead] ?? endOf(text);
  };
  const take = (): Lexeme => {
    const next = peek();
    coming.shift();
    return next;
  };
  const accept = (...words: readonly string[]): boolean => {
    if (!words.every((word, ahead) => peek(ahead).word === word)) return false;
    coming.splice(0, words.length);
    return true;
  };
  const name = (): SqlName | undefined => {
    if (!isName(peek())) return undefined;
    const first = unquote(take());
    if (peek().word !== '.' || !isName(peek(1))) return { name: first };
    take();
    return { schema: first, name: unquote(take()) };
  };
  return { peek, take, accept, name };
}

function* lexemesOf(text: string): Generator<Lexeme, undefined> {
  let inExecutable = false;
  for (let at = 0; at < text.length; ) {
    const token = tokenAt(text, at);
    at = token.end;
    if (token.kind === 'executable') inExecutable = true;
    else if (inExecutable && text.startsWith('*/', token.start)) {
      inExecutable = false;
      at = token.start + 2;
    } else if (token.kind !== 'blank' && token.kind !== 'comment') yield lexeme(text, token, token.kind);
  }
  return undefined;
}

function lexeme(text: string, { start, end }: Token, kind: Exclude<Lexeme['kind'], 'end'>): Lexeme {
  const raw = text.slice(start, end);
  const comparable = kind === 'word' || kind === 'symbol';
  return { kind, raw, word: comparable ? raw.toUpperCase() : '', start };
}

function endOf(text: string): Lexeme {
  return { kind: 'end', raw: '', word: '', start: text.length };
}

/** A string counts, because with ANSI_QUOTES it is a name, and where a name must stand nothing else can be meant. */
function isName({ kind }: Lexeme): boolean {
  return kind === 'word' || kind === 'name' || kind === 'string';
}

function unquote({ kind, raw }: Lexeme): string {
  if (kind === 'word') return raw;
  const quote = raw.charAt(0);
  return raw.slice(1, -1).replaceAll(quote + quote, quote);
}
