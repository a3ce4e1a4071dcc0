/**
 * For commands that change nothing on a pair. The first signal ends what they do at once, also a statement that runs in
 * a workspace, and what they made on the way is cleared away. JavaScript of users may not end; it is not waited for.
 */
import type { Output } from './output.js';
import { leave, withStopSignals } from './stop-signals.js';

/** A workspace is gone in a second. */
const waitMs = 5_000;

const tell = (): string => 'stopping; a second signal leaves at once';

/** Hands over what the first signal aborts. */
export function untilSignal<T>({ warn }: Output, work: (stop: AbortSignal) => Promise<T>): Promise<T> {
  return withStopSignals(tell, async ({ signal }) => {
    let late: NodeJS.Timeout | undefined;
    const onAbort = (): void => {
      warn(String(signal.reason));
      late = setTimeout(() => {
        warn(`something does not end within ${waitMs / 1000} s: left`);
        leave();
      }, waitMs);
    };
    signal.addEventListener('abort', onAbort);
    try {
      return await work(signal);
    } finally {
      signal.removeEventListener('abort', onAbort);
      clearTimeout(late);
    }
  });
}
