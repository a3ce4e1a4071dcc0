/**
 * The clauses ALGORITHM and LOCK of statements that change a table: which ones the author wrote, and the statement
 * with more of them. Whether a server accepts them is asked from it, not known here. Pure.
 */
import { classifyStatement } from './classify.js';
import { quoteIdentifier, quoteName } from './identifier.js';
import { openReader, type SqlName } from './reader.js';

export type AlgorithmClauses = {
  /** In upper case; null when none is written, or only DEFAULT. */
  readonly algorithm: string | null;
  readonly lock: string | null;
};

/** Names, texts and comments that look like a clause are none. */
export function readAlgorithmClauses(sql: string): AlgorithmClauses {
  const reader = openReader(sql);
  const found: Record<string, string | null> = { ALGORITHM: null, LOCK: null };
  for (let depth = 0; reader.peek().kind !== 'end'; ) {
    const { word } = reader.take();
    if (word === '(') depth++;
    if (word === ')') depth--;
    const values = depth === 0 ? clauseValues.get(word) : undefined;
    if (values === undefined) continue;
    reader.accept('=');
    const value = reader.peek().word;
    if (values.includes(value)) found[word] = value === 'DEFAULT' ? null : value;
  }
  return { algorithm: found.ALGORITHM ?? null, lock: found.LOCK ?? null };
}

const clauseValues: ReadonlyMap<string, readonly string[]> = new Map([
  ['ALGORITHM', ['DEFAULT', 'INSTANT', 'NOCOPY', 'INPLACE', 'COPY']],
  ['LOCK', ['DEFAULT', 'NONE', 'SHARED', 'EXCLUSIVE']],
]);

/** ALTER TABLE, CREATE INDEX and DROP INDEX: a server has a choice how to carry them out. */
export function takesAlgorithm(sql: string): boolean {
  return formOf(sql) !== null;
}

/** The statement with these clauses at its end, such as `LOCK=NONE`; null where none can stand. */
export function withAlgorithmClauses(sql: string, clauses: readonly string[]): string | null {
  // On a line of their own: the last line may end in a comment.
  switch (formOf(sql)) {
    case 'alter-table':
      return isOpenEnded(sql) ? `${withoutEnd(sql)}\n, ${clauses.join(', ')}` : null;
    case 'create-index':
      return `${withoutEnd(sql)}\n${clauses.join(' ')}`;
    case 'drop-index': {
      const alter = asAlterTable(sql);
      return alter === null ? null : `${alter}, ${clauses.join(', ')}`;
    }
    case null:
      return null;
  }
}

/** An ALTER TABLE with these clauses before anything that it does; null for every other statement. */
export function withClausesInFront(sql: string, clauses: readonly string[]): string | null {
  const reader = openReader(sql);
  if (!reader.accept('ALTER', 'TABLE') || reader.name() === undefined) return null;
  const { kind, start } = reader.peek();
  return kind === 'end' ? null : `${sql.slice(0, start)}${clauses.join(', ')}, ${sql.slice(start)}`;
}

type Form = 'alter-table' | 'create-index' | 'drop-index';

function formOf(sql: string): Form | null {
  const head = classifyStatement(sql);
  if (head.kind !== 'ddl') return null;
  if (head.object === 'table') return head.verb === 'alter' ? 'alter-table' : null;
  if (head.object !== 'index') return null;
  return head.verb === 'drop' ? 'drop-index' : 'create-index';
}

/** Nothing can follow partitions, and ORDER BY takes what follows for a column. */
function isOpenEnded(sql: string): boolean {
  const reader = openReader(sql);
  while (reader.peek().kind !== 'end') if (closing.has(reader.take().word)) return false;
  return true;
}

const closing = new Set(['PARTITION', 'PARTITIONING', 'ORDER']);

/** MariaDB takes no clauses behind DROP INDEX (10.11, tested), but behind the ALTER TABLE that does the same. */
function asAlterTable(sql: string): string | null {
  const reader = openReader(sql);
  if (!reader.accept('DROP', 'INDEX')) return null;
  const condition = reader.accept('IF', 'EXISTS') ? 'IF EXISTS ' : '';
  const index = reader.name();
  const table = reader.accept('ON') ? reader.name() : undefined;
  reader.accept(';');
  if (index === undefined || table === undefined || reader.peek().kind !== 'end') return null;
  return `ALTER TABLE ${quoteSqlName(table)} DROP INDEX ${condition}${quoteIdentifier(index.name)}`;
}

function quoteSqlName({ schema, name }: SqlName): string {
  return schema === undefined ? quoteIdentifier(name) : quoteName(schema, name);
}

/** Without the semicolon at its end, and the comments behind that. */
function withoutEnd(sql: string): string {
  const reader = openReader(sql);
  let end = sql.length;
  for (let next = reader.take(); next.kind !== 'end'; next = reader.take()) {
    end = next.word === ';' ? Math.min(end, next.start) : sql.length;
  }
  return sql.slice(0, end);
}
