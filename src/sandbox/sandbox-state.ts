/**
 * `sandbox.json`: what another process needs to find, judge and stop the servers of a sandbox. It is also the
 * claim on the folder, so it is written first and removed last.
 */
import { readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { FailedError, UsageError } from '../errors.js';
import type { Side } from '../pair/side.js';
import type { Lifetime, ServerProcess } from './server-process.js';

export type SandboxServer = ServerProcess & {
  readonly host: string;
  readonly port: number;
  /** Path of the unix socket; may be too long to be used (107 bytes). */
  readonly socket: string;
  readonly dataDir: string;
  readonly errorLog: string;
};

export type SandboxState = {
  readonly image: string;
  readonly command: readonly string[];
  readonly lifetime: Lifetime;
  readonly database: string;
  /** A server is missing until its process was started for the first time, a replica where there is none. */
  readonly servers: Readonly<Partial<Record<SandboxName, SandboxServer>>>;
};

/** The two sides, and where the sandbox has them, one server below each. */
export const sandboxNames = ['a', 'b', 'replica-a', 'replica-b'] as const;
export type SandboxName = (typeof sandboxNames)[number];

export function replicaName(side: Side): SandboxName {
  return `replica-${side}`;
}

const fileName = 'sandbox.json';

/** Makes the folder ours. Throws UsageError when it already is somebody's sandbox. */
export function claimFolder(folder: string, state: SandboxState): void {
  try {
    writeFileSync(join(folder, fileName), print(state), { flag: 'wx' });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    throw new UsageError(`there is already a sandbox in ${folder}`, {
      hint: 'look at it with `dbshift sandbox status`, remove it with `dbshift sandbox down`, or name another folder',
    });
  }
}

/** Synchronous, because the two servers start at once and each records itself: no write may overtake another. */
export function writeState(folder: string, state: SandboxState): void {
  const path = join(folder, fileName);
  writeFileSync(`${path}.new`, print(state));
  renameSync(`${path}.new`, path);
}

/** Throws UsageError when there is no sandbox in the folder. */
export function readState(folder: string): SandboxState {
  try {
    return JSON.parse(readFileSync(join(folder, fileName), 'utf8')) as SandboxState;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') {
      throw new UsageError(`there is no sandbox in ${folder}`, {
        hint: 'make one with `dbshift sandbox up`, or name the folder of yours',
      });
    }
    throw new FailedError(`cannot read ${join(folder, fileName)}: ${(error as Error).message}`, {
      cause: error,
    });
  }
}

function print(state: SandboxState): string {
  return `${JSON.stringify(state, null, 2)}\n`;
}
