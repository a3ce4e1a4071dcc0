/**
 * Reads functions and procedures of a database, for a copy in which views and triggers that call them work. They
 * are no part of a structure: stored programs are deployed by other means.
 */
import type { Session } from '../server/connection.js';
import { quoteName } from '../sql/identifier.js';

export type Routine = {
  /** CREATE statement without its definer: in a copy it belongs to whoever makes the copy. */
  readonly create: string;
  /** In force when it was written, and needed to read it again. */
  readonly sqlMode: string;
};

/** Those whose text the account may see; the others are left out. */
export async function readRoutines(session: Session, database: string): Promise<readonly Routine[]> {
  const listed = await session.rows<{ readonly name: string; readonly type: 'FUNCTION' | 'PROCEDURE' }>(
    `SELECT ROUTINE_NAME AS name, ROUTINE_TYPE AS type FROM information_schema.ROUTINES
      WHERE ROUTINE_SCHEMA = ? AND ROUTINE_TYPE IN ('FUNCTION', 'PROCEDURE') ORDER BY ROUTINE_NAME`,
    [database],
  );
  const routines: Routine[] = [];
  for (const { name, type } of listed) {
    const row = await session.row(`SHOW CREATE ${type} ${quoteName(database, name)}`).catch(() => undefined);
    const text = row?.[type === 'FUNCTION' ? 'Create Function' : 'Create Procedure'];
    if (typeof text !== 'string') continue;
    const create = text.replace(/^CREATE DEFINER=\S+ /, 'CREATE ');
    routines.push({ create, sqlMode: String(row?.sql_mode) });
  }
  return routines;
}
