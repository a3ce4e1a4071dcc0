/**
 * A program in the plan of a run: a leg brings it on each side, before the flip or behind it, so that callers see all of
 * them change at once. Pure.
 */
import type { Side } from '../pair/side.js';
import { type Definition, type Deployed, isHidden, programKey } from './program.js';
import type { ProgramChange } from './program-change.js';
import type { RoutineGrant } from './routine-grant.js';
import { isSame, sameDefinition } from './same-definition.js';
import { readTriggerHead } from './trigger-head.js';
import { withoutOrder } from './trigger-order.js';

export type PlannedProgram = ProgramChange & {
  /** What a server is sent, where it has what was there before. */
  readonly sql: readonly string[];
  /** On each side before the run, given back where they go with a DROP. */
  readonly grants: Readonly<Record<Side, readonly RoutineGrant[]>>;
};

/**
 * `missing`: as between a DROP and its CREATE. `moved`: a trigger that follows another one than before, because that one
 * is missing or was brought already. `foreign`: somebody else changed it, or nobody may see it.
 */
export type FoundProgram = 'old' | 'now' | 'missing' | 'moved' | 'foreign';

/** What a look found of the programs of a plan, by `programKey`. */
export type FoundPrograms = Readonly<Record<string, FoundProgram>>;

/** @param found what a server has, by `programKey` */
export function findPrograms(
  planned: readonly PlannedProgram[],
  found: ReadonlyMap<string, Deployed>,
): FoundPrograms {
  const nowOf = (one: PlannedProgram) => found.get(programKey(one)) ?? null;
  const alone = new Map(planned.map(one => [programKey(one), findProgram(one, nowOf(one))]));
  const triggerState = (name: string) => alone.get(programKey({ kind: 'trigger', name }));
  return Object.fromEntries(
    planned.map(one => {
      const state = alone.get(programKey(one)) ?? 'foreign';
      return [
        programKey(one),
        state === 'foreign' && isMoved(one, nowOf(one), triggerState) ? 'moved' : state,
      ];
    }),
  );
}

/** Looked at alone. */
function findProgram({ before, after }: PlannedProgram, found: Deployed | null): FoundProgram {
  if (isSame(after, found)) return 'now';
  if (isSame(before, found)) return 'old';
  return found === null ? 'missing' : 'foreign';
}

/** Its own text is one of the two, and the trigger that it followed, or follows now, is not where it was then. */
function isMoved(
  { kind, before, after }: PlannedProgram,
  found: Deployed | null,
  triggerState: (name: string) => FoundProgram | undefined,
): boolean {
  if (kind !== 'trigger' || found === null || isHidden(found)) return false;
  const elsewhere = ({ create }: Definition, state: FoundProgram): boolean => {
    const { follows } = readTriggerHead(create);
    const other = follows === null ? undefined : triggerState(follows);
    return other !== undefined && other !== state && other !== 'foreign';
  };
  return (
    [
      [before, 'old'],
      [after, 'now'],
    ] as const
  ).some(
    ([text, state]) =>
      text !== null &&
      sameDefinition(withoutOrder(text), withoutOrder(found)) &&
      [text, found].some(one => elsewhere(one, state)),
  );
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
