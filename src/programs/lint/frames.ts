/** What words make of the place in a statement: which clause begins, of which query. */
import type { Lexeme } from '../../sql/reader.js';

/**
 * What a name can mean there. `with`: names of common table expressions. `table`: tables and their aliases. `columns`:
 * a list of columns alone. `target`: a column that is set. `values`: of a row that is inserted. `into`: where results
 * go. `select` and `expression`: values. `head`: words before any of them.
 */
export type Clause =
  | 'head'
  | 'with'
  | 'select'
  | 'table'
  | 'columns'
  | 'target'
  | 'values'
  | 'into'
  | 'expression';

/** A table as a query names it, both in lower case. */
export type NamedTable = { readonly schema: string | null; readonly name: string };

export type Query = { readonly tables: NamedTable[]; readonly outer: Query | null };

/** Of one pair of parentheses, or of the statement. */
export type Frame = {
  clause: Clause;
  query: Query | null;
  /** Around a query that may begin here. */
  readonly outer: Query | null;
  /** What is inserted into, for ON DUPLICATE KEY UPDATE. */
  readonly target: Query | null;
  /** Whether the query is this frame's own: its clauses begin here. */
  own: boolean;
  expectsTable: boolean;
  /** In the list of columns that are set. */
  sets: boolean;
  /** In the condition of a join. */
  joins: boolean;
};

export type Around = {
  /** First word of the statement; `''` of an expression. */
  readonly verb: string;
  readonly before: Lexeme | undefined;
  readonly next: Lexeme | undefined;
};

const closed: Frame = {
  ...{ clause: 'expression', query: null, outer: null, target: null },
  ...{ own: false, expectsTable: false, sets: false, joins: false },
};

/** Of a whole statement by its first word, of an expression by `''`. */
export function openFrame(verb: string): Frame {
  if (verb === '' || verb === 'DO') return { ...closed };
  const query = { tables: [], outer: null };
  if (verb === 'DELETE') return { ...closed, clause: 'head', query, own: true };
  if (verb !== 'UPDATE' && !isInsert(verb)) return { ...closed, clause: 'head' };
  return { ...closed, clause: 'table', query, target: query, own: true, expectsTable: true };
}

export function frameInParentheses(outer: Frame, { before }: Around): Frame {
  const word = before?.word ?? '';
  const inner: Frame = { ...closed, query: outer.query, outer: outer.query };
  if (outer.clause === 'table' && word !== 'JSON_TABLE') {
    if (word === 'LATERAL') return { ...inner, clause: 'table' };
    if (!outer.expectsTable) return { ...inner, clause: 'columns', outer: null };
    return { ...inner, clause: 'table', outer: null, expectsTable: true };
  }
  if (outer.clause === 'with')
    return { ...inner, clause: word === 'AS' ? 'expression' : 'columns', outer: null };
  if (outer.clause === 'head' || (outer.sets && word === 'VALUES'))
    return { ...inner, clause: 'columns', outer: null };
  return outer.clause === 'values' ? { ...inner, clause: 'values', outer: null } : inner;
}

function isInsert(verb: string): boolean {
  return verb === 'INSERT' || verb === 'REPLACE';
}

type Change = (frame: Frame, around: Around) => void;

function beginTables(frame: Frame): void {
  frame.clause = 'table';
  frame.expectsTable = true;
  frame.joins = false;
}

const select: Change = frame => {
  frame.query = { tables: [], outer: frame.outer };
  frame.own = true;
  frame.clause = 'select';
  frame.expectsTable = false;
};

/** Not that of TRIM, EXTRACT and SUBSTRING. */
const from: Change = frame => {
  if (frame.own && frame.clause !== 'expression' && frame.clause !== 'table') beginTables(frame);
};

const into: Change = frame => {
  if (frame.own && !frame.expectsTable) frame.clause = 'into';
};

const update: Change = (frame, { before }) => {
  if (before?.word !== 'KEY' || frame.target === null) return;
  const { tables } = frame.query ?? frame.target;
  const read = frame.query === frame.target ? [] : tables;
  frame.query = { tables: [...frame.target.tables, ...read], outer: null };
  frame.clause = 'target';
  frame.sets = true;
};

const join: Change = frame => {
  if (frame.clause === 'table' || frame.joins) beginTables(frame);
};

const on: Change = (frame, { next }) => {
  if (next?.word === 'DUPLICATE') frame.clause = 'head';
  else if (frame.clause === 'table') {
    frame.clause = 'expression';
    frame.joins = true;
  }
};

/** Of a join a list of columns follows in parentheses, of DELETE tables. */
const using: Change = (frame, { verb, next }) => {
  if (verb === 'DELETE' && next?.raw !== '(' && frame.clause === 'table') beginTables(frame);
};

/** Of UPDATE and INSERT; CHARACTER SET stands elsewhere. */
const set: Change = (frame, { verb, before }) => {
  if (!frame.own || before?.word === 'CHARACTER' || !(verb === 'UPDATE' || isInsert(verb))) return;
  if (frame.clause !== 'table' && !frame.joins) return;
  frame.clause = 'target';
  frame.sets = true;
  frame.joins = false;
};

const values: Change = (frame, { verb }) => {
  if (isInsert(verb) && frame.own && frame.clause === 'table' && !frame.expectsTable) frame.clause = 'values';
};

const condition: Change = frame => {
  if (!frame.own) return;
  frame.clause = 'expression';
  frame.sets = false;
  frame.joins = false;
  frame.expectsTable = false;
};

const combine: Change = frame => {
  frame.clause = 'head';
};

const withTables: Change = (frame, { verb, before }) => {
  const inserts = isInsert(verb) && frame.clause === 'table' && frame.query === frame.target;
  if (frame.clause === 'head' || inserts || before?.raw === '(') frame.clause = 'with';
};

/** By the word that makes the change. */
export const clauseWords: ReadonlyMap<string, Change> = new Map<string, Change>([
  ['SELECT', select],
  ['FROM', from],
  ['INTO', into],
  ['UPDATE', update],
  ['JOIN', join],
  ['STRAIGHT_JOIN', join],
  ['ON', on],
  ['USING', using],
  ['SET', set],
  ['VALUES', values],
  ['VALUE', values],
  ['WITH', withTables],
  ...['WHERE', 'GROUP', 'HAVING', 'ORDER', 'LIMIT', 'RETURNING', 'WINDOW'].map(
    word => [word, condition] as const,
  ),
  ...['UNION', 'EXCEPT', 'INTERSECT'].map(word => [word, combine] as const),
]);
