/**
 * Scratch schemas on a server that holds other things too. Their names are random and begin with
 * `dbshift_scratch_`, for which the account needs privileges; a session lock says that somebody uses them, so that
 * the next run finds and drops what a killed one left behind.
 */
import { randomBytes } from 'node:crypto';
import { scratchPrefix } from '../grants/shared-privileges.js';
import type { Session } from '../server/connection.js';
import { accessRefusals } from '../server/errno.js';
import { isErrno } from '../server/server-error.js';
import { quoteIdentifier } from '../sql/identifier.js';
import { dropConfinedAccount } from './confined-account.js';

export type ScratchSchemas = { readonly schema: string; readonly createdSchema: string };

/** Makes both schemas, and drops abandoned ones. `session` holds the lock: it must stay open as long as they are used. */
export async function createScratchSchemas(session: Session): Promise<ScratchSchemas> {
  await dropAbandoned(session);
  const name = `${scratchPrefix}${randomBytes(6).toString('hex')}`;
  await session.row('SELECT GET_LOCK(?, 0)', [name]);
  const schemas = { schema: name, createdSchema: `${name}_created` };
  for (const each of Object.values(schemas)) await session.send(`CREATE DATABASE ${quoteIdentifier(each)}`);
  return schemas;
}

export async function dropScratchSchemas(session: Session, schemas: ScratchSchemas): Promise<void> {
  await dropAccount(session, schemas.schema);
  for (const each of Object.values(schemas)) {
    await session.send(`DROP DATABASE IF EXISTS ${quoteIdentifier(each)}`);
  }
}

/** A lock is named after the first schema of its two, and ends with the session that holds it. */
async function dropAbandoned(session: Session): Promise<void> {
  const rows = await session.rows<{ readonly name: string }>(
    `SELECT SCHEMA_NAME AS name FROM information_schema.SCHEMATA WHERE SCHEMA_NAME REGEXP ?`,
    [`^${scratchPrefix}[0-9a-f]{12}(_created)?$`],
  );
  for (const { name } of rows) {
    const lock = name.replace(/_created$/, '');
    const free = await session.row<{ readonly free: number }>('SELECT IS_FREE_LOCK(?) AS free', [lock]);
    if (free?.free !== 1) continue;
    await dropAccount(session, lock);
    await session.send(`DROP DATABASE IF EXISTS ${quoteIdentifier(name)}`);
  }
}

/** The account is named after the first schema. Who may drop none has made none. */
async function dropAccount(session: Session, user: string): Promise<void> {
  await dropConfinedAccount(session, user).catch((error: unknown) => {
    if (!isErrno(error, ...accessRefusals)) throw error;
  });
}
