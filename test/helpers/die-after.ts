/** A runner that dies in the middle of a run, as a process of its own. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import type { DyingRun } from './dying-run.js';

const program = fileURLToPath(new URL('dying-run.js', import.meta.url));

/** Resolves when it is dead. Rejects when it came to an end without that. */
export async function dieAfter(run: DyingRun): Promise<void> {
  const child = spawn(process.execPath, [program, JSON.stringify(run)], {
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  const [, signal] = (await once(child, 'close')) as [number | null, string | null];
  if (signal !== 'SIGKILL') throw new Error(`the run did not die after ${JSON.stringify(run.after)}`);
}
