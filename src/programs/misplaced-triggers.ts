/** Proves the order of triggers, of those that were changed and of those around them. Pure. */
import { isDeepStrictEqual } from 'node:util';
import type { PlacedTriggers } from './place-triggers.js';
import type { Deployed } from './program.js';
import { slotOf, slotsOf } from './trigger-order.js';

/** Slots of what was changed that do not run in the wanted order. What others make or drop meanwhile may run anywhere. */
export function misplacedTriggers(
  found: readonly Deployed[],
  { changes, orders }: Pick<PlacedTriggers, 'changes' | 'orders'>,
): readonly string[] {
  const now = slotsOf(found);
  const made = changes.flatMap(({ kind, after }) => (kind === 'trigger' && after !== null ? [after] : []));
  return [...new Set(made.map(slotOf))].filter(slot => {
    const [running, wanted] = [now.get(slot) ?? [], orders.get(slot) ?? []];
    return !isDeepStrictEqual(
      running.filter(name => wanted.includes(name)),
      wanted.filter(name => running.includes(name)),
    );
  });
}
