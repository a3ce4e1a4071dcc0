/** Runs a command to its end, for tests that care about how it ended. */
import type { RunEvent } from '../../../src/engine/event.js';

/** The last event. An error is passed on. */
export async function endOf(events: AsyncIterable<RunEvent>): Promise<RunEvent> {
  let last: RunEvent | null = null;
  for await (const event of events) last = event;
  if (last === null) throw new Error('the run told nothing');
  return last;
}
