/** Gives back what accounts had on a routine that was dropped. An account that is gone since gets nothing: that is told. */
import type { FlavorName } from '../../flavor/flavor.js';
import { grantText, type RoutineGrant } from '../../programs/routine-grant.js';
import type { Session } from '../../server/connection.js';
import { errno } from '../../server/errno.js';
import { isErrno } from '../../server/server-error.js';
import { accountState } from './account-state.js';
import type { ProgramSender } from './program-sender.js';

/** What is to be given, and what cannot be because the account is gone. */
export type Given = { readonly given: readonly RoutineGrant[]; readonly gone: readonly RoutineGrant[] };

/** Parts them by a look, before a routine is missed: MariaDB puts a GRANT that fails into its binlog. */
export async function partByAccount(
  session: Session,
  grants: readonly RoutineGrant[],
  flavor: FlavorName,
): Promise<Given> {
  const given: RoutineGrant[] = [];
  const gone: RoutineGrant[] = [];
  for (const grant of grants)
    ((await accountState(session, grant.account, flavor)) === 'missing' ? gone : given).push(grant);
  return { given, gone };
}

/** Whatever the session was set to for a program. Else MariaDB makes an account that is not there, without a password. */
const inForce = `SET SESSION character_set_client = utf8mb4,
  sql_mode = CONCAT('STRICT_ALL_TABLES' /*M! , ',NO_AUTO_CREATE_USER' */)`;

/** Leaves the settings of its own behind. Throws ServerError. */
export async function giveGrants(
  sender: ProgramSender,
  { given: wanted, gone: known }: Given,
  database: string,
): Promise<Given> {
  if (wanted.length === 0) return { given: [], gone: known };
  const { session } = sender;
  const given: RoutineGrant[] = [];
  const gone = [...known];
  await session.send(inForce);
  for (const grant of wanted) {
    try {
      await session.send(grantText(grant, database));
      given.push(grant);
    } catch (error) {
      if (!isErrno(error, errno.noSuchAccount, errno.cannotCreateAccount)) throw error;
      gone.push(grant);
    }
  }
  await sender.reset();
  return { given, gone };
}
