/** A verdict in some lines, for the log of a test and for the demo. */
import type { Pause } from './pauses.js';

/** `pause 1, a to b: 131 ms, 24 writes refused, 2 cut` */
export function describePauses(pauses: readonly Pause[]): readonly string[] {
  return pauses.map(
    ({ from, to, ms, refused, cut }, index) =>
      `pause ${index + 1}, ${from} to ${to}: ${Math.round(ms)} ms, ${refused} writes refused, ${cut} cut`,
  );
}
