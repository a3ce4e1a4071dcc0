/**
 * What kind of statement a text is, judged by its head. For deciding what may run where; the server stays the
 * judge of syntax, so a text that no server would accept still gets the class that its first words promise.
 *
 * It does not see what hides behind a name: a function that writes, a view over other tables, a trigger. Dynamic
 * SQL (PREPARE, EXECUTE) and compound statements are `unknown`.
 */
import { classifyDdl } from './classify-ddl.js';
import { classifySet } from './classify-set.js';
import { classifyWrite } from './classify-write.js';
import { openReader, type Reader } from './reader.js';
import type { StatementClass } from './statement-class.js';
import { tablesRead } from './tables-read.js';

/** The class of one statement, without its delimiter. */
export function classifyStatement(text: string): StatementClass {
  return classify(openReader(text), text);
}

function classify(reader: Reader, text: string): StatementClass {
  while (reader.accept('('));
  const { word } = reader.peek();
  const known = BY_FIRST_WORD[word];
  return known ? known(reader, text) : { kind: 'unknown', verb: word.toLowerCase() };
}

type Classify = (reader: Reader, text: string) => StatementClass;

const only =
  (result: StatementClass): Classify =>
  () =>
    result;
const admin: Classify = reader => ({ kind: 'admin', verb: reader.peek().word.toLowerCase() });
const introspect = only({ kind: 'introspect' });
const transaction = only({ kind: 'transaction' });
const account = only({ kind: 'account' });
const lock = only({ kind: 'lock' });

const BY_FIRST_WORD: Readonly<Record<string, Classify>> = {
  CREATE: classifyDdl,
  ALTER: classifyDdl,
  DROP: classifyDdl,
  RENAME: classifyDdl,
  TRUNCATE: classifyDdl,
  INSERT: classifyWrite,
  REPLACE: classifyWrite,
  UPDATE: classifyWrite,
  DELETE: classifyWrite,
  LOAD: classifyLoad,
  CALL: classifyWrite,
  DO: classifyWrite,
  BINLOG: classifyWrite,
  SELECT: classifyQuery,
  TABLE: classifyQuery,
  VALUES: classifyQuery,
  WITH: classifyWith,
  HANDLER: only({ kind: 'read', reads: [] }),
  SHOW: introspect,
  DESCRIBE: introspect,
  DESC: introspect,
  EXPLAIN: introspect,
  HELP: introspect,
  CHECKSUM: introspect,
  SET: (reader, text) => classifySet(reader) ?? classify(reader, text),
  BEGIN: classifyBegin,
  START: reader => (reader.peek(1).word === 'TRANSACTION' ? { kind: 'transaction' } : admin(reader, '')),
  COMMIT: transaction,
  ROLLBACK: transaction,
  SAVEPOINT: transaction,
  RELEASE: transaction,
  XA: transaction,
  USE: classifyUse,
  GRANT: account,
  REVOKE: account,
  LOCK: lock,
  UNLOCK: lock,
  ANALYZE: classifyAnalyze,
  BACKUP: admin,
  CACHE: admin,
  CHANGE: admin,
  CHECK: admin,
  CLONE: admin,
  FLUSH: admin,
  IMPORT: admin,
  INSTALL: admin,
  KILL: admin,
  OPTIMIZE: admin,
  PURGE: admin,
  REPAIR: admin,
  RESET: admin,
  RESTART: admin,
  SHUTDOWN: admin,
  STOP: admin,
  UNINSTALL: admin,
};

/** SELECT … INTO OUTFILE writes a file on one server, which no replication carries: so it is no read. */
function classifyQuery(reader: Reader): StatementClass {
  const { names, intoFile } = tablesRead(reader);
  return intoFile
    ? { kind: 'write', verb: 'select-into-file', reads: names }
    : { kind: 'read', reads: names };
}

/** The statement behind the common table expressions: the first verb that is not inside their parentheses. */
function classifyWith(reader: Reader, text: string): StatementClass {
  const { names } = tablesRead(openReader(text));
  for (let depth = 0; reader.peek().kind !== 'end'; reader.take()) {
    if (reader.peek().word === '(') depth++;
    if (reader.peek().word === ')') depth--;
    if (depth === 0 && AFTER_WITH.has(reader.peek().word)) {
      const result = classify(reader, text);
      return 'reads' in result ? { ...result, reads: names } : result;
    }
  }
  return { kind: 'read', reads: names };
}

const AFTER_WITH = new Set(['SELECT', 'INSERT', 'REPLACE', 'UPDATE', 'DELETE', 'TABLE', 'VALUES']);

function classifyLoad(reader: Reader): StatementClass {
  return reader.peek(1).word === 'INDEX' ? { kind: 'admin', verb: 'load' } : classifyWrite(reader);
}

/** BEGIN NOT ATOMIC opens a compound statement on MariaDB, everything else a transaction. */
function classifyBegin(reader: Reader): StatementClass {
  return reader.peek(1).word === 'NOT' ? { kind: 'unknown', verb: 'begin' } : { kind: 'transaction' };
}

function classifyUse(reader: Reader): StatementClass {
  reader.take();
  const schema = reader.name()?.name;
  return schema === undefined ? { kind: 'unknown', verb: 'use' } : { kind: 'use', schema };
}

/** ANALYZE TABLE; MariaDB's ANALYZE [FORMAT=JSON] statement runs the statement behind it. */
function classifyAnalyze(reader: Reader, text: string): StatementClass {
  reader.take();
  if (reader.accept('FORMAT', '=')) reader.take();
  const inner = reader.peek().word;
  return AFTER_WITH.has(inner) && inner !== 'TABLE'
    ? classify(reader, text)
    : { kind: 'admin', verb: 'analyze' };
}
