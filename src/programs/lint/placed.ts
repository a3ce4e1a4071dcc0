/** Each word of an SQL statement with the place it stands in: what a name there can mean. */
import type { Lexeme } from '../../sql/reader.js';
import { type Clause, clauseWords, type Frame, frameInParentheses, openFrame, type Query } from './frames.js';
import { isNameLike, nameKey } from './lexemes.js';
import type { Step } from './read-program.js';

export type Placed = Lexeme & {
  readonly clause: Clause;
  /** Whose tables' columns can be meant; null where there are none. */
  readonly query: Query | null;
  /** Directly in its query, in no parentheses. */
  readonly direct: boolean;
};

type PlacedStep = Pick<Step, 'kind' | 'lexemes'>;

/** The words of a step; empty for what is neither a query nor a change of rows nor an expression. */
export function placeStep(step: PlacedStep): readonly Placed[] {
  const known = placedSteps.get(step);
  if (known !== undefined) return known;
  const placed = placeWords(step);
  placedSteps.set(step, placed);
  return placed;
}

/** Several rules ask for the same. */
const placedSteps = new WeakMap<PlacedStep, readonly Placed[]>();

function placeWords({ kind, lexemes }: PlacedStep): readonly Placed[] {
  if (kind === 'expression') return place(lexemes, '');
  const first = lexemes.find(({ raw }) => raw !== '(');
  return first !== undefined && verbs.has(first.word) ? place(lexemes, lexemes[0]?.word ?? '') : [];
}

const verbs = new Set(['SELECT', 'WITH', 'INSERT', 'REPLACE', 'UPDATE', 'DELETE', 'DO']);

export function placeExpression(lexemes: readonly Lexeme[]): readonly Placed[] {
  return place(lexemes, '');
}

function place(lexemes: readonly Lexeme[], verb: string): readonly Placed[] {
  const frames: Frame[] = [openFrame(verb)];
  return lexemes.map((lexeme, index) => {
    const around = { verb, before: lexemes[index - 1], next: lexemes[index + 1] };
    if (lexeme.raw === ')') leave(frames);
    const frame = frames.at(-1) ?? openFrame(verb);
    clauseWords.get(lexeme.word)?.(frame, around);
    const { kind, raw, word, start } = lexeme;
    const placed = { kind, raw, word, start, clause: frame.clause, query: frame.query, direct: frame.own };
    if (lexeme.raw === ',') passComma(frame);
    if (lexeme.raw === '=' && frame.clause === 'target') frame.clause = 'expression';
    if (frame.clause === 'table' && frame.expectsTable)
      takeTable(frame, lexeme, lexemes.slice(Math.max(0, index - 2), index + 2));
    if (lexeme.raw === '(') frames.push(frameInParentheses(frame, around));
    return placed;
  });
}

function leave(frames: Frame[]): void {
  if (frames.length > 1) frames.pop();
  const frame = frames.at(-1);
  if (frame?.clause === 'table') frame.expectsTable = false;
}

function passComma(frame: Frame): void {
  if (frame.clause === 'table' || frame.joins) {
    frame.clause = 'table';
    frame.expectsTable = true;
    frame.joins = false;
  } else if (frame.sets && frame.clause === 'expression') frame.clause = 'target';
}

/** `near`: two words before, the word, one behind. */
function takeTable(frame: Frame, lexeme: Lexeme, near: readonly Lexeme[]): void {
  const at = near.indexOf(lexeme);
  if (!isNameLike(lexeme) || beforeTable.has(lexeme.word) || near[at + 1]?.raw === '.') return;
  frame.expectsTable = false;
  const owner = near[at - 1]?.raw === '.' ? near[at - 2] : undefined;
  const schema = owner === undefined ? null : nameKey(owner);
  if (lexeme.word !== 'DUAL') frame.query?.tables.push({ schema, name: nameKey(lexeme) });
}

const beforeTable = new Set(
  'INSERT REPLACE UPDATE DELETE INTO FROM USING JOIN STRAIGHT_JOIN LATERAL LOW_PRIORITY HIGH_PRIORITY DELAYED IGNORE ONLY'.split(
    ' ',
  ),
);
