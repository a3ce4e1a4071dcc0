/** What a deploy will write down and do, from what differs on each side. Pure. */
import { otherSide, type Side } from '../pair/side.js';
import type { RecordedChange } from './deploy-record.js';
import { placeTriggers } from './place-triggers.js';
import { type Definition, type Deployed, isHidden, programKey } from './program.js';
import type { ProgramChange } from './program-change.js';
import { grantsByProgram, type RoutineGrant } from './routine-grant.js';
import { inSlot } from './trigger-order.js';

export type Differing = {
  readonly active: Side;
  readonly changes: Readonly<Record<Side, readonly ProgramChange[]>>;
  readonly deployed: Readonly<Record<Side, readonly Deployed[]>>;
  readonly grants: Readonly<Record<Side, readonly RoutineGrant[]>>;
  /** `file:line` of each program that a file has, by key. */
  readonly places: ReadonlyMap<string, string>;
  /** `user@host` of the account that makes them: of what is new and has no stated definer. */
  readonly owner: string;
};

/** Those of the active in their order, then what is other on the passive alone: it is to be as the active has it. */
export function orderChanges({
  active,
  changes,
  deployed,
  grants,
  places,
  owner,
}: Differing): readonly RecordedChange[] {
  const passive = otherSide(active);
  const found = { a: byKey(deployed.a), b: byKey(deployed.b) };
  const upper = new Set(changes[active].map(programKey));
  const lower = changes[passive].filter(change => !upper.has(programKey(change)));
  const { orders } = placeTriggers(deployed[active], changes[active]);
  const given = { a: grantsByProgram(grants.a), b: grantsByProgram(grants.b) };
  return [
    ...changes[active],
    ...lower.map(change => ({ ...change, after: found[active].get(programKey(change)) ?? null })),
  ].map(({ kind, name, after: wanted }) => {
    const after = wanted === null ? null : inSlot(wanted, orders);
    const key = programKey({ kind, name });
    const where = places.get(key);
    const definer = found[active].get(key)?.definer ?? owner;
    return {
      ...{ kind, name },
      // A later rollback brings back what this deploy made, whoever does it.
      after: after?.definer === '' ? { ...after, definer } : after,
      ...(where === undefined ? {} : { where }),
      before: { a: found.a.get(key) ?? null, b: found.b.get(key) ?? null },
      grants: { a: given.a.get(key) ?? [], b: given.b.get(key) ?? [] },
    };
  });
}

function byKey(deployed: readonly Deployed[]): ReadonlyMap<string, Definition> {
  return new Map(deployed.flatMap(one => (isHidden(one) ? [] : [[programKey(one), one] as const])));
}
