/** What comes out of a plan, in a few words: for headings and titles. Pure. */
import type { Plan } from './plan.js';

/** Kept even where nothing else is: a refusal must not look like a plan that can be run. */
export function describeOutcome({ batches, refusals }: Plan): string {
  if (refusals.length > 0) return `refused, for ${count(refusals.length, 'reason')}`;
  if (batches.length === 0) return 'nothing to do';
  const migrations = batches.flatMap(batch => batch.migrations).length;
  const flips = batches.filter(({ strategy }) => strategy === 'flip').length;
  const size = `${count(migrations, 'migration')} in ${count(batches.length, 'batch', 'batches')}`;
  return `${size}, ${count(flips, 'flip')}`;
}

function count(number: number, one: string, many = `${one}s`): string {
  return `${number} ${number === 1 ? one : many}`;
}
