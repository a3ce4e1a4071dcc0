/** Makes one server of a sandbox out of nothing and starts it. Its peer, and replication, are not its business. */
import { mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { copyTemplate } from './data-dir-template.js';
import { endpointOf } from './endpoint.js';
import { findFreePort, isPortFree } from './free-port.js';
import { printOptionFile } from './option-file.js';
import type { SandboxServer } from './sandbox-state.js';
import type { ServerImage } from './server-image.js';
import { isRunning, type Lifetime, startProcess } from './server-process.js';
import { waitReady } from './wait-ready.js';
import { waitUntil } from './wait-until.js';

export type LaunchOptions = {
  readonly image: ServerImage;
  /** Data directory of that image, to be copied. */
  readonly template: string;
  /** For messages: `a`. */
  readonly name: string;
  readonly serverId: number;
  /** Folder of this server alone; made here. */
  readonly folder: string;
  /** Statements that are carried out before the server takes connections; the last ones make root. */
  readonly setUp: readonly string[];
  readonly rootPassword: string;
  readonly bufferPoolMiB: number;
  readonly startReplicationAtBoot: boolean;
  /** Options of the server that go over the sandbox's own. */
  readonly serverOptions: Readonly<Record<string, string>>;
  readonly lifetime: Lifetime;
  /** Told as soon as there is a process, so that it can be found and stopped whatever comes next. */
  readonly onProcess: (server: SandboxServer) => void;
};

/** Somebody else may bind a free port before the server does. */
const portTries = 5;

/** Resolves when the server takes connections: `setUp` was carried out. Throws FailedError with the server's reason. */
export async function launchServer(options: LaunchOptions): Promise<SandboxServer> {
  const { template, folder, setUp } = options;
  const initFile = join(folder, 'init.sql');
  await mkdir(folder, { mode: 0o700 });
  await mkdir(join(folder, 'tmp'), { mode: 0o700 });
  await copyTemplate(template, join(folder, 'data'));
  await writeFile(initFile, `${setUp.join(';\n')};\n`, { mode: 0o600 });
  try {
    return await startOnFreePort(options, initFile);
  } finally {
    await rm(initFile);
  }
}

async function startOnFreePort(options: LaunchOptions, initFile: string): Promise<SandboxServer> {
  for (let tried = 1; ; tried += 1) {
    const server = await start(options, initFile);
    const { name, rootPassword } = options;
    try {
      await waitReady(server, endpointOf({ name, server, account: 'root', password: rootPassword }));
      return server;
    } catch (error) {
      if (tried === portTries || !(await lostRace(server))) throw error;
    }
  }
}

/** The winner may have answered our login while our own server was still on its way out. */
async function lostRace(server: SandboxServer): Promise<boolean> {
  const ended = await waitUntil(async () => !(await isRunning(server)), { withinMs: 2_000 });
  return ended && !(await isPortFree(server.port));
}

async function start(options: LaunchOptions, initFile: string): Promise<SandboxServer> {
  const { image, folder, lifetime } = options;
  const place = {
    port: await findFreePort(),
    dataDir: join(folder, 'data'),
    errorLog: join(folder, 'error.log'),
  };
  const optionFile = join(folder, 'my.cnf');
  const settings = { ...options, ...place, tmpDir: join(folder, 'tmp') };
  const values = { ...image.options(settings), ...options.serverOptions };
  await writeFile(optionFile, printOptionFile(values), { mode: 0o600 });
  const process = await startProcess({
    command: image.command,
    optionFile,
    args: [`--init-file=${initFile}`],
    errorLog: place.errorLog,
    lifetime,
  });
  const server = { ...process, ...place, host: '127.0.0.1', socket: join(place.dataDir, 'server.sock') };
  options.onProcess(server);
  return server;
}
