/**
 * Which triggers a deploy has to make so that those of the files run in the order of the files. Those that no file has
 * stay in their order and are never made anew. As few as can be are moved: one that is new or in a wrong place is made
 * right behind the one before it in the files; the first one right before the next one; with none of them there, last.
 * Pure.
 */

import { isAlike } from './place-triggers.js';
import { type Compiled, type Deployed, definitionOf, isHidden, type ProgramId } from './program.js';
import type { ProgramChange } from './program-change.js';
import { withUnstated } from './same-definition.js';
import { steadyTriggers } from './steady-triggers.js';
import { readTriggerHead } from './trigger-head.js';
import { inSlot, slotOf, slotsOf } from './trigger-order.js';

export type ComparingTriggers = {
  readonly isChosen: (id: ProgramId) => boolean;
  /** What is dropped. */
  readonly gone: readonly ProgramId[];
};

/** In the order in which they are made. `compiled`: in the order in which they are to run. */
export function compareTriggers(
  compiled: readonly Compiled[],
  deployed: readonly Deployed[],
  { isChosen, gone }: ComparingTriggers,
): readonly ProgramChange[] {
  const found = new Map(deployed.map(one => [one.name, one] as const).filter(isTrigger));
  const files = compiled.filter(({ definition }) => {
    const there = found.get(definition.name);
    return definition.kind === 'trigger' && !(there !== undefined && isHidden(there));
  });
  const chosen = files.filter(({ definition }) => isChosen(definition));
  const dropped = gone.filter(({ kind }) => kind === 'trigger');
  const taken = new Set([...dropped, ...chosen.map(({ definition }) => definition)].map(({ name }) => name));
  const slots = slotsOf(deployed);
  return [...new Set(chosen.map(({ definition }) => slotOf(definition)))].flatMap(slot => {
    const inIt = files.filter(({ definition }) => slotOf(definition) === slot);
    const now = slots.get(slot) ?? [];
    return changesOf({ slot, files: inIt, chosen: new Set(chosen), found, now, taken });
  });
}

type Slot = {
  readonly slot: string;
  /** In their order. */
  readonly files: readonly Compiled[];
  readonly chosen: ReadonlySet<Compiled>;
  readonly found: ReadonlyMap<string, Deployed>;
  /** As they run now. */
  readonly now: readonly string[];
  /** Names that stay where they are only as steady ones. */
  readonly taken: ReadonlySet<string>;
};

function changesOf(slot: Slot): readonly ProgramChange[] {
  const steady = steadyOnes(slot);
  const order = orderOf(slot, steady);
  const files = new Map(slot.files.map(one => [one.definition.name, one]));
  return order.flatMap(name => {
    const one = files.get(name);
    if (one === undefined || !slot.chosen.has(one)) return [];
    const before = definitionOf(slot.found.get(name));
    if (steady.has(name) && isAlike(one.definition, before)) return [];
    const after = inSlot(one.definition, new Map([[slot.slot, order]]));
    return [{ kind: 'trigger', name, before, after: before === null ? after : withUnstated(after, before) }];
  });
}

/** Those of files that need not move. One that is not chosen weighs most: it must not; then one that is not made anew. */
function steadyOnes({ files, chosen, found, now }: Slot): ReadonlySet<string> {
  const strange = withoutFiles(now, files);
  const standing = files.filter(one => !chosen.has(one) || keepsItsWord(one, { now, strange }));
  const byName = new Map(standing.map(one => [one.definition.name, one]));
  const many = files.length + 1;
  return steadyTriggers(now, [...byName.keys()], name => {
    const one = byName.get(name);
    if (one === undefined) return 0;
    if (!chosen.has(one)) return many * many;
    return isAlike(one.definition, definitionOf(found.get(name))) ? many : 1;
  });
}

type Around = { readonly now: readonly string[]; readonly strange: readonly string[] };

/** Runs behind, or before, the one of no file that its own file names. */
function keepsItsWord({ wanted: { create, name } }: Compiled, { now, strange }: Around): boolean {
  const { follows, precedes } = readTriggerHead(create);
  const other = follows ?? precedes ?? '';
  if (!strange.includes(other)) return true;
  return follows === null ? now.indexOf(name) < now.indexOf(other) : now.indexOf(name) > now.indexOf(other);
}

/** What files say of each other their own order tells. */
function withoutFiles(names: readonly string[], files: readonly Compiled[]): readonly string[] {
  return names.filter(name => files.every(({ definition }) => definition.name !== name));
}

function orderOf({ files, chosen, now, taken }: Slot, steady: ReadonlySet<string>): readonly string[] {
  const names = files.map(({ definition }) => definition.name);
  const known = new Set(steady);
  const strange = withoutFiles(now, files);
  return files
    .filter(one => chosen.has(one) && !steady.has(one.definition.name))
    .reduce<readonly string[]>(
      (order, one) => {
        const { name } = one.definition;
        const at = statedPlace(one, { order, strange }) ?? placeAmong(order, { names, name, known });
        known.add(name);
        return order.toSpliced(at, 0, name);
      },
      now.filter(name => steady.has(name) || !taken.has(name)),
    );
}

type Ordered = { readonly order: readonly string[]; readonly strange: readonly string[] };

function statedPlace({ wanted: { create } }: Compiled, { order, strange }: Ordered): number | null {
  const { follows, precedes } = readTriggerHead(create);
  const named = follows ?? precedes ?? '';
  const other = order.indexOf(named);
  if (other < 0 || !strange.includes(named)) return null;
  return follows === null ? other : other + 1;
}

type Among = {
  readonly names: readonly string[];
  readonly name: string;
  readonly known: ReadonlySet<string>;
};

function placeAmong(order: readonly string[], { names, name, known }: Among): number {
  const at = names.indexOf(name);
  const previous = names.slice(0, at).findLast(one => known.has(one));
  if (previous !== undefined) return order.indexOf(previous) + 1;
  const next = names.slice(at + 1).find(one => known.has(one));
  return next === undefined ? order.length : order.indexOf(next);
}

function isTrigger([, { kind }]: readonly [string, ProgramId]): boolean {
  return kind === 'trigger';
}
