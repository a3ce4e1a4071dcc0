/**
 * Reads the head of a CREATE of a stored program, and writes the statement without what is not the program's own. Its
 * DEFINER clause is for others.
 */
import { skipModifiers } from '../sql/ddl-modifiers.js';
import { offsetOfBody } from '../sql/program-head.js';
import { openReader, type Reader } from '../sql/reader.js';
import type { ProgramKind } from './program.js';

export type ProgramCreate = {
  readonly kind: ProgramKind;
  readonly name: string;
  /** Those in front of the program's name, and of the table of a trigger. */
  readonly schemas: readonly string[];
  readonly hasBody: boolean;
  /** Without OR REPLACE, IF NOT EXISTS and the schemas. */
  readonly create: string;
  /** Where the name ends in what was read. */
  readonly headEnd: number;
};

/** `undefined` for every other statement; also for a function of a shared library, which has no text. */
export function readCreate(sql: string): ProgramCreate | undefined {
  const reader = openReader(sql);
  if (!reader.accept('CREATE')) return undefined;
  const cuts: Span[] = [takeWords(reader, 'OR', 'REPLACE')];
  const { temporary } = skipModifiers(reader);
  const kind = temporary ? undefined : kinds[reader.take().word];
  if (kind === undefined) return undefined;
  cuts.push(takeWords(reader, 'IF', 'NOT', 'EXISTS'));
  const named = takeName(reader, cuts);
  if (named === undefined || (kind === 'function' && isLoadable(reader))) return undefined;
  const headEnd = reader.peek().start;
  const table = kind === 'trigger' ? takeTable(reader, cuts) : undefined;
  return {
    ...{ kind, name: named.name, headEnd },
    schemas: [named, table].flatMap(name => name?.schema ?? []),
    hasBody: hasBody(sql, kind, headEnd),
    create: without(sql, cuts),
  };
}

const kinds: Readonly<Record<string, ProgramKind>> = {
  PROCEDURE: 'procedure',
  FUNCTION: 'function',
  TRIGGER: 'trigger',
  EVENT: 'event',
  VIEW: 'view',
};

/** In UTF-16 units; empty for what does not stand there. */
type Span = { readonly start: number; readonly end: number };

function takeWords(reader: Reader, ...words: readonly string[]): Span {
  const { start } = reader.peek();
  const last = reader.peek(words.length - 1);
  return { start, end: reader.accept(...words) ? last.start + last.raw.length : start };
}

/** The name, with its schema among what is cut. */
function takeName(reader: Reader, cuts: Span[]) {
  const { start } = reader.peek();
  const behindDot = reader.peek(2).start;
  const name = reader.name();
  if (name?.schema !== undefined) cuts.push({ start, end: behindDot });
  return name;
}

function takeTable(reader: Reader, cuts: Span[]) {
  while (reader.peek().kind !== 'end') if (reader.take().word === 'ON') break;
  return takeName(reader, cuts);
}

function isLoadable(reader: Reader): boolean {
  return reader.peek().word === 'RETURNS' && reader.peek(2).word === 'SONAME';
}

/** What is not sure to have none is left to the server, such as the routines of sql_mode ORACLE. */
function hasBody(sql: string, kind: ProgramKind, headEnd: number): boolean {
  const offset = offsetOfBody(sql);
  const needsOne = kind === 'event' || kind === 'trigger';
  return openReader(sql.slice(offset ?? (needsOne ? sql.length : headEnd))).peek().kind !== 'end';
}

/** Blanks behind what is cut go with it. */
function without(sql: string, cuts: readonly Span[]): string {
  let rest = '';
  let at = 0;
  for (const { start, end } of cuts.filter(cut => cut.end > cut.start).sort((a, b) => a.start - b.start)) {
    rest += sql.slice(at, start);
    at = end + (/^\s*/.exec(sql.slice(end))?.[0].length ?? 0);
  }
  return rest + sql.slice(at);
}
