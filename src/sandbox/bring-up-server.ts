/**
 * One server for a moment, with nothing on it: a place where migrations can really run. It takes connections on
 * loopback alone, has root and no other account, is not durable, and dies with this process.
 */
import { join } from 'node:path';
import { StoppedError } from '../errors.js';
import type { Endpoint } from '../server/endpoint.js';
import { findOrMakeTemplate } from './data-dir-template.js';
import { endpointOf } from './endpoint.js';
import { launchServer } from './launch-server.js';
import { randomPassword } from './secrets.js';
import type { ServerImage } from './server-image.js';
import { makeThrowAwayFolder, type ThrowAwayFolder } from './throw-away-folder.js';

export type LocalServer = {
  readonly image: ServerImage;
  /** Its administrator. The password is nowhere but here. */
  readonly root: Endpoint;
  /** Ends the server and removes its folder. */
  down(): Promise<void>;
};

/**
 * Takes 0.3 s on MariaDB 10.11, a second on MySQL 9.7. When `stop` is aborted the server is ended, whatever it does for
 * whom. Throws FailedError when it does not start, StoppedError; then nothing stays behind.
 */
export async function bringUpServer(
  image: ServerImage,
  serverOptions: Readonly<Record<string, string>> = {},
  stop: AbortSignal = never,
): Promise<LocalServer> {
  const folder = await makeThrowAwayFolder();
  const end = () => void folder.endServer().catch(() => undefined);
  stop.addEventListener('abort', end);
  const down = async () => {
    stop.removeEventListener('abort', end);
    await folder.remove();
  };
  try {
    return { image, root: await launch(image, { folder, serverOptions, stop }), down };
  } catch (error) {
    await down();
    throw stop.aborted ? new StoppedError('stopped before the server was up', { cause: error }) : error;
  }
}

const never = new AbortController().signal;

type Launching = {
  readonly folder: ThrowAwayFolder;
  readonly serverOptions: Readonly<Record<string, string>>;
  readonly stop: AbortSignal;
};

async function launch(image: ServerImage, { folder, serverOptions, stop }: Launching): Promise<Endpoint> {
  const rootPassword = randomPassword();
  const template = await findOrMakeTemplate(image, serverOptions);
  stop.throwIfAborted();
  const server = await launchServer({
    image,
    template,
    name: 'throw-away',
    serverId: 1,
    folder: join(folder.path, 'server'),
    setUp: image.setUpRoot(rootPassword),
    rootPassword,
    bufferPoolMiB: 32,
    startReplicationAtBoot: false,
    serverOptions: { ...careless, ...serverOptions },
    lifetime: 'process',
    onProcess: process => {
      folder.hold(process);
      if (stop.aborted) void folder.endServer().catch(() => undefined);
    },
  });
  return endpointOf({ name: 'throw-away', server, account: 'root', password: rootPassword });
}

/**
 * Nothing on it is worth a disk flush, and nobody watches it: without performance_schema MySQL 9.7 starts with 60 % of
 * the processor time and half of the memory.
 */
const careless = {
  'performance-schema': 'OFF',
  'sync-binlog': '0',
  'innodb-flush-log-at-trx-commit': '0',
  'innodb-doublewrite': 'OFF',
  'read-only': 'OFF',
};
