/** How far a comparison is: a live line on a terminal, now and then a line on paper, nothing for programs. */
import type { Progress, Report } from '../../engine/ports.js';
import type { Context } from '../context.js';
import { openTask } from './live-task.js';
import { describeProgress, newThrottle } from './progress.js';

type Watched = Pick<Context, 'output' | 'json'> & { readonly signal: AbortSignal };

export async function showProgress<T>(
  { output, json, signal }: Watched,
  work: (report: Report) => Promise<T>,
): Promise<T> {
  if (json) return work(() => undefined);
  if (output.live) return showLive(signal, work);
  const isDue = newThrottle(Date.now());
  return work(progress => {
    const at = Date.now();
    if (isDue(progress, at)) output.print(`${new Date(at).toISOString()}  ${describeProgress(progress)}`);
  });
}

async function showLive<T>(signal: AbortSignal, work: (report: Report) => Promise<T>): Promise<T> {
  const task = openTask('compare both sides');
  signal.addEventListener('abort', () => task.remark(String(signal.reason)));
  let outcome: 'done' | 'failed' = 'failed';
  try {
    const result = await work((progress: Progress) => task.show(describeProgress(progress)));
    outcome = 'done';
    return result;
  } finally {
    await task.end(outcome);
  }
}
