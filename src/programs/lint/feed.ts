/** Gives the words of a program one by one to those who read its grammar. */
import type { Lexeme } from '../../sql/reader.js';

export type Feed = {
  peek(ahead?: number): Lexeme;
  take(): Lexeme;
  /** Takes these words if exactly they come next. */
  accept(...words: readonly string[]): boolean;
  /** Takes all that stands before one of these words, which are not those of a CASE inside. */
  until(...stops: readonly string[]): readonly Lexeme[];
  /** Takes what stands in the parentheses that come next, which it drops; nothing where none come. */
  parentheses(): readonly Lexeme[];
  isDone(): boolean;
};

export function openFeed(lexemes: readonly Lexeme[]): Feed {
  let at = 0;
  const peek = (ahead = 0) => lexemes[at + ahead] ?? end;
  const skipTo = (index: number) => {
    const from = at;
    at = index;
    return lexemes.slice(from, index);
  };
  return {
    peek,
    take: () => lexemes[at++] ?? end,
    accept: (...words) => {
      const comes = words.every((word, ahead) => peek(ahead).word === word);
      if (comes) at += words.length;
      return comes;
    },
    until: (...stops) => skipTo(findStop(lexemes, at, stops)),
    parentheses: () => (peek().raw === '(' ? skipTo(findClosing(lexemes, at) + 1).slice(1, -1) : []),
    isDone: () => at >= lexemes.length,
  };
}

const end: Lexeme = { kind: 'end', raw: '', word: '', start: 0 };

function findStop(lexemes: readonly Lexeme[], from: number, stops: readonly string[]): number {
  let depth = 0;
  for (let at = from; at < lexemes.length; at++) {
    const word = lexemes[at]?.word ?? '';
    if (depth === 0 && stops.includes(word)) return at;
    if (word === 'CASE') depth++;
    if (word === 'END' && depth > 0) depth--;
  }
  return lexemes.length;
}

/** Of parentheses that open at `from`; of those that are never closed the end of the text. */
function findClosing(lexemes: readonly Lexeme[], from: number): number {
  let depth = 0;
  for (let at = from; at < lexemes.length; at++) {
    if (lexemes[at]?.raw === '(') depth++;
    if (lexemes[at]?.raw === ')') depth--;
    if (depth === 0) return at;
  }
  return lexemes.length;
}
