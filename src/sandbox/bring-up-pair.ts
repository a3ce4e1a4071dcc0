/** Makes a sandbox: a folder with two servers that are co-masters, and a project that can be run against them. */
import { mkdir, mkdtemp, readdir, realpath } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, relative, resolve } from 'node:path';
import { StoppedError, UsageError } from '../errors.js';
import { sides } from '../pair/side.js';
import { findOrMakeTemplate } from './data-dir-template.js';
import { findImage } from './find-image.js';
import { launchServer } from './launch-server.js';
import { linkPair, type PairOfServers } from './link-pair.js';
import { openSandbox, type Sandbox } from './open-sandbox.js';
import { writeProjectFiles } from './project-files.js';
import {
  claimFolder,
  type SandboxName,
  type SandboxServer,
  type SandboxState,
  sandboxNames,
  writeState,
} from './sandbox-state.js';
import { makeSecrets } from './secrets.js';
import type { ServerImage } from './server-image.js';
import { killProcess, type Lifetime } from './server-process.js';
import { ownEntries, takeDown } from './take-down.js';

export type PairOptions = {
  /** Default: a new folder in the system's temporary folder. */
  readonly folder?: string;
  /** Default: the MariaDB server that is installed. */
  readonly image?: ServerImage;
  /** Schema that both servers have, empty. Default `app`. */
  readonly database?: string;
  /** Size of each server's buffer pool in MiB. Default 32; memory is taken as it is used. */
  readonly bufferPoolMiB?: number;
  /** Options of the servers over the sandbox's own, such as `{'general-log': 'ON'}`. */
  readonly serverOptions?: Readonly<Record<string, string>>;
  /** Let replication start by itself when a server starts, as an unsafe pair does. Default false. */
  readonly startReplicationAtBoot?: boolean;
  /** One server below each side. Default false. */
  readonly replicas?: boolean;
  /** Folders that the configuration names, seen from the working directory. Default: empty ones in the sandbox. */
  readonly migrations?: string;
  readonly procedures?: string;
  /** Default `process`: the servers die with this process, and `down` removes the folder with all that is in it. */
  readonly lifetime?: Lifetime;
  /** Aborted when nobody waits for it any more. */
  readonly stop?: AbortSignal;
};

/**
 * Resolves when both directions replicate, a is writable and b is not. Throws UsageError when the folder is taken,
 * ConfigError when no server is installed, FailedError when a server does not start, StoppedError; then nothing stays
 * behind.
 */
export async function bringUpPair(options: PairOptions = {}): Promise<Sandbox> {
  const image = options.image ?? (await findImage());
  const state: SandboxState = {
    image: image.name,
    command: image.command,
    lifetime: options.lifetime ?? 'process',
    database: options.database ?? 'app',
    servers: {},
  };
  const folder = await makeFolder(options.folder);
  claimFolder(folder, state);
  try {
    await build({ folder, image, state, options });
    options.stop?.throwIfAborted();
  } catch (error) {
    await takeDown(folder);
    throw options.stop?.aborted === true ? new StoppedError('stopped: the sandbox is gone again') : error;
  }
  return openSandbox(folder);
}

/** A folder may hold other things, but nothing that `down` would take for the sandbox's own. */
async function makeFolder(wanted: string | undefined): Promise<string> {
  if (wanted === undefined) return mkdtemp(join(await realpath(tmpdir()), 'dbshift-sandbox-'));
  const folder = resolve(wanted);
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const present = await readdir(folder);
  const taken = ownEntries.filter(name => present.includes(name));
  if (taken.length === 0 || present.includes('sandbox.json')) return folder;
  throw new UsageError(`${folder} already has ${taken.join(', ')}, which the sandbox would write`, {
    hint: 'name an empty folder or a new one',
  });
}

type Build = {
  readonly folder: string;
  readonly image: ServerImage;
  readonly state: SandboxState;
  readonly options: PairOptions;
};

async function build({ folder, image, state, options }: Build): Promise<void> {
  const template = await findOrMakeTemplate(image, options.serverOptions);
  const passwords = await makeSecrets(folder);
  const started: { [name in SandboxName]?: SandboxServer } = {};
  const { stop } = options;
  stop?.throwIfAborted();
  stop?.addEventListener('abort', () => Object.values(started).forEach(end));
  const launch = (name: SandboxName) =>
    launchServer({
      image,
      template,
      name,
      serverId: 1 + sandboxNames.indexOf(name),
      folder: join(folder, name),
      setUp: image.setUp({ database: state.database, passwords }),
      rootPassword: passwords.root,
      bufferPoolMiB: options.bufferPoolMiB ?? 32,
      startReplicationAtBoot: options.startReplicationAtBoot ?? false,
      // By this a side can tell where its replica is.
      serverOptions: { ...(isSide(name) ? {} : { 'report-host': '127.0.0.1' }), ...options.serverOptions },
      lifetime: state.lifetime,
      onProcess: server => {
        started[name] = server;
        writeState(folder, { ...state, servers: started });
        if (stop?.aborted === true) end(server);
      },
    });
  const servers = await allOrNone(launch, options.replicas === true ? sandboxNames : sides);
  await linkPair(image, servers, passwords);
  await writeProjectFiles({ folder, servers, database: state.database, ...projectPaths(folder, options) });
}

/** Whoever waits for it to start, or for its answer, is told by that. */
function end(server: SandboxServer): void {
  void killProcess(server).catch(() => undefined);
}

/** Waits for all also when one fails: a server that starts after the clean-up would stay behind. */
async function allOrNone(
  launch: (name: SandboxName) => Promise<SandboxServer>,
  names: readonly SandboxName[],
): Promise<PairOfServers> {
  const launched = await Promise.allSettled(names.map(async name => [name, await launch(name)] as const));
  const servers = launched.map(result => {
    if (result.status === 'rejected') throw result.reason;
    return result.value;
  });
  return Object.fromEntries(servers) as unknown as PairOfServers;
}

function isSide(name: SandboxName): boolean {
  return name === 'a' || name === 'b';
}

function projectPaths(folder: string, { migrations, procedures }: PairOptions) {
  const fromFolder = (path: string | undefined, ours: string) =>
    path === undefined ? `./${ours}` : relative(folder, resolve(path));
  return {
    migrations: fromFolder(migrations, 'migrations'),
    procedures: fromFolder(procedures, 'procedures'),
  };
}
