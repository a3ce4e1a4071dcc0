/** The scheduled events of a simulated pair: their statuses, and how these replicate. */
import { nameOf, type ScheduledEvent } from '../../src/pair/scheduled-event.js';
import type { Side } from '../../src/pair/side.js';

export const serverIds: Readonly<Record<Side, number>> = { a: 1, b: 2 };

const event = (name: string): ScheduledEvent => ({
  schema: 'app',
  name,
  definer: 'app@127.0.0.1',
  definition: name,
  charset: 'utf8mb4',
  collation: 'utf8mb4_general_ci',
  status: 'asleep',
  originator: 0,
  ended: false,
});

/** One that runs and one that a person disabled, made on `active` and seen from `side`. */
export function modelEvents(side: Side, active: Side): readonly ScheduledEvent[] {
  const made = { originator: serverIds[active] };
  return [
    { ...event('paused'), ...made, status: side === active ? 'disabled' : 'asleep' },
    { ...event('tick'), ...made, status: side === active ? 'enabled' : 'asleep' },
  ];
}

/** A status that was set on `origin`, as `side` has it: a replica lets every event sleep that is made or enabled. */
export function withStatus(
  events: readonly ScheduledEvent[],
  name: string,
  { side, origin }: { readonly side: Side; readonly origin: Side },
): readonly ScheduledEvent[] {
  const status = side === origin ? 'enabled' : 'asleep';
  return events.map(each =>
    nameOf(each) === name ? { ...each, status, originator: serverIds[origin] } : each,
  );
}

/** `DISABLE ON SLAVE` on the server itself, not binlogged. */
export function asleep(
  events: readonly ScheduledEvent[],
  name: string,
  side: Side,
): readonly ScheduledEvent[] {
  return events.map(each =>
    nameOf(each) === name ? { ...each, status: 'asleep', originator: serverIds[side] } : each,
  );
}
