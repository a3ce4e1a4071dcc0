/** What a person is told who presses Ctrl-C: what is waited for, and what else can be done. Pure. */
import type { Action } from '../engine/action.js';
import type { RunEvent } from '../engine/event.js';
import type { Progress } from '../engine/ports.js';
import { describeProgress } from './render/progress.js';

/** The DDL that runs now, or null. */
export type RunningDdl = { readonly action: RunBatch; readonly progress: Progress | null } | null;

type RunBatch = Extract<Action, { readonly do: 'run-batch' }>;

/** What runs after one more event. */
export function runningDdl(before: RunningDdl, event: RunEvent): RunningDdl {
  switch (event.type) {
    case 'action':
      // What a data migration does is a transaction: it is no DDL that could be cancelled.
      return event.action.do === 'run-batch' && event.action.how !== 'data'
        ? { action: event.action, progress: null }
        : null;
    case 'progress':
      return before === null ? null : { ...before, progress: event.progress };
    case 'queued':
    case 'warnings':
      return before;
    default:
      return null;
  }
}

const second = 'a second signal leaves at once';

export function stopMessage(running: RunningDdl): string {
  if (running === null) return `stopping after the current action; ${second}`;
  const { action, progress } = running;
  const what = progress === null ? 'its DDL' : describeProgress(progress);
  return `stopping after the current action: waiting for ${action.side}, ${what}; \`dbshift cancel\` ends it and leaves the table as it was; ${second}, and the DDL goes on in its server`;
}
