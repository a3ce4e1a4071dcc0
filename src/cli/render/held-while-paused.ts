/**
 * Keeps views out of the write pause. Writing blocks: a terminal stopped with Ctrl-S, a pager that is not read, a
 * full disk behind a log. From the request for the fence until writes are open again events are kept, and shown
 * together afterwards; the moment each happened is in it already.
 */
import type { TimedEvent } from './timed-event.js';

/** A pause this long has gone wrong: then seeing what happens is worth more. In ms. */
const longestHold = 10_000;

export async function* heldWhilePaused(events: AsyncIterable<TimedEvent>): AsyncGenerator<TimedEvent, void> {
  let held: TimedEvent[] = [];
  let since: number | null = null;
  try {
    for await (const timed of events) {
      if (since === null) {
        yield timed;
        if (beginsPause(timed)) since = timed.at;
        continue;
      }
      held.push(timed);
      if (!endsPause(timed) && timed.at - since < longestHold) continue;
      yield* held;
      held = [];
      since = null;
    }
  } catch (error) {
    yield* held;
    throw error;
  }
  yield* held;
}

function beginsPause({ event }: TimedEvent): boolean {
  return event.type === 'step' && event.step === 'fence';
}

function endsPause({ event }: TimedEvent): boolean {
  switch (event.type) {
    case 'flipped':
    case 'flip-undone':
    case 'waiting':
    case 'goal':
    case 'interrupted':
    case 'blocked':
      return true;
    case 'step':
      return event.view.situation === 'steady';
    default:
      return false;
  }
}
