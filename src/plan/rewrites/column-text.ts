/**
 * Changes a column definition as the server prints it, and nothing else of it: character set, collation, comment and
 * generated expression stay word for word. Pure.
 */

import { quoteIdentifier } from '../../sql/identifier.js';
import { type Lexeme, openReader } from '../../sql/reader.js';
import type { Column, Table } from '../structure.js';
import { readCreate } from '../way-back/read-create.js';

/** The definition in SHOW CREATE TABLE, beginning with the quoted name; empty for a column that is not there. */
export function columnText(table: Table, name: string): string {
  const at = table.columns.findIndex(column => column.name === name);
  return readCreate(table).columns[at] ?? '';
}

/** Where it stands, for ADD COLUMN. */
export function placeOf({ columns }: Table, name: string): string {
  const at = columns.findIndex(column => column.name === name);
  const previous = columns[at - 1];
  if (at === columns.length - 1) return '';
  return previous === undefined ? ' FIRST' : ` AFTER ${quoteIdentifier(previous.name)}`;
}

export type ColumnEdit = {
  readonly name?: string;
  /** Replaces NOT NULL, DEFAULT, ON UPDATE and AUTO_INCREMENT. */
  readonly filled: string;
};

export function editColumn(text: string, { name, filled }: ColumnEdit): string {
  const lexemes = lexemesOf(text);
  const gone = new Set<Lexeme>();
  for (let at = 1; at < lexemes.length; at++) {
    const length = lengthOfAttribute(lexemes, at);
    for (const lexeme of lexemes.slice(at, at + length)) gone.add(lexeme);
    if (length > 0) at += length - 1;
  }
  const kept = pieces(lexemes, gone);
  const [first = '', ...rest] = kept;
  const comment = rest.findIndex(piece => /^COMMENT$/i.test(piece));
  const end = comment === -1 ? rest.length : comment;
  return [
    name === undefined ? first : quoteIdentifier(name),
    ...rest.slice(0, end),
    filled,
    ...rest.slice(end),
  ]
    .filter(piece => piece !== '')
    .join(' ');
}

/** Words of the text that are kept, with what stands between two of them that are kept. */
function pieces(lexemes: readonly Lexeme[], gone: ReadonlySet<Lexeme>): readonly string[] {
  const out: string[] = [];
  let glued = false;
  for (const [at, lexeme] of lexemes.entries()) {
    if (gone.has(lexeme)) {
      glued = false;
      continue;
    }
    const next = lexemes[at + 1];
    const end = lexeme.start + lexeme.raw.length;
    if (glued) out.push(`${out.pop()}${lexeme.raw}`);
    else out.push(lexeme.raw);
    glued = next !== undefined && next.start === end;
  }
  return out;
}

function lexemesOf(text: string): readonly Lexeme[] {
  const reader = openReader(text);
  const all: Lexeme[] = [];
  while (reader.peek().kind !== 'end') all.push(reader.take());
  return all;
}

/** How many words from here on say NOT NULL, NULL, DEFAULT …, ON UPDATE … or AUTO_INCREMENT; 0 where none do. */
function lengthOfAttribute(lexemes: readonly Lexeme[], at: number): number {
  const [first, second] = [lexemes[at]?.word, lexemes[at + 1]?.word];
  if (first === 'NOT' && second === 'NULL') return 2;
  if (first === 'NULL' || first === 'AUTO_INCREMENT') return 1;
  if (first === 'DEFAULT') return 1 + lengthOfValue(lexemes, at + 1);
  if (first === 'ON' && second === 'UPDATE') return 2 + lengthOfValue(lexemes, at + 2);
  return 0;
}

/** `NULL`, `'x'`, `-1.50`, `b'1'`, `current_timestamp(3)`, `(1 + 2)`: one word and what is written on to it. */
function lengthOfValue(lexemes: readonly Lexeme[], at: number): number {
  let depth = 0;
  for (let length = 0; at + length < lexemes.length; length++) {
    const lexeme = lexemes[at + length];
    const next = lexemes[at + length + 1];
    if (lexeme === undefined) break;
    if (lexeme.word === '(') depth++;
    if (lexeme.word === ')') depth--;
    const glued = next !== undefined && next.start === lexeme.start + lexeme.raw.length && next.word !== ',';
    if (depth === 0 && !glued) return length + 1;
  }
  return lexemes.length - at;
}

/**
 * A literal that a column of this type can hold, and that says "nothing": what stands in rows until they are filled.
 * Null where no such value is known.
 */
export function emptyValue({ dataType, nullable, members, length }: Column): string | null {
  if (nullable) return 'NULL';
  if (/^(tiny|small|medium|big)?int$|^(decimal|float|double|year)$/.test(dataType))
    return dataType === 'year' ? "'2000'" : "'0'";
  if (dataType === 'date') return "'1970-01-02'";
  if (/^(datetime|timestamp)$/.test(dataType)) return "'1970-01-02 00:00:00'";
  if (dataType === 'time') return "'00:00:00'";
  if (dataType === 'enum') return members[0] === undefined ? null : `'${members[0].replaceAll("'", "''")}'`;
  if (/^(var)?(char|binary)$|^set$/.test(dataType)) return length === 0 ? null : "''";
  return null;
}
