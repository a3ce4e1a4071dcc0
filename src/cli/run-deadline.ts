/** `--max-time`: ends a run like a first Ctrl-C, and does not wait for a DDL that runs. */
import { StoppedError } from '../errors.js';

export type Deadline = { readonly leave: AbortSignal; end(): void };

const message = 'the time of --max-time is over: stopping after the current action';

/** Aborts `stop` and then `leave` after `maxTimeMs`; never where it is undefined. */
export function startDeadline(stop: AbortController, maxTimeMs: number | undefined): Deadline {
  const leave = new AbortController();
  const timer =
    maxTimeMs === undefined
      ? undefined
      : setTimeout(() => {
          stop.abort(message);
          // What is thrown by whatever lets itself be ended by the signal: an ending, no failure.
          leave.abort(new StoppedError('left when the time of --max-time was over'));
        }, maxTimeMs);
  return { leave: leave.signal, end: () => clearTimeout(timer) };
}
