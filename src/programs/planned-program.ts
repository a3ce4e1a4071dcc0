/**
 * A program in the plan of a run: a leg brings it on each side, before the flip or behind it, so that callers see all of
 * them change at once. Pure.
 */
import type { Side } from '../pair/side.js';
import { type Definition, type Deployed, isHidden, programKey } from './program.js';
import type { ProgramChange } from './program-change.js';
import type { RoutineGrant } from './routine-grant.js';
import { sameDefinition } from './same-definition.js';

export type PlannedProgram = ProgramChange & {
  /** What a server is sent, where it has what was there before. */
  readonly sql: readonly string[];
  /** Fingerprints of the whole structure while it is brought, the last one after it: views and triggers are part of it. */
  readonly structures: readonly string[];
  /** On each side before the run, given back where they go with a DROP. */
  readonly grants: Readonly<Record<Side, readonly RoutineGrant[]>>;
};

/** `missing`: as between a DROP and its CREATE. `foreign`: somebody else changed it, or nobody may see it. */
export type FoundProgram = 'old' | 'now' | 'missing' | 'foreign';

/** What a look found of the programs of a plan, by `programKey`. */
export type FoundPrograms = Readonly<Record<string, FoundProgram>>;

export function findProgram({ before, after }: PlannedProgram, found: Deployed | null): FoundProgram {
  if (isAs(after, found)) return 'now';
  if (isAs(before, found)) return 'old';
  return found === null ? 'missing' : 'foreign';
}

function isAs(wanted: Definition | null, found: Deployed | null): boolean {
  if (wanted === null || found === null) return wanted === found;
  return !isHidden(found) && sameDefinition(wanted, found);
}

/** How far programs were brought. `foreign` also where nobody looked. */
export type ProgramsLevel = 'none' | 'some' | 'all' | 'foreign';

export function programsLevel(
  planned: readonly PlannedProgram[],
  found: FoundPrograms | undefined,
): ProgramsLevel {
  const all = planned.map(one => found?.[programKey(one)] ?? 'foreign');
  if (all.every(one => one === 'now')) return 'all';
  if (all.every(one => one === 'old')) return 'none';
  return all.includes('foreign') ? 'foreign' : 'some';
}

/** What a server has when all of them were brought, or none. */
export function foundAs(planned: readonly PlannedProgram[], found: 'old' | 'now'): FoundPrograms {
  return Object.fromEntries(planned.map(one => [programKey(one), found]));
}
