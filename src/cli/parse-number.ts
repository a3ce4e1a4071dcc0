/** Values of options that are numbers. Throws what commander turns into wrong usage. */
import { InvalidArgumentError } from 'commander';

/** Greater than `low` and less than `high`. */
export function numberBetween(low: number, high: number): (text: string) => number {
  return text => {
    const value = text.trim() === '' ? Number.NaN : Number(text);
    if (value > low && value < high) return value;
    throw new InvalidArgumentError(`It must be a number between ${low} and ${high}.`);
  };
}

export function wholeNumber(text: string): number {
  if (/^[0-9]{1,9}$/u.test(text)) return Number(text);
  throw new InvalidArgumentError('It must be a whole number of at most nine digits.');
}

const most = 10_000;

/** From 1 on. */
export function parseCount(text: string): number {
  const count = Number(text);
  if (/^\d+$/u.test(text) && count >= 1 && count <= most) return count;
  throw new InvalidArgumentError(`It must be a whole number from 1 to ${most}.`);
}
