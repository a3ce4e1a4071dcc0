/** Waiting in tests: a condition with a deadline instead of a sleep, so that no test depends on a timing. */
import { setTimeout as delay } from 'node:timers/promises';

export type UntilOptions = {
  /** Generous, because it is only reached when something is wrong. Default 60 s: a busy machine starts servers slowly. */
  readonly withinMs?: number;
  readonly everyMs?: number;
};

/**
 * Asks until the answer is neither false nor undefined, and resolves to it. Rejects at the deadline with `what` was
 * waited for; an error of the last try is its cause.
 */
export async function until<T>(
  what: string,
  ask: () => T | Promise<T>,
  { withinMs = 60_000, everyMs = 20 }: UntilOptions = {},
): Promise<Exclude<T, false | undefined>> {
  const deadline = performance.now() + withinMs;
  for (;;) {
    let cause: unknown;
    try {
      const answer = await ask();
      if (answer !== false && answer !== undefined) return answer as Exclude<T, false | undefined>;
    } catch (error) {
      cause = error;
    }
    if (performance.now() > deadline) throw new Error(`${what}: not within ${withinMs} ms`, { cause });
    await delay(everyMs);
  }
}
