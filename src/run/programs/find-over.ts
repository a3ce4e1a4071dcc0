/** Events that are not there because they are over: they count as there, and people are told of them. */

import { type ProgramId, programKey, programTitle } from '../../programs/program.js';
import type { ProgramChange } from '../../programs/program-change.js';
import type { ProgramsFound } from '../../programs/since-begun.js';
import type { Session } from '../../server/connection.js';
import { readOver } from '../../server/events-over.js';
import type { Deploying } from './deploying.js';
import { lookAt } from './look-since.js';

/** By the clock of that server. */
export async function goneAsOver<T extends Pick<ProgramChange, 'kind' | 'name' | 'after'>>(
  session: Session,
  { changes, found }: { readonly changes: readonly T[]; readonly found: ProgramsFound },
): Promise<readonly T[]> {
  const missing = changes.filter(change => !found.has(programKey(change)));
  const isOver = await readOver(
    session,
    missing.map(({ after }) => after),
  );
  return missing.filter(({ after }) => isOver(after));
}

/** Their titles on the active, of programs that are to be there. */
export async function findOver(
  deploying: Deploying,
  changes: readonly ProgramChange[],
): Promise<readonly string[]> {
  const { run, active } = deploying;
  const found = await lookAt(deploying, active);
  const over = await goneAsOver(run.pair.control(active), { changes, found });
  return over.map((id: ProgramId) => programTitle(id));
}
