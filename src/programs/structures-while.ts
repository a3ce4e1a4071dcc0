/** Views and triggers are part of a structure: what it looks like while programs are brought, one by one. Pure. */
import { fingerprintStructure } from '../plan/fingerprint.js';
import type { Structure } from '../plan/structure.js';
import type { ProgramId } from './program.js';
import type { ProgramChange } from './program-change.js';

export type StructuresWhile = {
  /** For each change the fingerprints that a look may meet, the last one after it; none where nothing of it shows. */
  readonly each: readonly (readonly string[])[];
  readonly after: Structure;
};

/** @param compiled the structure of a copy that has all of them: in its words */
export function structuresWhile(
  before: Structure,
  changes: readonly ProgramChange[],
  compiled: Structure,
): StructuresWhile {
  const each: (readonly string[])[] = [];
  let now = before;
  for (const change of changes) {
    const key = keyInStructure(change);
    const text = change.after === null ? undefined : compiled.others[key];
    if (key in now.others || text !== undefined) {
      const gone = without(now, key);
      now = text === undefined ? gone : { ...gone, others: { ...gone.others, [key]: text } };
      each.push([gone, now].map(fingerprintStructure));
    } else each.push([]);
  }
  return { each, after: now };
}

/** As `Structure.others` has it; routines are not in it. */
export function keyInStructure({ kind, name }: ProgramId): string {
  return `${kind}:${name}`;
}

function without(structure: Structure, key: string): Structure {
  const { [key]: _, ...others } = structure.others;
  return { ...structure, others };
}
