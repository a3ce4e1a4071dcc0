/** Takes an ALTER TABLE apart in the words of its author, so that its clauses can be sent one by one. Pure. */
import { classifyStatement } from '../../sql/classify.js';
import { type Lexeme, openReader } from '../../sql/reader.js';

export type AlterClauses = {
  /** `ALTER TABLE t`, as it stands in the text. */
  readonly head: string;
  /** Without ALGORITHM and LOCK: what a part of the statement costs is asked anew. */
  readonly clauses: readonly Clause[];
};

export type Clause = {
  readonly text: string;
  /** In upper case, empty for what is quoted. */
  readonly words: readonly string[];
  /** The text without FIRST or AFTER at its end; the same where there is none. */
  readonly inPlace: string;
};

/** Null for any other statement, and for one with partitions, whose clauses are not divided by commas. */
export function readClauses(sql: string): AlterClauses | null {
  const head = classifyStatement(sql);
  if (head.kind !== 'ddl' || head.verb !== 'alter' || head.object !== 'table') return null;
  const reader = openReader(sql);
  while (reader.take().word !== 'TABLE');
  reader.accept('IF', 'EXISTS');
  if (reader.name() === undefined) return null;
  const start = reader.peek().start;
  const clauses: Lexeme[][] = [[]];
  for (let depth = 0; reader.peek().kind !== 'end'; ) {
    const lexeme = reader.take();
    if (lexeme.word === '(') depth++;
    if (lexeme.word === ')') depth--;
    if (depth === 0 && partitioning.has(lexeme.word)) return null;
    if (lexeme.word === ',' && depth === 0) clauses.push([]);
    else if (lexeme.word !== ';') clauses.at(-1)?.push(lexeme);
  }
  const all = clauses.filter(clause => !hints.has(clause[0]?.word ?? 'LOCK'));
  return { head: sql.slice(0, start).trim(), clauses: all.map(clause => toClause(sql, clause)) };
}

const partitioning = new Set(['PARTITION', 'PARTITIONING']);
const hints = new Set(['ALGORITHM', 'LOCK']);

function toClause(sql: string, lexemes: readonly Lexeme[]): Clause {
  const words = lexemes.map(({ word }) => word);
  const placed = words.at(-1) === 'FIRST' ? 1 : words.at(-2) === 'AFTER' ? 2 : 0;
  return {
    text: textOf(sql, lexemes),
    words,
    inPlace: textOf(sql, lexemes.slice(0, lexemes.length - placed)),
  };
}

function textOf(sql: string, lexemes: readonly Lexeme[]): string {
  const [first] = lexemes;
  const last = lexemes.at(-1);
  if (first === undefined || last === undefined) return '';
  return sql.slice(first.start, last.start + last.raw.length);
}
