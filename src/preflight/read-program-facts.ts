/** Who writes on a read-only server: accounts with the bypass, and stored programs that borrow it. */
import type { Row, Session } from '../server/connection.js';
import type { FlavorPreflight } from './flavor-preflight.js';
import { mayWrite } from './may-write.js';
import { rowsIfAllowed } from './rows-if-allowed.js';
import type { BypassAccount, DefinerProgram, PreflightFacts } from './server-facts.js';

type ProgramFacts = Pick<PreflightFacts, 'bypassAccounts' | 'definerPrograms'> & {
  /** There is a program of somebody else whose text our account may not see. */
  readonly hiddenPrograms: boolean;
};

export async function readProgramFacts(
  session: Session,
  preflight: FlavorPreflight,
  database: string,
): Promise<ProgramFacts> {
  const [bypassAccounts, programs] = await Promise.all([
    readBypassAccounts(session, preflight, database),
    session.rows(
      `SELECT ROUTINE_TYPE AS kind, ROUTINE_NAME AS name, DEFINER AS definer, SECURITY_TYPE AS security,
  ROUTINE_DEFINITION AS body FROM information_schema.ROUTINES WHERE ROUTINE_SCHEMA = ? ORDER BY ROUTINE_NAME`,
      [database],
    ),
  ]);
  return {
    bypassAccounts,
    definerPrograms: programs.filter(borrowsBypass).map(programOf),
    hiddenPrograms: programs.some(({ body }) => body === null),
  };
}

/** Null: our account may not see them. */
export async function readBypassAccounts(
  session: Session,
  { accountQueries, readBypassAccounts: parse }: FlavorPreflight,
  database: string,
): Promise<readonly BypassAccount[] | null> {
  const [accounts, roles, writers] = await Promise.all([
    rowsIfAllowed(session, accountQueries.accounts),
    rowsIfAllowed(session, accountQueries.roles),
    rowsIfAllowed(session, accountQueries.writers, [database, database]),
  ]);
  return accounts === null || roles === null ? null : parse({ accounts, roles, writers });
}

/**
 * What a CALL runs is judged by the definer. A function in a statement is not, nor what is written through a view: the
 * statement is refused before (all three servers, tested).
 */
function borrowsBypass({ kind, security }: Row): boolean {
  return security === 'DEFINER' && kind !== 'FUNCTION';
}

function programOf(row: Row): DefinerProgram {
  return {
    kind: String(row.kind).toLowerCase(),
    name: String(row.name),
    definer: String(row.definer),
    writes: typeof row.body !== 'string' || mayWrite(row.body),
  };
}
