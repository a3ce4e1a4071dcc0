/**
 * Brings the stored programs of a leg back to what the active has, on the passive and below it: the leg failed, or a
 * person aborts. Before the flip nobody calls them there.
 */
import type { View } from '../../pair/view.js';
import type { PlannedProgram } from '../../programs/planned-program.js';
import type { ProgramChange } from '../../programs/program-change.js';
import { wayBack } from '../../programs/way-back.js';
import { actOn } from '../act-on.js';
import { grantsOn } from '../bring-planned.js';
import type { Run } from '../engine-ports.js';
import { bringPrograms } from './bring-programs.js';

/** Whether anything was: what is left to do then may be structure. Throws FailedError where a server does not take it. */
export async function takeProgramsBack(run: Run, view: View): Promise<boolean> {
  const { current, activeLevel, passiveLevel, passive: side } = view;
  const programs = current?.strategy === 'flip' ? (current.programs ?? []) : [];
  // The active stands before the batch, so what was there before is what it has.
  if (programs.length === 0 || activeLevel !== 'old' || passiveLevel === 'old') return false;
  const { database, limits } = run.config;
  const places = [{ side }, ...view.replicas.map(({ key: replica }) => ({ side, replica }))];
  let sent = false;
  for (const place of places) {
    const brought = await bringPrograms(await actOn(run.pair, 'replica' in place ? place.replica : side), {
      ...{ changes: backwards(programs), inRounds: true },
      ...{ database, flavor: run.pair.flavor, how: 'leg' },
      grants: grantsOn(place, programs, run.pair.flavor),
      lockWaitSeconds: Math.ceil(limits.metadataLockWaitMs / 1000),
    });
    sent ||= brought.some(({ what }) => what !== 'left');
  }
  return sent;
}

function backwards(programs: readonly PlannedProgram[]): readonly ProgramChange[] {
  return wayBack(programs.map(one => ({ ...one, before: one.after, after: one.before })));
}
