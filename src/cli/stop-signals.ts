/**
 * What ends a run early. The first signal asks it to stop where the pair is steady; the second leaves at once: what
 * a server is doing then goes on there, and the next run looks at what became of it. An error that nobody waits for
 * counts as the first signal: whatever it was, it must not end the process while writes are paused.
 */
import { exitCodes } from './exit.js';

const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/** Runs `use` with a controller that the first signal aborts; its reason is what `tell` says then, for people. */
export async function withStopSignals<T>(
  tell: () => string,
  use: (stop: AbortController) => Promise<T>,
): Promise<T> {
  const stop = new AbortController();
  const stray: unknown[] = [];
  const onSignal = (signal: NodeJS.Signals): void => {
    if (stop.signal.aborted) leave(signal);
    stop.abort(tell());
  };
  const onStrayError = (error: unknown): void => {
    stray.push(error);
    stop.abort('something unexpected happened, stopping after the current action');
  };
  for (const signal of signals) process.on(signal, onSignal);
  const others = process.listeners('uncaughtException');
  process.removeAllListeners('uncaughtException').on('uncaughtException', onStrayError);
  try {
    const result = await use(stop).catch((error: unknown) => {
      // What ended it goes before what came of that.
      throw stray.length > 0 ? stray[0] : error;
    });
    if (stray.length > 0) throw stray[0];
    return result;
  } finally {
    for (const signal of signals) process.off(signal, onSignal);
    process.off('uncaughtException', onStrayError);
    for (const listener of others) process.on('uncaughtException', listener);
  }
}

/** Ends the process now; what it must not leave on this machine is removed on the way. */
export function leave(signal?: NodeJS.Signals): never {
  // The live view hides the cursor.
  if (process.stdout.isTTY) process.stdout.write('\u001B[?25h\n');
  process.exit(signal === 'SIGINT' ? 130 : exitCodes.again);
}
