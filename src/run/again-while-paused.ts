/**
 * A run that ends with an error while writes are paused is begun anew at once, as a person would: its lock session
 * was killed, or a look failed. The new one takes the locks itself and starts with a look, like any other.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import type { RunEvent } from '../engine/event.js';

const attempts = 3;

/** The server takes a moment to notice that the sessions of the last attempt are gone, and their locks with them. */
const breathMs = 500;

export async function* againWhilePaused(
  start: () => AsyncGenerator<RunEvent, void>,
): AsyncGenerator<RunEvent, void> {
  let paused = false;
  for (let attempt = 1; ; attempt++) {
    try {
      for await (const event of start()) {
        paused = isPausedAfter(event, paused);
        yield event;
      }
      return;
    } catch (error) {
      if (!paused || attempt === attempts) throw error;
      await sleep(breathMs);
    }
  }
}

function isPausedAfter(event: RunEvent, before: boolean): boolean {
  if (event.type === 'flipped' || event.type === 'flip-undone') return false;
  if (event.type !== 'step') return before;
  return event.step === 'fence' || (event.view.situation !== 'steady' && event.view.situation !== 'split');
}
