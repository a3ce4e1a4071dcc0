/**
 * A pair for each test that is as good as new, on servers that run for the whole file: a test may flip it, break it
 * and leave runs open.
 */
import { readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { ExecutionContext } from 'ava';
import type { Config } from '../../src/config/config.js';
import { loadConfig } from '../../src/config/load-config.js';
import type { Side } from '../../src/pair/side.js';
import { sides } from '../../src/pair/side.js';
import type { PairOptions } from '../../src/sandbox/bring-up-pair.js';
import type { Sandbox } from '../../src/sandbox/open-sandbox.js';
import type { ServerImage } from '../../src/sandbox/server-image.js';
import type { Session } from '../../src/server/connection.js';
import { remakePair } from './remake-pair.js';
import { sessionOn, sharedPair } from './servers.js';

export type FreshPair = {
  readonly sandbox: Sandbox;
  /** With which a small table is not changed directly, where a copy can be online (MariaDB 11.8). */
  readonly config: Config;
  /** Sessions of the administrator. */
  readonly a: Session;
  readonly b: Session;
};

/** Call at the top of a file. */
export function freshPairs(
  options: PairOptions = {},
): (t: ExecutionContext, image: ServerImage) => Promise<FreshPair> {
  const pairOf = sharedPair(options);
  const configs = new Map<string, string>();
  return async (t, image) => {
    const sandbox = await pairOf(t, image);
    const config = configs.get(sandbox.configFile) ?? (await readFile(sandbox.configFile, 'utf8'));
    configs.set(sandbox.configFile, config);
    await writeFile(sandbox.configFile, config);
    for (const side of sides) await revive(sandbox, side);
    for (const side of sides) await resetServer(sandbox, side);
    await remakePair(sandbox, image);
    await resetProject(sandbox);
    const { limits, ...usual } = await loadConfig({ cwd: sandbox.folder });
    const onlyFlips = { ...usual, limits: { ...limits, directMs: 1 } };
    return {
      sandbox,
      config: onlyFlips,
      a: await sessionOn(t, sandbox, 'a'),
      b: await sessionOn(t, sandbox, 'b'),
    };
  };
}

/** A server that a test has killed. */
async function revive(sandbox: Sandbox, side: Side): Promise<void> {
  const session = await sandbox.root(side).catch(() => null);
  if (session === null) await sandbox.restart(side);
  await session?.close();
}

/** What a run, or a test, may have left on a server beside the database and the replication that are made anew. */
async function resetServer(sandbox: Sandbox, side: Side): Promise<void> {
  const root = await sandbox.root(side);
  await root.send('STOP REPLICA');
  await root.send("SET GLOBAL slave_type_conversions = ''");
  await root.send('SET GLOBAL general_log = 0');
  // On MySQL that takes super_read_only off too.
  await root.send('SET GLOBAL read_only = 0');
  await root.send('SET SESSION sql_log_bin = 0');
  await root.send('DROP DATABASE IF EXISTS dbshift');
  await root.close();
}

async function resetProject(sandbox: Sandbox): Promise<void> {
  const { port } = sandbox.servers.a;
  const pointer = {
    active: 'a',
    host: '127.0.0.1',
    port,
    generation: 1,
    updatedAt: new Date().toISOString(),
  };
  await writeFile(sandbox.pointerFile, JSON.stringify(pointer));
  const folder = join(sandbox.folder, 'migrations');
  for (const name of await readdir(folder)) await rm(join(folder, name));
}
