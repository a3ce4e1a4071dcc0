/** Events that are not there because they are over: they count as there, and people are told of them. */

import type { Side } from '../../pair/side.js';
import { type ProgramId, programKey, programTitle } from '../../programs/program.js';
import type { ProgramChange } from '../../programs/program-change.js';
import type { ProgramsFound } from '../../programs/since-begun.js';
import { readOver } from '../../server/events-over.js';
import type { Deploying } from './deploying.js';
import { lookAt } from './look-since.js';

/** By the clock of that server. */
export async function goneAsOver<T extends Pick<ProgramChange, 'kind' | 'name' | 'after'>>(
  { run }: Deploying,
  side: Side,
  { changes, found }: { readonly changes: readonly T[]; readonly found: ProgramsFound },
): Promise<readonly T[]> {
  const missing = changes.filter(change => !found.has(programKey(change)));
  const isOver = await readOver(
    run.pair.control(side),
    missing.map(({ after }) => after),
  );
  return missing.filter(({ after }) => isOver(after));
}

/** Their titles on the active, of programs that are to be there. */
export async function findOver(
  deploying: Deploying,
  changes: readonly ProgramChange[],
): Promise<readonly string[]> {
  const { active } = deploying;
  const over = await goneAsOver(deploying, active, { changes, found: await lookAt(deploying, active) });
  return over.map((id: ProgramId) => programTitle(id));
}
