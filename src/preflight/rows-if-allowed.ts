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
  try {
    return await session.rows(sql, values);
  } catch (error) {
    if (isErrno(error, ...accessRefusals)) return null;
    throw error;
  }
}
