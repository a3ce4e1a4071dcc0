/** Shows what a deploy of programs tells. It is short: told to stop, it ends what it has begun. */

import type { DeployEvent } from '../run/programs/deploy-event.js';
import type { RunOptions } from '../run/run-options.js';
import type { Context } from './context.js';
import { type ExitCode, exitCodes } from './exit.js';
import { deployLines } from './render/deploy-lines.js';
import { heldWarnings } from './render/held-warnings.js';
import { withStopSignals } from './stop-signals.js';

const tell = (): string => 'ending what is begun: all of it, or nothing';

/** A dry run that found something to do ends as a plan does. */
export async function watchDeploy(
  start: (options: Pick<RunOptions, 'signal'>) => AsyncIterable<DeployEvent>,
  { output, json }: Context,
): Promise<ExitCode> {
  let code: ExitCode = exitCodes.done;
  await withStopSignals(tell, async stop => {
    stop.signal.addEventListener('abort', () => output.warn(String(stop.signal.reason)));
    const events = start({ signal: stop.signal });
    for await (const event of json ? events : heldWarnings(events)) {
      const lines = json ? [JSON.stringify({ at: new Date().toISOString(), ...event })] : deployLines(event);
      for (const line of lines) output.print(line);
      if (event.type === 'planned' && event.dryRun) code = exitCodes.changes;
    }
  });
  return code;
}
