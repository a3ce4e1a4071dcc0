/**
 * What has to be done to the triggers of a server so that each changed one runs right behind the one that it is to
 * follow. Those that are not changed stay in their order, whoever made them. Pure.
 */
import { type Definition, type Deployed, isHidden, programKey } from './program.js';
import type { ProgramChange } from './program-change.js';
import { sameDefinition } from './same-definition.js';
import { steadyTriggers } from './steady-triggers.js';
import {
  followedBy,
  inSlot,
  inTriggerOrder,
  type SlotOrders,
  slotOf,
  slotsOf,
  withoutOrder,
} from './trigger-order.js';

export type PlacedTriggers = {
  /** The same ones, triggers in the order in which they are made, and with those that they follow by then. */
  readonly changes: readonly ProgramChange[];
  /** Triggers whose text is there, by key, that run in a wrong place: they are made again. */
  readonly moved: ReadonlySet<string>;
  /** Of each slot, when all of it is done. */
  readonly orders: SlotOrders;
};

export function placeTriggers(found: readonly Deployed[], changes: readonly ProgramChange[]): PlacedTriggers {
  const orders = ordersAfter(found, changes);
  const place = ({ after, name }: ProgramChange): number =>
    after === null ? 0 : (orders.get(slotOf(after)) ?? []).indexOf(name);
  const made = changes.filter(({ kind, after }) => kind === 'trigger' && after !== null);
  const inOrder = [...made].sort((one, other) => place(one) - place(other));
  const placed = changes
    .map(change => (made.includes(change) ? (inOrder.shift() ?? change) : change))
    .map(change => ({ ...change, after: change.after === null ? null : inSlot(change.after, orders) }));
  return { changes: placed, moved: movedOnes(found, made, orders), orders };
}

/** Of every slot: the changed ones are taken out, and put back in turn. */
function ordersAfter(found: readonly Deployed[], changes: readonly ProgramChange[]): SlotOrders {
  const triggers = changes.filter(({ kind }) => kind === 'trigger');
  const changed = new Set(triggers.map(({ name }) => name));
  const slots = slotsOf(found);
  const orders = new Map([...slots].map(([slot, names]) => [slot, names.filter(name => !changed.has(name))]));
  for (const { name, after } of inTriggerOrder(triggers.filter(one => one.after !== null))) {
    if (after === null) continue;
    const slot = slotOf(after);
    const order = orders.get(slot) ?? [];
    const at = placeOf(followedBy(after), { name, order, now: slots.get(slot) ?? [] });
    orders.set(slot, order.toSpliced(at, 0, name));
  }
  return orders;
}

type Slot = { readonly name: string; readonly order: readonly string[]; readonly now: readonly string[] };

/** One that follows what is gone stays behind those behind which it runs now; it is the last one where it is not there. */
function placeOf(follows: string | null, { name, order, now }: Slot): number {
  if (follows === null) return 0;
  if (order.includes(follows)) return order.indexOf(follows) + 1;
  if (!now.includes(name)) return order.length;
  const previous = now.slice(0, now.indexOf(name)).findLast(one => order.includes(one));
  return previous === undefined ? 0 : order.indexOf(previous) + 1;
}

function movedOnes(
  found: readonly Deployed[],
  made: readonly ProgramChange[],
  orders: SlotOrders,
): ReadonlySet<string> {
  const there = new Map(found.flatMap(one => (isHidden(one) ? [] : [[programKey(one), one] as const])));
  const wanted = new Map(made.map(change => [change.name, change.after]));
  // One that is not changed must not move, whatever else has to.
  const weigh = (name: string): number => (wanted.has(name) ? 1 : made.length + 1);
  const moved = new Set<string>();
  for (const [slot, names] of slotsOf(found)) {
    const isKept = (name: string) =>
      isAlike(wanted.get(name), there.get(programKey({ kind: 'trigger', name })));
    const kept = names.filter(name => !wanted.has(name) || isKept(name));
    const steady = steadyTriggers(kept, orders.get(slot) ?? [], weigh);
    for (const name of kept)
      if (wanted.has(name) && !steady.has(name)) moved.add(programKey({ kind: 'trigger', name }));
  }
  return moved;
}

/** Apart from its place. */
export function isAlike(
  wanted: Definition | null | undefined,
  found: Definition | null | undefined,
): boolean {
  if (!wanted || !found) return (wanted ?? null) === (found ?? null);
  return sameDefinition(withoutOrder(wanted), withoutOrder(found));
}
