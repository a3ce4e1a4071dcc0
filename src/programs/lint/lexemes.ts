/** The words of a program for lint: with its sql_mode in mind, and names that stand behind `.` or `@` never a keyword. */
import { type Lexeme, openReader } from '../../sql/reader.js';

/** What a mode changes in how a text is read. */
export type ReadingMode = { readonly ansiQuotes: boolean };

export function readingMode(sqlMode: string): ReadingMode {
  return { ansiQuotes: sqlMode.split(',').includes('ANSI_QUOTES') };
}

/** Of the whole text; places are offsets in it. */
export function lexemesOf(text: string, mode: ReadingMode): readonly Lexeme[] {
  const reader = openReader(text);
  const lexemes: Lexeme[] = [];
  while (reader.peek().kind !== 'end') {
    const { kind, raw, word, start } = reader.take();
    const before = lexemes.at(-1)?.raw;
    lexemes.push({
      kind: mode.ansiQuotes && raw.startsWith('"') ? 'name' : kind,
      raw,
      word: before === '.' || before === '@' ? '' : word,
      start,
    });
  }
  return lexemes;
}

export function endOf({ start, raw }: Lexeme): number {
  return start + raw.length;
}

/** Whether it can be a name of something: a word or a quoted name. Numbers are words for the reader. */
export function isNameLike({ kind, raw }: Lexeme): boolean {
  return kind === 'name' || (kind === 'word' && !/^\d/u.test(raw));
}

/** A name without its quotes, as it is compared: names of columns, variables and routines know no case. */
export function nameKey({ kind, raw }: Lexeme): string {
  return bareName({ kind, raw }).toLowerCase();
}

/** A name without its quotes, as it is written. */
export function bareName({ kind, raw }: Pick<Lexeme, 'kind' | 'raw'>): string {
  if (kind !== 'name') return raw;
  const quote = raw.charAt(0);
  return raw.slice(1, -1).replaceAll(quote + quote, quote);
}

/** Splits at the commas that stand in no parentheses. */
export function splitAtCommas(lexemes: readonly Lexeme[]): readonly (readonly Lexeme[])[] {
  const parts: Lexeme[][] = [[]];
  let depth = 0;
  for (const lexeme of lexemes) {
    if (lexeme.raw === '(') depth++;
    if (lexeme.raw === ')') depth--;
    if (lexeme.raw === ',' && depth === 0) parts.push([]);
    else parts.at(-1)?.push(lexeme);
  }
  return lexemes.length === 0 ? [] : parts;
}
