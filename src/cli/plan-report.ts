/**
 * How far a plan is, on standard error, because its text is piped into files: a line that is rewritten for a person who
 * watches, now and then a line for everybody else, nothing for programs.
 */
import type { Report } from '../engine/ports.js';
import type { Context } from './context.js';
import { describeProgress, newThrottle } from './render/progress.js';

/** Most plans are made sooner: nobody has begun to wonder. */
const quietMs = 5_000;

export function planReport(
  { output, json }: Pick<Context, 'output' | 'json'>,
  stop: AbortSignal,
  now: () => number = Date.now,
): Report {
  const begun = now();
  const isDue = newThrottle(begun);
  return progress => {
    if (json || stop.aborted) return;
    if (output.passing !== null) return output.passing(describeProgress(progress));
    const at = now();
    if (at - begun < quietMs || !isDue(progress, at)) return;
    output.warn(`${new Date(at).toISOString()}  ${describeProgress(progress)}`);
  };
}
