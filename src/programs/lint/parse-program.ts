/** Reads a CREATE statement of a stored program as lint looks at it. Pure. */
import { skipModifiers } from '../../sql/ddl-modifiers.js';
import { offsetOfBody } from '../../sql/program-head.js';
import { type Lexeme, openReader } from '../../sql/reader.js';
import type { ProgramKind } from '../program.js';
import { openFeed } from './feed.js';
import { lexemesOf, readingMode } from './lexemes.js';
import { parametersOf } from './read-declaration.js';
import type { ProgramReading, Step, Variable } from './read-program.js';
import { readSteps } from './read-steps.js';

export type ProgramText = { readonly kind: ProgramKind; readonly text: string; readonly sqlMode: string };

/** Never throws: of what it cannot read it has no steps. */
export function parseProgram({ kind, text, sqlMode }: ProgramText): ProgramReading {
  const lexemes = lexemesOf(text, readingMode(sqlMode));
  const nameAt = offsetOfName(text);
  const bodyAt = kind === 'view' ? offsetOfQuery(lexemes, nameAt) : offsetOfBody(text);
  const head = lexemes.filter(({ start }) => bodyAt === undefined || start < bodyAt);
  const reading = { kind, text, lexemes, nameAt, security: securityOf(head) };
  if (bodyAt === undefined || isBeyondUs(text, sqlMode)) return { ...reading, steps: [] };
  const body = lexemes.filter(({ start }) => start >= bodyAt);
  return { ...reading, steps: stepsOf(kind, body, head) };
}

/** Oracle's grammar is another one, and what stands in `/*!` may be read or not. */
function isBeyondUs(text: string, sqlMode: string): boolean {
  return sqlMode.split(',').includes('ORACLE') || /\/\*M?!/u.test(text);
}

function stepsOf(kind: ProgramKind, body: readonly Lexeme[], head: readonly Lexeme[]): readonly Step[] {
  const variables = kind === 'procedure' || kind === 'function' ? headParameters(head) : [];
  const block = { outer: null, variables: [...variables], handlers: [] };
  if (kind === 'view') return [{ kind: 'query', lexemes: body, block, inside: [] }];
  return readSteps(openFeed(body), block);
}

function headParameters(head: readonly Lexeme[]): readonly Variable[] {
  const feed = openFeed(head);
  feed.until('PROCEDURE', 'FUNCTION');
  while (!feed.isDone() && feed.peek().raw !== '(') feed.take();
  return parametersOf(feed.parentheses());
}

/** Behind DEFINER, which may hold parentheses and any word. */
function offsetOfName(text: string): number {
  const reader = openReader(text);
  reader.take();
  skipModifiers(reader);
  reader.take();
  reader.accept('IF', 'NOT', 'EXISTS');
  return reader.peek().start;
}

/** Of a view: behind AS, before which a list of columns may stand. */
function offsetOfQuery(lexemes: readonly Lexeme[], nameAt: number): number | undefined {
  const as = lexemes.findIndex(({ word, start }) => word === 'AS' && start > nameAt);
  return as === -1 ? undefined : lexemes[as + 1]?.start;
}

function securityOf(head: readonly Lexeme[]): ProgramReading['security'] {
  const at = head.findIndex(({ word }, index) => word === 'SQL' && head[index + 1]?.word === 'SECURITY');
  const said = at === -1 ? '' : head[at + 2]?.word;
  return said === 'DEFINER' || said === 'INVOKER' ? said : null;
}
