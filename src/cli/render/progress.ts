/** How far an action is, in words, and how often that is worth a line. */
import type { Progress } from '../../engine/ports.js';
import { oneLine } from '../../one-line.js';
import { describeDuration } from './duration.js';

/** `ALTER TABLE orders …: 43 %, about 12 s left`. Rounded down: 100 % is never said too early. */
export function describeProgress({ what, share, etaMs }: Progress): string {
  const parts = [
    ...(share === null ? [] : [`${Math.floor(share * 100)} %`]),
    ...(etaMs === null ? [] : [describeEta(etaMs)]),
  ];
  const title = oneLine(what, 60);
  return parts.length === 0 ? title : `${title}: ${parts.join(', ')}`;
}

function describeEta(ms: number): string {
  return ms < 1000 ? 'less than 1 s left' : `about ${describeDuration(ms)} left`;
}

/** On paper a line per tenth, and a sign of life every few seconds in between. */
const everyMs = 5000;
const everyShare = 0.1;

/** Answers, for each progress of one action, whether to print it. `begun` is when the action began. */
export function newThrottle(begun: number): (progress: Progress, at: number) => boolean {
  let last = { at: begun, share: 0 };
  return ({ share }, at) => {
    const reached = share ?? last.share;
    // The next statement of the same action begins at 0 again.
    if (reached < last.share) last = { at: last.at, share: reached };
    // The end has a line of its own.
    const due = reached < 1 && (at - last.at >= everyMs || reached - last.share >= everyShare);
    if (due) last = { at, share: reached };
    return due;
  };
}
