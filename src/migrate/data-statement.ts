/**
 * What a script that works on rows may send to the active, where it meets the real rows for the first time: no more
 * than it was allowed when it was planned, and nothing that would end the transaction in which it runs together
 * with its record. Pure.
 */
import { BlockedError } from '../errors.js';
import { oneLine } from '../one-line.js';
import { classifyStatement } from '../sql/classify.js';
import { type Refusal, refuseStatement } from './refuse-statement.js';

/** Stands for a transaction of the script inside the transaction of the run. */
const savepoint = 'SAVEPOINT dbshift_data';

/** Schemas that every server has, and that no migration may name. */
const otherSchemas = new Set(['mysql', 'sys', 'performance_schema', 'dbshift']);

/** The text to send in its place. Throws BlockedError for what must not be sent; `name` is the migration's. */
export function dataStatement(sql: string, { name, database }: { name: string; database: string }): string {
  const classified = classifyStatement(sql);
  const refusal = refuseStatement(sql, classified, { database, schema: database, otherSchemas });
  if (refusal !== null) throw blocked(sql, name, refusal);
  switch (classified.kind) {
    case 'read':
    case 'write':
    case 'introspect':
    case 'session':
      return sql;
    case 'use':
      return 'DO 0';
    case 'transaction':
      return asSavepoint(sql);
    default:
      throw blocked(sql, name, {
        id: 'structure-and-rows',
        message: 'changes the structure',
        hint: 'split changes of structure and of rows into two migrations',
      });
  }
}

/** BEGIN and COMMIT would end the transaction of the run. What the script takes back must be taken back all the same. */
function asSavepoint(sql: string): string {
  const words = sql.trim().toUpperCase();
  if (/^(SAVEPOINT|RELEASE|ROLLBACK\s+(WORK\s+)?TO)\b/.test(words)) return sql;
  if (/^(BEGIN|START)\b/.test(words)) return savepoint;
  if (/^COMMIT\b/.test(words)) return `RELEASE ${savepoint}`;
  return /^ROLLBACK\b/.test(words) ? `ROLLBACK TO ${savepoint}` : 'DO 0';
}

function blocked(sql: string, name: string, { message, hint }: Refusal): BlockedError {
  return new BlockedError(`${name}: ${message}, which it did not when it was planned: ${oneLine(sql, 100)}`, {
    hint: `its rows were rolled back; ${hint}`,
  });
}
