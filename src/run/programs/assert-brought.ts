/** Proves by reading back that programs, their grants and the order of triggers are what they were to be. */
import { FailedError } from '../../errors.js';
import { misplacedTriggers } from '../../programs/misplaced-triggers.js';
import { isAlike, type PlacedTriggers } from '../../programs/place-triggers.js';
import { programKey, programTitle } from '../../programs/program.js';
import { missingGrants, type RoutineGrant } from '../../programs/routine-grant.js';
import type { Session } from '../../server/connection.js';
import { readOver } from '../../server/events-over.js';
import { readRoutineGrants } from '../../server/routine-grants.js';
import { readByKey, visible } from './visible-programs.js';

export type BroughtOn = PlacedTriggers & { readonly database: string };

/** Throws FailedError with everything that did not come out as wanted. */
export async function assertBrought(
  session: Session,
  { changes, database, orders }: BroughtOn,
  given: readonly RoutineGrant[],
): Promise<void> {
  const found = await readByKey(session, database);
  const isOver = await readOver(
    session,
    changes.map(({ after }) => after),
  );
  const wrong = changes.filter(({ after, ...id }) => {
    const now = visible(session, id, found.get(programKey(id)));
    return !isAlike(after, now) && !(now === null && isOver(after));
  });
  const lost = missingGrants(given, await readRoutineGrants(session, database));
  const misplaced = misplacedTriggers([...found.values()], { changes, orders });
  if (wrong.length + lost.length + misplaced.length === 0) return;
  const said = [
    ...wrong.map(change => `${programTitle(change)} does not read back as it was sent`),
    ...misplaced.map(slot => `the triggers ${slot} do not run in the wanted order`),
    ...lost.map(grant => `${programTitle(grant)} lacks ${grant.privileges.join(', ')} of ${grant.account}`),
  ];
  throw new FailedError(`${session.label}: ${said.join('; ')}`);
}
