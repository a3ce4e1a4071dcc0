/** Durations as people type them: `90s`, `50m`, `1h30m`. Pure. */
import { InvalidArgumentError } from 'commander';

const pattern = /^(?:(\d+)h)?(?:(\d+)m)?(?:(\d+)s)?$/u;

/** Longer ones are mistakes, and more than a timer of Node can hold. */
const longestMs = 7 * 24 * 3_600_000;

/** In ms. Throws commander's error for everything but 1 s to 168 h. */
export function parseDuration(text: string): number {
  const parts = pattern.exec(text);
  const [hours, minutes, seconds] = (parts ?? []).slice(1).map(part => Number(part ?? 0));
  const ms = ((hours ?? 0) * 3600 + (minutes ?? 0) * 60 + (seconds ?? 0)) * 1000;
  if (parts !== null && ms > 0 && ms <= longestMs) return ms;
  throw new InvalidArgumentError('It must be a time such as 90s, 50m or 1h30m, from 1s to 168h.');
}
