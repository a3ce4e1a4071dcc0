/** Reads the statements of a body: blocks, branches and loops as steps inside of each other. */
import type { Lexeme } from '../../sql/reader.js';
import type { Feed } from './feed.js';
import { bareName } from './lexemes.js';
import { readDeclaration } from './read-declaration.js';
import type { Block, Handler, Step, Variable } from './read-program.js';

/** A block while its declarations are read. */
export type OpenBlock = {
  readonly outer: Block | null;
  readonly variables: Variable[];
  readonly handlers: Handler[];
};

/** Until one of these words begins a statement, or the text ends. */
export function readSteps(feed: Feed, block: OpenBlock, ...ends: readonly string[]): readonly Step[] {
  const steps: Step[] = [];
  while (!feed.isDone() && !ends.includes(feed.peek().word)) steps.push(...readStep(feed, block));
  return steps;
}

/** One statement with what it holds, and the semicolon behind it. */
export function readStep(feed: Feed, block: OpenBlock): readonly Step[] {
  skipLabel(feed);
  const read = readers.get(feed.peek().word);
  const steps = read === undefined ? [readPlain(feed, block)] : read(feed, block);
  feed.accept(';');
  return steps;
}

type StepReader = (feed: Feed, block: OpenBlock) => readonly Step[];

/** By the first word of a statement. */
const readers: ReadonlyMap<string, StepReader> = new Map<string, StepReader>([
  ['BEGIN', readBlock],
  ['DECLARE', readDeclaration],
  ['IF', readIf],
  ['CASE', readCase],
  ['LOOP', readLoop],
  ['REPEAT', readRepeat],
  ['WHILE', readWhile],
  ['FOR', readFor],
]);

function skipLabel(feed: Feed): void {
  const isLabel = feed.peek(1).raw === ':' && readers.has(feed.peek(2).word);
  if (!isLabel) return;
  feed.take();
  feed.take();
}

function readPlain(feed: Feed, block: Block): Step {
  const returns = feed.accept('RETURN');
  const lexemes = feed.until(';');
  return { kind: returns ? 'expression' : 'sql', lexemes, block, inside: [] };
}

function readBlock(feed: Feed, outer: Block): readonly Step[] {
  feed.take();
  feed.accept('NOT', 'ATOMIC');
  const steps = readSteps(feed, { outer, variables: [], handlers: [] }, 'END');
  skipEnd(feed);
  return steps;
}

/** END, what it ends, and a label. */
function skipEnd(feed: Feed): void {
  feed.accept('END');
  while (!feed.isDone() && feed.peek().raw !== ';') feed.take();
}

function readIf(feed: Feed, block: OpenBlock): readonly Step[] {
  feed.take();
  const lexemes = feed.until('THEN');
  feed.take();
  const inside = [...readSteps(feed, block, 'ELSEIF', 'ELSE', 'END')];
  while (feed.peek().word === 'ELSEIF') inside.push(...readBranch(feed, block, 'ELSEIF', 'ELSE', 'END'));
  if (feed.accept('ELSE')) inside.push(...readSteps(feed, block, 'END'));
  skipEnd(feed);
  return [{ kind: 'expression', lexemes, block, inside }];
}

/** ELSEIF or WHEN, a condition, THEN, and statements. */
function readBranch(feed: Feed, block: OpenBlock, ...ends: readonly string[]): readonly Step[] {
  feed.take();
  const lexemes = feed.until('THEN');
  feed.take();
  return [{ kind: 'expression', lexemes, block, inside: readSteps(feed, block, ...ends) }];
}

function readCase(feed: Feed, block: OpenBlock): readonly Step[] {
  feed.take();
  const lexemes = feed.until('WHEN');
  const inside: Step[] = [];
  while (feed.peek().word === 'WHEN') inside.push(...readBranch(feed, block, 'WHEN', 'ELSE', 'END'));
  if (feed.accept('ELSE')) inside.push(...readSteps(feed, block, 'END'));
  skipEnd(feed);
  return [{ kind: 'expression', lexemes, block, inside }];
}

function readLoop(feed: Feed, block: OpenBlock): readonly Step[] {
  feed.take();
  return readInside(feed, block, []);
}

function readRepeat(feed: Feed, block: OpenBlock): readonly Step[] {
  feed.take();
  const inside = readSteps(feed, block, 'UNTIL');
  feed.accept('UNTIL');
  const lexemes = feed.until('END');
  skipEnd(feed);
  return [...inside, { kind: 'expression', lexemes, block, inside: [] }];
}

function readWhile(feed: Feed, block: OpenBlock): readonly Step[] {
  feed.take();
  const lexemes = feed.until('DO');
  feed.take();
  return readInside(feed, block, lexemes);
}

function readInside(feed: Feed, block: OpenBlock, lexemes: readonly Lexeme[]): readonly Step[] {
  const inside = readSteps(feed, block, 'END');
  skipEnd(feed);
  return [{ kind: 'expression', lexemes, block, inside }];
}

/** `FOR i IN 1..10 DO`, `FOR r IN cursor DO`, `FOR r IN (SELECT …) DO`: MariaDB. */
function readFor(feed: Feed, outer: OpenBlock): readonly Step[] {
  feed.take();
  const name = feed.take();
  feed.accept('IN');
  feed.accept('REVERSE');
  const query = feed.peek().raw === '(' ? feed.parentheses() : [];
  const range = feed.until('DO');
  feed.take();
  const isRange = range.some(({ raw }, index) => raw === '.' && range[index + 1]?.raw === '.');
  const variable: Variable = {
    ...{ name: bareName(name), at: name.start, type: isRange ? 'INT' : 'ROW' },
    role: isRange ? 'variable' : 'record',
  };
  const block: OpenBlock = { outer, variables: [variable], handlers: [] };
  const inside = readInside(feed, block, []);
  return query.length === 0
    ? inside
    : [{ kind: 'query', lexemes: query, block: outer, inside: [] }, ...inside];
}
