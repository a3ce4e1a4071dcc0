/**
 * Brings the stored programs of a batch on one server, behind its migrations: by looking, so that a run which takes over
 * goes on where the one before it died.
 */

import type { Flavor } from '../flavor/flavor.js';
import { type Place, sideOf } from '../pair/side.js';
import type { PlannedProgram } from '../programs/planned-program.js';
import { programTitle } from '../programs/program.js';
import { type Brought, bringEach } from './programs/bring-programs.js';
import type { BatchRun } from './run-batch.js';

type Bringing = Pick<
  BatchRun,
  | 'side'
  | 'replica'
  | 'how'
  | 'batch'
  | 'plan'
  | 'control'
  | 'flavor'
  | 'lockWaitSeconds'
  | 'attempts'
  | 'report'
>;

/** Throws FailedError that names the program which the server refuses: the others are as they were brought until then. */
export async function bringPlanned(run: Bringing): Promise<void> {
  const { batch, plan, control, flavor, report } = run;
  const { programs = [] } = batch;
  if (programs.length === 0) return;
  let done = 0;
  const events = bringEach(control, {
    changes: programs,
    // On a way back nobody knows which view reads which.
    ...(batch.oneLeg === true ? { inRounds: true } : {}),
    database: plan.database,
    flavor,
    how: run.how === 'leg' ? 'leg' : 'direct',
    grants: grantsOn(run, programs, flavor),
    lockWaitSeconds: run.lockWaitSeconds,
    attempts: run.attempts,
  });
  for await (const one of events) {
    done++;
    report({ what: whatOf(one), share: done / programs.length, etaMs: null });
  }
}

function whatOf({ gone, ...id }: Brought): string {
  const accounts = gone.map(({ account }) => account).join(', ');
  return gone.length === 0
    ? programTitle(id)
    : `${programTitle(id)}, without the grants of ${accounts}: gone`;
}

/** As they were before the run, of what may go with a DROP. */
export function grantsOn(
  { side, replica }: Place,
  programs: readonly PlannedProgram[],
  { capabilities }: Pick<Flavor, 'capabilities'>,
): PlannedProgram['grants']['a'] {
  const on = replica === undefined ? side : sideOf(replica);
  return programs
    .filter(({ kind, after }) => after === null || !capabilities.replaces.has(kind))
    .flatMap(({ grants }) => grants[on]);
}
