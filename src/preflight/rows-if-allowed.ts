/** Reading what a privilege may keep from us. */
import type { Row, Session } from '../server/connection.js';
import { accessRefusals } from '../server/errno.js';
import { isErrno } from '../server/server-error.js';

/** Rows, or null when our account may not ask. Other errors are thrown. */
export async function rowsIfAllowed(
  session: Session,
  sql: string,
  values: readonly unknown[] = [],
): Promise<readonly Row[] | null> {
  return ifAllowed(() => session.rows(sql, values));
}

/** What `read` tells, or null when our account may not ask that. Other errors are thrown. */
export async function ifAllowed<T>(read: () => Promise<T>): Promise<T | null> {
  try {
    return await read();
  } catch (error) {
    if (isErrno(error, ...accessRefusals)) return null;
    throw error;
  }
}
