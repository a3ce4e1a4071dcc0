/** Keeps out what would keep every later flip out: a procedure that lets its callers write on a read-only server. */
import { RefusedError } from '../../errors.js';
import { sides } from '../../pair/side.js';
import { findPassing } from '../../preflight/passing-programs.js';
import type { ProgramChange } from '../../programs/program-change.js';
import { demandSession } from '../demand-session.js';
import type { Run } from '../engine-ports.js';

/** Throws RefusedError with each of them, before anything is done. */
export async function refusePassing(
  run: Pick<Run, 'pair' | 'config'>,
  changes: readonly Pick<ProgramChange, 'after' | 'where'>[],
): Promise<void> {
  const sessions = await Promise.all(sides.map(side => demandSession(run, side)));
  const { flavor } = run.pair;
  const findings = await findPassing(changes, { sessions, flavor, database: run.config.database });
  if (findings.length > 0)
    throw new RefusedError('these programs would write on a server that is closed for writes', { findings });
}
