/** Runs a command to its end, for tests that look at how it went. */
import type { RunEvent } from '../../../src/engine/event.js';

/** All events in order; the last one says how it ended. An error is passed on. */
export async function eventsOf(running: AsyncIterable<RunEvent>): Promise<readonly RunEvent[]> {
  const events: RunEvent[] = [];
  for await (const event of running) events.push(event);
  return events;
}
