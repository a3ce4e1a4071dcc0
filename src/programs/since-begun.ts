/** What became of the programs of a deploy that did not end, by a look at one server. Pure. */
import type { RecordedChange } from './deploy-record.js';
import { isAlike } from './place-triggers.js';
import { type Definition, type Deployed, isHidden, programKey } from './program.js';
import { isSame } from './same-definition.js';

export type ProgramsFound = ReadonlyMap<string, Deployed>;

export function foundByKey(programs: readonly Deployed[]): ProgramsFound {
  return new Map(programs.map(program => [programKey(program), program]));
}

/** Whether it has everything that the deploy was to bring. */
export function hasAll(changes: readonly RecordedChange[], found: ProgramsFound): boolean {
  return changes.every(change => isSame(change.after, found.get(programKey(change)) ?? null));
}

/**
 * Those that nobody wrote down: somebody changed them since, or the account may not see them. They must not be lost. One
 * that is not there may be between its DROP and its CREATE.
 */
export function changedSince(
  changes: readonly RecordedChange[],
  found: ProgramsFound,
): readonly RecordedChange[] {
  return changes.filter(change => {
    const now = found.get(programKey(change));
    if (now === undefined) return false;
    return ![change.before.a, change.before.b, change.after].some(known => isKnown(known, now));
  });
}

/** Its place among triggers depends on the others. */
function isKnown(known: Definition | null, now: Deployed): boolean {
  return known !== null && !isHidden(now) && isAlike(known, now);
}
