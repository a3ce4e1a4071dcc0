/** `dbshift status`: looks, prints, and with `--watch` looks again. Writes nothing. */
import { setTimeout as sleep } from 'node:timers/promises';
import { readStatus } from '../../run/read-status.js';
import type { Status } from '../../run/status.js';
import type { Context } from '../context.js';
import { type ExitCode, exitCodes } from '../exit.js';
import { findConfig } from '../find-config.js';
import { describeStatus } from '../render/status.js';

const watchEveryMs = 2000;

export type StatusFlags = { readonly watch?: boolean };

export async function statusCommand(context: Context, { watch }: StatusFlags): Promise<ExitCode> {
  const config = await findConfig(context);
  const status = await readStatus(config);
  if (watch !== true) print(context, status);
  else await watchStatus(context, status, () => readStatus(config));
  return exitCodes.done;
}

/** Ctrl-C is how watching ends: nothing was interrupted. */
async function watchStatus(context: Context, first: Status, look: () => Promise<Status>): Promise<void> {
  const stop = new AbortController();
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.once(signal, () => stop.abort());
  for (let status = first; !stop.signal.aborted; status = await look()) {
    context.output.clear();
    print(context, status);
    await sleep(watchEveryMs, undefined, { signal: stop.signal }).catch(() => undefined);
    if (stop.signal.aborted) return;
  }
}

function print({ output, json }: Context, status: Status): void {
  const lines = json ? [JSON.stringify(status)] : describeStatus(status, output.colors);
  for (const line of lines) output.print(line);
}
