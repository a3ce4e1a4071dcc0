/** Waiting for something that gives no notice. */
import { setTimeout as delay } from 'node:timers/promises';

export type WaitOptions = { readonly withinMs: number; readonly everyMs?: number };

/** Asks until the answer is true. False when it was not within the time; what `condition` throws is passed on. */
export async function waitUntil(
  condition: () => boolean | Promise<boolean>,
  { withinMs, everyMs = 10 }: WaitOptions,
): Promise<boolean> {
  const deadline = performance.now() + withinMs;
  while (!(await condition())) {
    if (performance.now() > deadline) return false;
    await delay(everyMs);
  }
  return true;
}
