/** Reads DECLARE: variables, cursors and handlers of a block. */
import type { Lexeme } from '../../sql/reader.js';
import type { Feed } from './feed.js';
import { bareName, nameKey } from './lexemes.js';
import type { Block, Step, Variable } from './read-program.js';
import { type OpenBlock, readStep } from './read-steps.js';

/** Adds to the block what is declared. */
export function readDeclaration(feed: Feed, block: OpenBlock): readonly Step[] {
  feed.take();
  if (feed.peek(1).word === 'HANDLER') return readHandler(feed, block);
  if (feed.peek(1).word === 'CURSOR') return readCursor(feed, block);
  if (feed.peek(1).word === 'CONDITION') return passOver(feed);
  return readVariables(feed, block);
}

function passOver(feed: Feed): readonly Step[] {
  feed.until(';');
  return [];
}

function readVariables(feed: Feed, block: OpenBlock): readonly Step[] {
  const names = [feed.take()];
  while (feed.accept(',')) names.push(feed.take());
  const type = feed.until('DEFAULT', ';')[0]?.word ?? '';
  block.variables.push(...names.map(name => variableOf(name, type, 'variable')));
  if (!feed.accept('DEFAULT')) return [];
  return [{ kind: 'expression', lexemes: feed.until(';'), block, into: names.map(nameKey), inside: [] }];
}

export function variableOf(name: Lexeme, type: string, role: 'parameter' | 'variable'): Variable {
  return { name: bareName(name), at: name.start, type, role: type === 'ROW' ? 'record' : role };
}

/** A cursor of MariaDB may have parameters, which only its query sees. */
function readCursor(feed: Feed, block: OpenBlock): readonly Step[] {
  feed.take();
  feed.take();
  const parameters = parametersOf(feed.parentheses());
  feed.accept('FOR');
  const seen: Block = { outer: block, variables: parameters, handlers: [] };
  return [{ kind: 'query', lexemes: feed.until(';'), block: seen, inside: [] }];
}

/** `[IN | OUT | INOUT] name type, …`. */
export function parametersOf(lexemes: readonly Lexeme[]): readonly Variable[] {
  const parameters: Variable[] = [];
  let depth = 0;
  let first = true;
  for (const [index, lexeme] of lexemes.entries()) {
    if (lexeme.raw === '(') depth++;
    if (lexeme.raw === ')') depth--;
    if (first && !isDirection(lexeme, lexemes[index + 2])) {
      parameters.push(variableOf(lexeme, lexemes[index + 1]?.word ?? '', 'parameter'));
      first = false;
    }
    if (lexeme.raw === ',' && depth === 0) first = true;
  }
  return parameters;
}

/** A parameter may be called `out`: then its type follows, and no third word but what belongs to the type. */
function isDirection({ word }: Lexeme, third: Lexeme | undefined): boolean {
  if (word !== 'IN' && word !== 'OUT' && word !== 'INOUT') return false;
  return third !== undefined && third.raw !== ',' && third.raw !== '(';
}

/** The statement of a handler begins with the first word that is neither a condition nor a comma. */
function readHandler(feed: Feed, block: OpenBlock): readonly Step[] {
  const exits = feed.take().word === 'EXIT';
  feed.accept('HANDLER');
  feed.accept('FOR');
  const conditions: string[] = [];
  do {
    const words = [feed.take()];
    if (words[0]?.word === 'NOT') words.push(feed.take());
    if (words[0]?.word === 'SQLSTATE') {
      feed.accept('VALUE');
      words.push(feed.take());
    }
    conditions.push(words.map(({ word, raw }) => word || raw).join(' '));
  } while (feed.accept(','));
  const steps = readStep(feed, block);
  block.handlers.push({ conditions, exits, steps });
  return steps;
}
