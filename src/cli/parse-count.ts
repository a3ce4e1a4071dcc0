/** Whole numbers from 1 on, as an option takes them. Pure. */
import { InvalidArgumentError } from 'commander';

const most = 10_000;

/** Throws commander's error for everything else. */
export function parseCount(text: string): number {
  const count = Number(text);
  if (/^\d+$/u.test(text) && count >= 1 && count <= most) return count;
  throw new InvalidArgumentError(`It must be a whole number from 1 to ${most}.`);
}
