/** Views and triggers are part of a structure: what it is without those of a plan, with them, and when they are back. Pure. */
import type { Structure } from '../plan/structure.js';
import type { ProgramId } from './program.js';
import type { ProgramChange } from './program-change.js';

/** As every look finds it while they are brought or taken back, in whatever order. */
export function structureApart(structure: Structure, programs: readonly ProgramId[]): Structure {
  const keys = new Set(programs.map(keyInStructure));
  const others = Object.entries(structure.others).filter(([key]) => !keys.has(key));
  return { ...structure, others: Object.fromEntries(others) };
}

/** @param compiled the structure of a copy that has all of them: in its words */
export function structureWith(
  before: Structure,
  changes: readonly ProgramChange[],
  compiled: Structure,
): Structure {
  const made = changes.filter(({ after }) => after !== null);
  return withOthers(structureApart(before, changes), only(compiled, made));
}

/** When they are as another side has them. */
export function takenBack(now: Structure, old: Structure, programs: readonly ProgramId[]): Structure {
  return withOthers(structureApart(now, programs), only(old, programs));
}

function withOthers(structure: Structure, others: Structure['others']): Structure {
  return { ...structure, others: { ...structure.others, ...others } };
}

function only({ others }: Structure, programs: readonly ProgramId[]): Structure['others'] {
  const keys = new Set(programs.map(keyInStructure));
  return Object.fromEntries(Object.entries(others).filter(([key]) => keys.has(key)));
}

/** As `Structure.others` has it; routines are not in it. */
function keyInStructure({ kind, name }: ProgramId): string {
  return `${kind}:${name}`;
}
