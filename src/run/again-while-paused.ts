/**
 * A run that ends while writes are paused is begun anew at once, as a person would: its lock session was killed, a look
 * failed, a server did not answer for a moment. The new one takes the locks itself and starts with a look, like any other.
 */
import type { RunEvent } from '../engine/event.js';
import type { Clock } from '../engine/ports.js';
import { LockHeldError } from '../errors.js';
import { systemClock } from './system-clock.js';

const attempts = 3;

/** The server takes a moment to notice that the sessions of the last attempt are gone, and their locks with them. */
const breathMs = 500;

/** Where it does not notice, it keeps the locks of a session that is silent for 20 s, counted from when that was lost. */
const lockPatienceMs = 25_000;

export async function* againWhilePaused(
  start: () => AsyncGenerator<RunEvent, void>,
  clock: Clock = systemClock,
): AsyncGenerator<RunEvent, void> {
  let paused = false;
  let lostAt = clock.now();
  for (let failures = 0; ; ) {
    try {
      const lost = yield* untilLost(start(), event => {
        paused = isPausedAfter(event, paused);
        return paused && failures + 1 < attempts;
      });
      if (!lost) return;
      [failures, lostAt] = [failures + 1, clock.now()];
    } catch (error) {
      const waits = error instanceof LockHeldError && clock.now() - lostAt < lockPatienceMs;
      if (!waits) [failures, lostAt] = [failures + 1, clock.now()];
      if (!paused || failures === attempts) throw error;
    }
    await clock.sleep(breathMs);
  }
}

/** Passes events on; true when a server was lost while another look may find it. */
async function* untilLost(
  events: AsyncGenerator<RunEvent, void>,
  mayLookAgain: (event: RunEvent) => boolean,
): AsyncGenerator<RunEvent, boolean> {
  for await (const event of events) {
    const again = mayLookAgain(event);
    if (again && event.type === 'blocked' && event.id === 'server-lost') return true;
    yield event;
  }
  return false;
}

function isPausedAfter(event: RunEvent, before: boolean): boolean {
  if (event.type === 'flipped' || event.type === 'flip-undone') return false;
  if (event.type !== 'step') return before;
  return event.step === 'fence' || (event.view.situation !== 'steady' && event.view.situation !== 'split');
}
