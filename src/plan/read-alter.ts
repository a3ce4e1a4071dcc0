/**
 * Reads what an ALTER TABLE does to columns and rows beyond what the structure after it shows: which column is a
 * renamed one, which was dropped and added anew, and clauses that change rows or that nobody has tried between
 * two servers of different structure. Syntax is the server's business: it has accepted the text already.
 */
import { type Lexeme, openReader, type Reader } from '../sql/reader.js';
import { tokenAt } from '../sql/token.js';

export type ColumnChanges = {
  readonly renames: readonly { readonly from: string; readonly to: string }[];
  readonly drops: readonly string[];
  readonly adds: readonly string[];
};

export type AlterTable = ColumnChanges & {
  /** The first clause that is not among those tried on a real pair, in upper case: `EXCHANGE PARTITION`. */
  readonly untried: string | null;
};

/** Reads `ALTER [ONLINE] [IGNORE] TABLE …`; null for any other statement. */
export function readAlter(sql: string): AlterTable | null {
  const opened = openAlter(sql);
  if (opened === null) return null;
  const alter = summarise(opened.clauses);
  const untried = opened.ignore ? 'IGNORE' : hasExecutableComment(sql) ? 'a /*! comment */' : alter.untried;
  return { ...alter, untried };
}

/** The words of each clause, quoted names empty; null for any other statement. */
export function alterClauses(sql: string): readonly (readonly string[])[] | null {
  return openAlter(sql)?.clauses.map(clause => clause.map(({ word }) => word)) ?? null;
}

/** The first two words of each clause, such as `DROP PARTITION`; none where it is no ALTER TABLE. */
export function alterHeads(sql: string): readonly string[] {
  return (alterClauses(sql) ?? []).map(clause => clause.slice(0, 2).join(' '));
}

function openAlter(sql: string): { readonly ignore: boolean; readonly clauses: readonly Clause[] } | null {
  const reader = openReader(sql);
  if (!reader.accept('ALTER')) return null;
  reader.accept('ONLINE');
  const ignore = reader.accept('IGNORE');
  if (!reader.accept('TABLE')) return null;
  reader.accept('IF', 'EXISTS');
  reader.name();
  if (reader.accept('WAIT')) reader.take();
  reader.accept('NOWAIT');
  return { ignore, clauses: readClauses(reader) };
}

type Clause = readonly Lexeme[];

/** Splits the rest of the statement at its outer commas. */
function readClauses(reader: Reader): readonly Clause[] {
  const clauses: Lexeme[][] = [[]];
  for (let depth = 0; reader.peek().kind !== 'end'; ) {
    const lexeme = reader.take();
    if (lexeme.word === '(') depth++;
    if (lexeme.word === ')') depth--;
    if (lexeme.word === ',' && depth === 0) clauses.push([]);
    else if (lexeme.word !== ';') clauses.at(-1)?.push(lexeme);
  }
  return clauses;
}

function summarise(clauses: readonly Clause[]): AlterTable {
  const effects = clauses.map(readClause);
  return {
    renames: effects.flatMap(({ rename }) => (rename === undefined ? [] : [rename])),
    drops: effects.flatMap(({ drop }) => (drop === undefined ? [] : [drop])),
    adds: effects.flatMap(({ adds }) => adds ?? []),
    untried: effects.find(({ untried }) => untried !== undefined)?.untried ?? null,
  };
}

type Effect = {
  readonly rename?: { readonly from: string; readonly to: string };
  readonly drop?: string;
  readonly adds?: readonly string[];
  readonly untried?: string;
};

function readClause(clause: Clause): Effect {
  const words = clause.map(({ word }) => word);
  const text = words.filter(word => /^\w/.test(word)).join(' ');
  switch (words[0]) {
    case 'ADD':
      return readAdd(clause, words);
    case 'DROP':
      return readDrop(clause, words);
    case 'CHANGE': {
      const at = afterColumn(words, 1);
      return { rename: { from: nameOf(clause[at]), to: nameOf(clause[at + 1]) } };
    }
    case 'RENAME':
      return readRenameClause(clause, words);
    default:
      return tried(words, text);
  }
}

