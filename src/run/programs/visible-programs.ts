/** What a server has of programs, for those who have to see each of them whole. */
import { BlockedError } from '../../errors.js';
import {
  type Definition,
  type Deployed,
  isHidden,
  type ProgramId,
  programTitle,
} from '../../programs/program.js';
import { foundByKey, type ProgramsFound } from '../../programs/since-begun.js';
import type { Session } from '../../server/connection.js';
import { readPrograms } from '../../server/program-catalog.js';

export async function readByKey(session: Session, database: string): Promise<ProgramsFound> {
  return foundByKey(await readPrograms(session, database));
}

/** Throws BlockedError for one whose body the account may not see. */
export function visible({ label }: Session, id: ProgramId, found: Deployed | undefined): Definition | null {
  if (found === undefined) return null;
  if (!isHidden(found)) return found;
  throw new BlockedError(`${label}: the account may not see the body of ${programTitle(id)}`, {
    hint: '`dbshift grants` says what it lacks',
  });
}
