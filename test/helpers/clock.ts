/** Time that stands still until somebody waits; then it passes at once, and whoever lives in it is told. */
import type { Clock } from '../../src/engine/ports.js';

export type ManualClock = Clock & {
  /** Lets time pass, in ms. */
  advance(ms: number): void;
};

/** `live` is called with each stretch of time that passes, in ms. */
export function newManualClock(live: (ms: number) => void = () => undefined): ManualClock {
  let now = Date.UTC(2026, 0, 1);
  const advance = (ms: number): void => {
    now += ms;
    live(ms);
  };
  return { now: () => now, advance, sleep: async ms => advance(ms) };
}
