/** What a plan means for others than its tables, in sentences for the reviewer. Pure. */
import { type Side, sideOf, sides } from '../pair/side.js';
import type { Plan } from './plan.js';
import { rollbackNotes } from './rollback/rollback-notes.js';

export function planNotes(plan: Plan): readonly string[] {
  if (!plan.batches.some(({ strategy }) => strategy === 'flip')) return [];
  return [...rollbackNotes(plan), ...sides.flatMap(side => frozenReaders(plan, side)), ...movedEvents(plan)];
}

function movedEvents({ events = [] }: Plan): readonly string[] {
  if (events.length === 0) return [];
  return [
    `scheduled events move with each flip, and a tick that falls into one is left out: ${events.join(', ')}`,
  ];
}

function frozenReaders({ replicas = [] }: Plan, side: Side): readonly string[] {
  const below = replicas.filter(key => sideOf(key) === side).map(key => key.slice(2));
  if (below.length === 0) return [];
  const [who, get] = below.length === 1 ? ['its replica', 'gets'] : ['its replicas', 'get'];
  return [
    `while ${side} is migrated, ${who} ${below.join(', ')} ${get} the same statements and nothing else: who reads there, or on ${side}, sees the data of the moment the leg began`,
  ];
}
