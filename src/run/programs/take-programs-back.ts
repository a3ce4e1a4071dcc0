/**
 * Brings the stored programs of a leg back to what the active has, on the passive and below it: the leg failed, or a
 * person aborts. Before the flip nobody calls them there.
 */
import type { Place } from '../../pair/side.js';
import type { View } from '../../pair/view.js';
import type { PlannedProgram } from '../../programs/planned-program.js';
import type { ProgramChange } from '../../programs/program-change.js';
import { statementsFor } from '../../programs/program-statements.js';
import { wayBack } from '../../programs/way-back.js';
import { actOn } from '../act-on.js';
import { grantsOn } from '../bring-planned.js';
import type { Run } from '../engine-ports.js';
import { bringPrograms } from './bring-programs.js';

/** Whether anything was: what is left to do then may be structure. Throws FailedError where a server does not take it. */
export async function takeProgramsBack(run: Run, view: View): Promise<boolean> {
  const { current, activeLevel, passiveLevel } = view;
  const programs = current?.strategy === 'flip' ? (current.programs ?? []) : [];
  // The active stands before the batch, so what was there before is what it has.
  if (programs.length === 0 || activeLevel !== 'old' || passiveLevel === 'old') return false;
  return bringEverywhere(run, view, { programs, changes: backwards(programs) });
}

/**
 * Where a server refused to take them back, because a column has another name there: what a server looks at
 * when it makes it (views and triggers) is dropped instead, and returned, to be made when the tables are back. The others
 * are brought back. Throws FailedError where a server takes neither.
 */
export async function dropUntilTablesAreBack(run: Run, view: View): Promise<readonly PlannedProgram[]> {
  const programs = view.current?.programs ?? [];
  const others = programs.filter(one => !looksAtTables(one));
  const bound = programs.filter(looksAtTables);
  const drops = bound.map(one => ({ ...one, before: one.after, after: null }));
  await bringEverywhere(run, view, { programs, changes: [...backwards(others), ...drops] });
  return wayBack(bound.filter(({ before }) => before !== null).map(toMake)).map(change => ({
    ...change,
    sql: statementsFor(change, run.pair.flavor),
    grants: { a: [], b: [] },
  }));
}

const looksAtTables = ({ kind }: ProgramChange): boolean => kind === 'view' || kind === 'trigger';

function toMake({ kind, name, where, before }: PlannedProgram): ProgramChange {
  return { ...{ kind, name, before: null, after: before }, ...(where === undefined ? {} : { where }) };
}

type Bringing = {
  readonly programs: readonly PlannedProgram[];
  readonly changes: readonly ProgramChange[];
};

/** On the passive and below it. Whether anything was sent. */
async function bringEverywhere(
  { pair, config: { database, limits } }: Run,
  { passive: side, replicas }: View,
  { programs, changes }: Bringing,
): Promise<boolean> {
  const places: readonly Place[] = [{ side }, ...replicas.map(({ key: replica }) => ({ side, replica }))];
  let sent = false;
  for (const place of places) {
    const brought = await bringPrograms(await actOn(pair, place.replica ?? side), {
      ...{ changes, inRounds: true, database, flavor: pair.flavor, how: 'leg' },
      grants: grantsOn(place, programs, pair.flavor),
      lockWaitSeconds: Math.ceil(limits.metadataLockWaitMs / 1000),
    });
    sent ||= brought.some(({ what }) => what !== 'left');
  }
  return sent;
}

function backwards(programs: readonly PlannedProgram[]): readonly ProgramChange[] {
  return wayBack(programs.map(one => ({ ...one, before: one.after, after: one.before })));
}
