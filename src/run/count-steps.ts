/** How far work is: told before each part of it. */
import type { Report } from '../engine/ports.js';

export type Counted = {
  /** Absent: nobody watches. */
  readonly report: Report | undefined;
  /** What is done with each: `try migration`. */
  readonly what: string;
  readonly of: number;
  /** In ms. */
  readonly now?: () => number;
};

/** Before so many are done, one slow one says nothing of the others. */
const enough = 3;

/** To be called with the name of each. The time that is left is told as if the rest took as long as what is done. */
export function countSteps({
  report,
  what,
  of,
  now = () => performance.now(),
}: Counted): (name: string) => void {
  const begun = now();
  let done = 0;
  return name => {
    const etaMs = done < enough ? null : ((now() - begun) / done) * (of - done);
    report?.({ what: `${what} ${done + 1} of ${of} (${name})`, share: done / of, etaMs });
    done += 1;
  };
}

/** Of work that nobody knows the length of. */
export function tellPhase(report: Report | undefined, what: string): void {
  report?.({ what, share: null, etaMs: null });
}
