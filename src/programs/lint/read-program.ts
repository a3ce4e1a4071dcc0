/**
 * A program as lint reads it: its head, and its body as steps with the variables that each of them sees. The server has
 * compiled it before, so the syntax is right: what this reading does not know it passes over, and says so.
 */
import type { Lexeme } from '../../sql/reader.js';
import type { ProgramKind } from '../program.js';

export type Variable = {
  /** As declared, without quotes. */
  readonly name: string;
  /** `record`: its fields are named behind a dot (MariaDB). */
  readonly role: 'parameter' | 'variable' | 'record';
  /** The first word of its type in upper case: `VARCHAR`. */
  readonly type: string;
  /** Offset of its name in the text. */
  readonly at: number;
};

export type Handler = {
  /** Of this handler: `SQLEXCEPTION`, `NOT FOUND`, `SQLSTATE '23000'`, `1062`, names of conditions. */
  readonly conditions: readonly string[];
  readonly exits: boolean;
  readonly steps: readonly Step[];
};

/** What is declared in one BEGIN … END; the outermost has the parameters. */
export type Block = {
  readonly outer: Block | null;
  readonly variables: readonly Variable[];
  readonly handlers: readonly Handler[];
};

/**
 * - `sql`: a statement. `query`: the SELECT of a cursor or a FOR loop.
 * - `expression`: a condition, a default, what is returned; without words for ELSE, LOOP and handlers.
 */
export type Step = {
  readonly kind: 'sql' | 'query' | 'expression';
  readonly lexemes: readonly Lexeme[];
  readonly block: Block;
  /** Of the default of a declaration: the variables that get it, in lower case. */
  readonly into?: readonly string[];
  /** Steps that run by what this one finds; of the first condition of an IF all of its branches. */
  readonly inside: readonly Step[];
};

export type ProgramReading = {
  readonly kind: ProgramKind;
  readonly text: string;
  readonly lexemes: readonly Lexeme[];
  /** Where the name of the program stands. */
  readonly nameAt: number;
  /** Null where neither is said; triggers and events have no choice. */
  readonly security: 'DEFINER' | 'INVOKER' | null;
  readonly steps: readonly Step[];
};

/** Every step, in the order of the text. */
export function allSteps(steps: readonly Step[]): readonly Step[] {
  return steps.flatMap(step => [step, ...allSteps(step.inside)]);
}

/** Its first word. */
export function verbOf({ lexemes }: Pick<Step, 'lexemes'>): string {
  return lexemes[0]?.word ?? '';
}

/** The innermost variable of this name that a block sees; `key` in lower case. */
export function findVariable(block: Block | null, key: string): Variable | undefined {
  for (let within = block; within !== null; within = within.outer) {
    const found = within.variables.find(({ name }) => name.toLowerCase() === key);
    if (found !== undefined) return found;
  }
  return undefined;
}

/** Of a block and all around it. */
export function handlersOf(block: Block): readonly Handler[] {
  return [...block.handlers, ...(block.outer === null ? [] : handlersOf(block.outer))];
}
