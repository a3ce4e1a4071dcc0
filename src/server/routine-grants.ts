/**
 * Reads the grants on single procedures and functions of a database. What roles and schemas give is elsewhere, and stays.
 *
 * Servers write the bytes of a name into `mysql.procs_priv` as if they were latin1, whatever the session speaks, and cut
 * them at 64: `größe` stands there as `grÃ¶ÃŸe` (MariaDB 10.11 and MySQL 9.7, tested). Each undoes that itself.
 */
import { programKey } from '../programs/program.js';
import type { RoutineGrant } from '../programs/routine-grant.js';
import type { Row, Session } from './connection.js';

/**
 * In a fixed order, of routines that are there. Throws ServerError, with an errno of `accessRefusals` where the account
 * may not see them.
 */
export async function readRoutineGrants(
  session: Session,
  database: string,
): Promise<readonly RoutineGrant[]> {
  const routines = byWrittenName(await readRoutines(session, database));
  const rows = await session.rows(
    `SELECT ${meant('User')} AS user, Host AS host, Routine_type AS type, Routine_name AS written,
        ${meant('Routine_name')} AS name, Proc_priv AS privileges
      FROM mysql.procs_priv WHERE Db IN (?, CONVERT(${written('?')} USING utf8mb3) COLLATE utf8mb3_bin)
      ORDER BY Routine_type, Routine_name, User, Host`,
    [database, database],
  );
  return rows.flatMap(({ user, host, type, privileges, ...names }) => {
    const found = routines.get(keyOf(type, names.name)) ?? routines.get(keyOf(type, names.written));
    if (found === undefined) return [];
    return [{ ...found, account: `${user}@${host}`, privileges: privilegesOf(String(privileges)) }];
  });
}

/** When each of them was made, by `programKey`, in seconds since 1970: one that was dropped and made again has another. */
export async function readRoutineTimes(
  session: Session,
  database: string,
): Promise<ReadonlyMap<string, number>> {
  const routines = (await readRoutines(session, database)).map(toRoutine);
  return new Map(routines.map(routine => [programKey(routine), routine.made]));
}

type Routine = Pick<RoutineGrant, 'kind' | 'name'> & { readonly made: number };

async function readRoutines(session: Session, database: string): Promise<readonly Row[]> {
  return session.rows(
    `SELECT ROUTINE_TYPE AS type, ROUTINE_NAME AS name, UNIX_TIMESTAMP(CREATED) AS made,
        ${written('ROUTINE_NAME')} AS written
      FROM information_schema.ROUTINES
      WHERE ROUTINE_SCHEMA = ? AND ROUTINE_TYPE IN ('PROCEDURE', 'FUNCTION')`,
    [database],
  );
}

function toRoutine({ type, name, made }: Row): Routine {
  return {
    kind: type === 'FUNCTION' ? 'function' : 'procedure',
    name: String(name),
    made: Number(made),
  };
}

/** A name that is cut cannot be made out again: such a routine is found by what is left of it. */
function byWrittenName(rows: readonly Row[]): ReadonlyMap<string, Routine> {
  const cut = rows.filter(row => [...String(row.written)].length === columnLength);
  return new Map([
    ...cut.map(row => [keyOf(row.type, row.written), toRoutine(row)] as const),
    ...rows.map(row => [keyOf(row.type, row.name), toRoutine(row)] as const),
  ]);
}

/** Who grants may write a name in any case. */
function keyOf(type: unknown, name: unknown): string {
  return `${type} ${String(name).toLowerCase()}`;
}

const columnLength = 64;

function written(name: string): string {
  return `LEFT(CONVERT(CONVERT(CONVERT(${name} USING utf8mb4) USING binary) USING latin1), ${columnLength})`;
}

/** MySQL says NULL of bytes that are none of a name: whoever wrote them did so by hand. */
function meant(column: string): string {
  return `COALESCE(CONVERT(CONVERT(CONVERT(${column} USING latin1) USING binary) USING utf8mb4), ${column})`;
}

function privilegesOf(set: string): readonly string[] {
  const names = set.split(',').filter(name => name !== '');
  return names.map(name => (name === 'Grant' ? 'GRANT OPTION' : name.toUpperCase())).sort();
}
