/** An event with the moment at which it happened, which may be earlier than the moment it is shown. */
import type { RunEvent } from '../../engine/event.js';

export type TimedEvent = {
  /** Unix time in ms, with the runner's clock. */
  readonly at: number;
  readonly event: RunEvent;
};

export async function* timed(
  events: AsyncIterable<RunEvent>,
  now: () => number,
): AsyncGenerator<TimedEvent, void> {
  for await (const event of events) yield { at: now(), event };
}
