/** Classifies SET in all its forms. */

import type { Reader } from './reader.js';
import type { Assignment, StatementClass, VariableScope } from './statement-class.js';

/**
 * Takes the whole statement; the reader stands at SET. Answers `undefined` for `SET STATEMENT … FOR statement`
 * (MariaDB), with the reader at the inner statement, which is what counts.
 */
export function classifySet(reader: Reader): StatementClass | undefined {
  reader.take();
  if (reader.accept('STATEMENT')) return skipTo(reader, 'FOR');
  if (reader.accept('PASSWORD') || reader.accept('DEFAULT', 'ROLE')) return { kind: 'account' };
  if (reader.accept('TRANSACTION')) return { kind: 'transaction' };
  return { kind: 'session', assignments: readAssignments(reader) };
}

function skipTo(reader: Reader, word: string): undefined {
  while (reader.peek().kind !== 'end' && reader.take().word !== word);
}

/** A scope word holds for the assignments behind it, until the next scope word. */
function readAssignments(reader: Reader): Assignment[] {
  const assignments: Assignment[] = [];
  let scope: VariableScope = 'session';
  do {
    scope = SCOPES[reader.peek().word] ?? scope;
    if (SCOPES[reader.peek().word]) reader.take();
    const assignment = readAssignment(reader, scope);
    if (assignment) assignments.push(assignment);
  } while (skipValue(reader));
  return assignments;
}

const SCOPES: Readonly<Record<string, VariableScope>> = {
  SESSION: 'session',
  LOCAL: 'session',
  GLOBAL: 'global',
  PERSIST: 'persist',
  PERSIST_ONLY: 'persist_only',
};

function readAssignment(reader: Reader, scope: VariableScope): Assignment | undefined {
  if (reader.accept('@', '@')) return readSystemVariable(reader);
  const user = reader.accept('@');
  const name = reader.name();
  if (name === undefined) return undefined;
  const full = [name.schema, name.name].filter(Boolean).join('.').toLowerCase();
  return { scope: user ? 'user' : scope, name: full };
}

/** `@@sql_mode`, `@@global.sql_mode`. */
function readSystemVariable(reader: Reader): Assignment | undefined {
  const scope = reader.peek(1).word === '.' ? SCOPES[reader.peek().word] : undefined;
  if (scope !== undefined) reader.accept(reader.peek().word, '.');
  return readAssignment(reader, scope ?? 'session');
}

/** To behind the comma that ends the value; false at the end of the statement. */
function skipValue(reader: Reader): boolean {
  for (let depth = 0; reader.peek().kind !== 'end'; ) {
    const { word } = reader.take();
    if (word === '(') depth++;
    if (word === ')') depth--;
    if (word === ',' && depth === 0) return true;
  }
  return false;
}
