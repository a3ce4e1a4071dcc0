/** Classifies statements that change rows: INSERT, REPLACE, UPDATE, DELETE, LOAD DATA, and what may do so. */

import type { Reader, SqlName } from './reader.js';
import type { StatementClass, WriteVerb } from './statement-class.js';
import { tablesRead } from './tables-read.js';

/** Takes the whole statement; the reader stands at its first word, which must be a verb of `WriteVerb`. */
export function classifyWrite(reader: Reader): StatementClass {
  const verb = reader.take().word.toLowerCase() as WriteVerb;
  const table = TARGET[verb]?.(reader);
  const reads = tablesRead(reader).names;
  return table === undefined ? { kind: 'write', verb, reads } : { kind: 'write', verb, table, reads };
}

type Target = (reader: Reader) => SqlName | undefined;

const TARGET: { readonly [verb in WriteVerb]?: Target } = {
  insert: targetOfInsert,
  replace: targetOfInsert,
  update: targetOfUpdate,
  delete: targetOfDelete,
  load: targetOfLoad,
};

const MODIFIERS = new Set([
  'LOW_PRIORITY',
  'HIGH_PRIORITY',
  'DELAYED',
  'QUICK',
  'IGNORE',
  'CONCURRENT',
  'LOCAL',
]);

function skipModifiers(reader: Reader): void {
  while (MODIFIERS.has(reader.peek().word)) reader.take();
}

function targetOfInsert(reader: Reader): SqlName | undefined {
  skipModifiers(reader);
  reader.accept('INTO');
  return reader.name();
}

/** Only the form with one table, `UPDATE t [AS x] SET`: of a join it cannot be told which tables are written. */
function targetOfUpdate(reader: Reader): SqlName | undefined {
  skipModifiers(reader);
  const table = reader.name();
  reader.accept('AS');
  return [reader.peek(), reader.peek(1)].some(({ word }) => word === 'SET') ? table : undefined;
}

/** Only the form with one table, `DELETE FROM t [AS x] [WHERE …]`. */
function targetOfDelete(reader: Reader): SqlName | undefined {
  skipModifiers(reader);
  if (!reader.accept('FROM')) return undefined;
  const table = reader.name();
  const aliased = reader.accept('AS') || !AFTER_DELETE.has(reader.peek().word);
  return AFTER_DELETE.has(reader.peek(aliased ? 1 : 0).word) ? table : undefined;
}

/** The empty word is the end of the statement. */
const AFTER_DELETE = new Set(['', 'WHERE', 'ORDER', 'LIMIT', 'RETURNING', 'PARTITION']);

function targetOfLoad(reader: Reader): SqlName | undefined {
  while (reader.peek().kind !== 'end') {
    if (reader.accept('INTO', 'TABLE')) return reader.name();
    reader.take();
  }
  return undefined;
}