/** `RENAME COLUMN [IF EXISTS] a TO b`, `RENAME INDEX a TO b`, else `RENAME [TO] t`. */
function readRenameClause(clause: Clause, words: readonly string[]): Effect {
  if (words[1] === 'INDEX' || words[1] === 'KEY') return {};
  if (words[1] !== 'COLUMN') return { untried: 'RENAME' };
  const at = afterColumn(words, 1);
  return { rename: { from: nameOf(clause[at]), to: nameOf(clause[at + 2]) } };
}

/** `ADD [COLUMN] [IF NOT EXISTS] a …`, `ADD (a …, b …)`; what adds keys and constraints has no column of its own. */
function readAdd(clause: Clause, words: readonly string[]): Effect {
  if (words[1] !== undefined && untriedAdditions.has(words[1])) return { untried: `ADD ${words[1]}` };
  if (words[1] !== undefined && addedKeys.has(words[1])) return {};
  const at = afterColumn(words, 1);
  return words[at] === '(' ? { adds: listedNames(clause, at) } : { adds: [nameOf(clause[at])] };
}

const addedKeys = new Set('INDEX KEY UNIQUE PRIMARY FULLTEXT SPATIAL CONSTRAINT FOREIGN CHECK'.split(' '));
const untriedAdditions = new Set(['PARTITION', 'PERIOD', 'SYSTEM', 'VECTOR']);

/** `DROP [COLUMN] [IF EXISTS] a`; what drops keys and constraints has no column. */
function readDrop(clause: Clause, words: readonly string[]): Effect {
  const [, second = ''] = words;
  if (untriedAdditions.has(second)) return { untried: `DROP ${second}` };
  if (droppedKeys.has(second)) return {};
  return { drop: nameOf(clause[afterColumn(words, 1)]) };
}

const droppedKeys = new Set('INDEX KEY PRIMARY CONSTRAINT FOREIGN CHECK'.split(' '));

/** Clauses that leave every row as it is, or change it as the structure shows. */
function tried(words: readonly string[], text: string): Effect {
  const [first = '', second = ''] = words;
  if (first === 'CONVERT' && second === 'PARTITION') return { untried: 'CONVERT PARTITION' };
  return triedClauses.has(first) || /^(DEFAULT |)(CHARACTER SET|CHARSET|COLLATE)\b/.test(text)
    ? {}
    : { untried: [first, second].join(' ').trim() };
}

const triedClauses = new Set(
  (
    'ALGORITHM MODIFY ALTER CONVERT ENGINE ROW_FORMAT COMMENT AUTO_INCREMENT KEY_BLOCK_SIZE FORCE LOCK ORDER REMOVE ' +
    'PARTITION STATS_PERSISTENT STATS_AUTO_RECALC STATS_SAMPLE_PAGES AVG_ROW_LENGTH MAX_ROWS MIN_ROWS'
  ).split(' '),
);

function afterColumn(words: readonly string[], at: number): number {
  let next = words[at] === 'COLUMN' ? at + 1 : at;
  if (words[next] === 'IF') next += words[next + 1] === 'NOT' ? 3 : 2;
  return next;
}

/** Names at the beginning of each part of `(a INT, b INT)`. */
function listedNames(clause: Clause, open: number): readonly string[] {
  const names = [nameOf(clause[open + 1])];
  for (let at = open + 1, depth = 1; at < clause.length; at++) {
    const word = clause[at]?.word;
    if (word === '(') depth++;
    if (word === ')') depth--;
    if (word === ',' && depth === 1) names.push(nameOf(clause[at + 1]));
  }
  return names;
}

function nameOf(lexeme: Lexeme | undefined): string {
  if (lexeme === undefined) return '';
  const quote = lexeme.raw.charAt(0);
  return lexeme.kind === 'word' ? lexeme.raw : lexeme.raw.slice(1, -1).replaceAll(quote + quote, quote);
}

/** A comment whose content some servers run, depending on their version: no reader can say what the text does. */
function hasExecutableComment(sql: string): boolean {
  for (let at = 0; at < sql.length; ) {
    const token = tokenAt(sql, at);
    if (token.kind === 'executable') return true;
    at = token.end;
  }
  return false;
}
