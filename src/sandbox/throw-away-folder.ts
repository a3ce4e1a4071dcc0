/**
 * The folder of a server that lives with this process. It is removed with its server; at the exit of the process where
 * nobody came to that; and where the process was killed, by the next one that makes such a folder.
 */
import { rmSync } from 'node:fs';
import { mkdtemp, realpath, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { thisProcess } from './owner.js';
import { killAtOnce, killProcess, type ServerProcess } from './server-process.js';
import { folderPrefix, ownerFile, sweepAbandoned } from './sweep-abandoned.js';

export type ThrowAwayFolder = {
  readonly path: string;
  /** Told of the server that runs in it now. */
  hold(server: ServerProcess): void;
  /** Ends the server, whatever it does. */
  endServer(): Promise<void>;
  /** Ends the server and removes the folder. */
  remove(): Promise<void>;
};

export async function makeThrowAwayFolder(): Promise<ThrowAwayFolder> {
  const parent = await realpath(tmpdir());
  await sweepAbandoned(parent);
  const path = await mkdtemp(join(parent, folderPrefix));
  let server: ServerProcess | undefined;
  const endServer = async () => {
    if (server !== undefined) await killProcess(server);
  };
  atExit(path, () => {
    if (server !== undefined) killAtOnce(server);
  });
  await writeFile(join(path, ownerFile), JSON.stringify(await thisProcess()));
  return {
    path,
    hold: process => {
      server = process;
    },
    endServer,
    remove: async () => {
      await endServer();
      await rm(path, { recursive: true, force: true });
      held.delete(path);
    },
  };
}

/** What this process would leave behind now, with what ends its server. */
const held = new Map<string, () => void>();
let listening = false;

function atExit(path: string, end: () => void): void {
  held.set(path, end);
  if (!listening) process.once('exit', removeHeld);
  listening = true;
}

/** Nothing can be waited for here. A server that is dying may still write: so it is tried again. */
function removeHeld(): void {
  for (const [path, end] of held) {
    try {
      end();
      rmSync(path, { recursive: true, force: true, maxRetries: 20, retryDelay: 20 });
    } catch {
      // It is for the next process to sweep.
    }
  }
}
