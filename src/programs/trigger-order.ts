/** The order of triggers, as their texts say it: each one which it follows. Pure. */
import { quoteIdentifier } from '../sql/identifier.js';
import { type Definition, type Deployed, isHidden } from './program.js';
import type { ProgramChange } from './program-change.js';
import { readTriggerHead } from './trigger-head.js';

/** What a trigger is apart from its place, which changes when another one goes or comes. */
export function withoutOrder(definition: Definition): Definition {
  return definition.kind === 'trigger' ? withFollows(definition, null) : definition;
}

/** A trigger that follows this one, or none. */
export function withFollows(trigger: Definition, follows: string | null): Definition {
  const { create } = trigger;
  const { orderAt, orderEnd } = readTriggerHead(create);
  const order = follows === null ? '' : ` FOLLOWS ${quoteIdentifier(follows)}`;
  return { ...trigger, create: `${create.slice(0, orderAt)}${order}${create.slice(orderEnd)}` };
}

/** The table and the moment of a trigger: those of one slot run one after the other. */
export function slotOf({ create }: Definition): string {
  const { moment, table } = readTriggerHead(create);
  return `${moment} ON ${table}`;
}

export type SlotOrders = ReadonlyMap<string, readonly string[]>;

/** Names by slot, in the order in which they run, which is that of a listing; without those that the account may not see. */
export function slotsOf(deployed: readonly Deployed[]): SlotOrders {
  const slots = new Map<string, string[]>();
  for (const one of deployed) {
    if (one.kind !== 'trigger' || isHidden(one)) continue;
    const slot = slotOf(one);
    slots.set(slot, [...(slots.get(slot) ?? []), one.name]);
  }
  return slots;
}

/** As it reads back where its slot has this order. */
export function inSlot(definition: Definition, orders: SlotOrders): Definition {
  if (definition.kind !== 'trigger') return definition;
  const order = orders.get(slotOf(definition)) ?? [];
  return withFollows(definition, order[order.indexOf(definition.name) - 1] ?? null);
}

/** Each behind the one that it is to follow; the rest in the order in which it is given. */
export function inTriggerOrder(changes: readonly ProgramChange[]): readonly ProgramChange[] {
  const ordered: ProgramChange[] = [];
  for (let left = changes; left.length > 0; ) {
    const names = new Set(left.map(({ name }) => name));
    const next = left.filter(({ after }) => !names.has(followedBy(after) ?? ''));
    // A circle cannot be: texts of two servers, put together. The server has the word then.
    const ready = next.length === 0 ? left : next;
    ordered.push(...ready);
    left = left.filter(change => !ready.includes(change));
  }
  return ordered;
}

export function followedBy(definition: Definition | null): string | null {
  return definition?.kind === 'trigger' ? readTriggerHead(definition.create).follows : null;
}
