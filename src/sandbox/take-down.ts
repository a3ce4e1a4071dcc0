/** Ends a sandbox: ends its servers and removes what it made. Works from any process, also on a half-made one. */
import { readdir, rm, rmdir } from 'node:fs/promises';
import { join } from 'node:path';
import { configName, pointerName, projectFolders } from './project-files.js';
import { readState, type SandboxState, sandboxNames } from './sandbox-state.js';
import { killProcess } from './server-process.js';

/** Everything a sandbox writes, in the order in which it goes: the claim on the folder is the last. */
export const ownEntries = [...sandboxNames, 'secrets', configName, pointerName, 'sandbox.json'] as const;

/**
 * Resolves to the names that were left because a person put them there: migrations that were written in a sandbox
 * are not thrown away with it. A sandbox that lives with its process is thrown away whole.
 * Throws UsageError when there is no sandbox in the folder, FailedError when a server cannot be ended.
 */
export async function takeDown(folder: string): Promise<readonly string[]> {
  const state = readState(folder);
  await endServers(state);
  if (state.lifetime === 'process') {
    await rm(folder, { recursive: true });
    return [];
  }
  for (const name of ownEntries) await rm(join(folder, name), { recursive: true, force: true });
  for (const name of projectFolders) await removeIfEmpty(join(folder, name));
  const left = await readdir(folder);
  await removeIfEmpty(folder);
  return left;
}

/** Their data is thrown away, so nothing is worth the seconds that a clean stop takes (three on MySQL). */
async function endServers({ servers }: SandboxState): Promise<void> {
  await Promise.all(Object.values(servers).map(killProcess));
}

async function removeIfEmpty(folder: string): Promise<void> {
  await rmdir(folder).catch((error: NodeJS.ErrnoException) => {
    if (error.code !== 'ENOTEMPTY' && error.code !== 'EEXIST' && error.code !== 'ENOENT') throw error;
  });
}
