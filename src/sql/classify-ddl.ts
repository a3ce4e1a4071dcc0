/** Classifies CREATE, ALTER, DROP, RENAME and TRUNCATE, and names what they are about. */

import { skipModifiers } from './ddl-modifiers.js';
import type { Reader, SqlName } from './reader.js';
import type { DdlObject, DdlVerb, StatementClass } from './statement-class.js';

/** Takes the statement; the reader stands at its verb. */
export function classifyDdl(reader: Reader): StatementClass {
  const verb = reader.take().word.toLowerCase() as DdlVerb;
  const { temporary } = skipModifiers(reader);
  const { word } = reader.peek();
  if (ACCOUNTS.has(word)) return { kind: 'account' };
  if (word === 'INSTANCE' || word === 'RESOURCE') return { kind: 'admin', verb };
  if (word === 'PREPARE') return { kind: 'unknown', verb };
  const object = verb === 'truncate' ? 'table' : (OBJECTS[word] ?? 'other');
  if (verb === 'truncate') reader.accept('TABLE');
  else reader.take();
  return describe(reader, { kind: 'ddl', verb, object, names: [], temporary, withRows: false });
}

const ACCOUNTS = new Set(['USER', 'ROLE']);

const OBJECTS: Readonly<Record<string, DdlObject>> = {
  TABLE: 'table',
  TABLES: 'table',
  VIEW: 'view',
  INDEX: 'index',
  TRIGGER: 'trigger',
  PROCEDURE: 'procedure',
  FUNCTION: 'function',
  EVENT: 'event',
  DATABASE: 'database',
  SCHEMA: 'database',
  SEQUENCE: 'sequence',
  PACKAGE: 'package',
};

type Ddl = Extract<StatementClass, { kind: 'ddl' }>;

function describe(reader: Reader, ddl: Ddl): Ddl {
  const names = readNames(reader, ddl);
  const [name] = names;
  const table = ddl.object === 'index' || ddl.object === 'trigger' ? readTable(reader) : undefined;
  return {
    ...ddl,
    names,
    ...(name && { name }),
    ...(table && { table }),
    withRows: ddl.verb === 'create' && ddl.object === 'table' && selectsRows(reader),
  };
}

function readNames(reader: Reader, { verb, object }: Ddl): SqlName[] {
  if (object === 'other') return [];
  if (object === 'package') reader.accept('BODY');
  reader.accept('IF', 'EXISTS');
  reader.accept('IF', 'NOT', 'EXISTS');
  if (object === 'database' && verb === 'alter' && DATABASE_OPTIONS.has(reader.peek().word)) return [];
  const names: SqlName[] = [];
  do {
    const name = reader.name();
    if (name) names.push(name);
    if (verb === 'rename') names.push(...readNewName(reader));
  } while ((verb === 'drop' || verb === 'rename') && reader.accept(','));
  return names;
}

/** ALTER DATABASE may leave out the name and begins with one of these then. */
const DATABASE_OPTIONS = new Set([
  'DEFAULT',
  'CHARACTER',
  'CHARSET',
  'COLLATE',
  'COMMENT',
  'ENCRYPTION',
  'READ',
]);

/** `[WAIT n | NOWAIT] TO name`. */
function readNewName(reader: Reader): SqlName[] {
  if (reader.accept('WAIT')) reader.take();
  reader.accept('NOWAIT');
  const name = reader.accept('TO') ? reader.name() : undefined;
  return name ? [name] : [];
}

function readTable(reader: Reader): SqlName | undefined {
  while (reader.peek().kind !== 'end') if (reader.take().word === 'ON') return reader.name();
  return undefined;
}

/**
 * In CREATE TABLE a SELECT can only be the query that fills it. VALUES and TABLE do that too, but stand in
 * partition clauses as well, so they count only where a query begins.
 */
function selectsRows(reader: Reader): boolean {
  if (QUERIES.has(reader.peek().word)) return true;
  while (reader.peek().kind !== 'end') {
    const { word } = reader.take();
    if (word === 'SELECT' || (word === 'AS' && QUERIES.has(reader.peek().word))) return true;
  }
  return false;
}

const QUERIES = new Set(['SELECT', 'WITH', 'TABLE', 'VALUES']);
