/**
 * Ctrl-C and what pipelines and terminals send. The first signal asks the run to stop where the pair is steady;
 * the second leaves at once: what a server is doing then goes on there, and the next run looks at what became of it.
 */

import { exitCodes } from './exit.js';

const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

const firstMessage = 'stopping after the current action; a second signal leaves at once';

/** Runs `use` with a controller that the first signal aborts; its reason is a sentence for people. */
export async function withStopSignals<T>(use: (stop: AbortController) => Promise<T>): Promise<T> {
  const stop = new AbortController();
  let count = 0;
  const onSignal = (signal: NodeJS.Signals): void => {
    count += 1;
    if (count > 1) leave(signal);
    stop.abort(firstMessage);
  };
  for (const signal of signals) process.on(signal, onSignal);
  try {
    return await use(stop);
  } finally {
    for (const signal of signals) process.off(signal, onSignal);
  }
}

function leave(signal: NodeJS.Signals): never {
  // The live view hides the cursor.
  if (process.stdout.isTTY) process.stdout.write('\u001B[?25h\n');
  process.exit(signal === 'SIGINT' ? 130 : exitCodes.again);
}
