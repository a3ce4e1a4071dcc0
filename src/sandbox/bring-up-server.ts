/**
 * One server for a moment, with nothing on it: a place where migrations can really run. It takes connections on
 * loopback alone, has root and no other account, is not durable, and dies with this process.
 */
import { mkdtemp, realpath, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Endpoint } from '../server/endpoint.js';
import { findOrMakeTemplate } from './data-dir-template.js';
import { endpointOf } from './endpoint.js';
import { launchServer } from './launch-server.js';
import type { SandboxServer } from './sandbox-state.js';
import { randomPassword } from './secrets.js';
import type { ServerImage } from './server-image.js';
import { killProcess } from './server-process.js';

export type LocalServer = {
  readonly image: ServerImage;
  /** Its administrator. The password is nowhere but here. */
  readonly root: Endpoint;
  /** Ends the server and removes its folder. */
  down(): Promise<void>;
};

/**
 * Takes 0.3 s on MariaDB 10.11, a second on MySQL 9.7. Throws FailedError when the server does not start; then nothing
 * stays behind.
 */
export async function bringUpServer(
  image: ServerImage,
  serverOptions: Readonly<Record<string, string>> = {},
): Promise<LocalServer> {
  const folder = await mkdtemp(join(await realpath(tmpdir()), 'dbshift-server-'));
  const rootPassword = randomPassword();
  let started: SandboxServer | undefined;
  const down = async () => {
    if (started !== undefined) await killProcess(started);
    await rm(folder, { recursive: true, force: true });
  };
  try {
    const server = await launchServer({
      image,
      template: await findOrMakeTemplate(image, serverOptions),
      name: 'throw-away',
      serverId: 1,
      folder: join(folder, 'server'),
      setUp: image.setUpRoot(rootPassword),
      rootPassword,
      bufferPoolMiB: 32,
      startReplicationAtBoot: false,
      serverOptions: { ...careless, ...serverOptions },
      lifetime: 'process',
      onProcess: process => {
        started = process;
      },
    });
    const root = endpointOf({ name: 'throw-away', server, account: 'root', password: rootPassword });
    return { image, root, down };
  } catch (error) {
    await down();
    throw error;
  }
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
