/** Reads the grants on single procedures and functions of a database. What roles and schemas give is elsewhere, and stays. */
import type { RoutineGrant } from '../programs/routine-grant.js';
import type { Session } from './connection.js';

/** In a fixed order. Throws ServerError, with an errno of `accessRefusals` where the account may not see them. */
export async function readRoutineGrants(
  session: Session,
  database: string,
): Promise<readonly RoutineGrant[]> {
  const rows = await session.rows(
    `SELECT User, Host, Routine_name, Routine_type, Proc_priv FROM mysql.procs_priv
      WHERE Db = ? AND Routine_type IN ('PROCEDURE', 'FUNCTION')
      ORDER BY Routine_type, Routine_name, User, Host`,
    [database],
  );
  return rows.map(({ User, Host, Routine_name, Routine_type, Proc_priv }) => ({
    kind: Routine_type === 'FUNCTION' ? 'function' : 'procedure',
    name: String(Routine_name),
    account: `${User}@${Host}`,
    privileges: privilegesOf(String(Proc_priv)),
  }));
}

function privilegesOf(set: string): readonly string[] {
  const names = set.split(',').filter(name => name !== '');
  return names.map(name => (name === 'Grant' ? 'GRANT OPTION' : name.toUpperCase())).sort();
}
