/**
 * A pair on which one run after the other is tortured. Before each it is made anew on the servers that run (cheaper
 * than new ones), so a run depends on nothing that an earlier one left.
 */
import { mkdir, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Side, sides } from '../../../src/pair/side.js';
import { bringUpPair } from '../../../src/sandbox/bring-up-pair.js';
import type { Sandbox } from '../../../src/sandbox/open-sandbox.js';
import type { ServerImage } from '../../../src/sandbox/server-image.js';
import { type Session, withSession } from '../../../src/server/connection.js';
import { waitSettled } from '../oracle/inspect-end.js';
import { type Oracle, startOracle } from '../oracle/oracle.js';
import { fillStatements, ordersTable, type Workload } from '../oracle/workload.js';
import { remakePair } from '../remake-pair.js';
import { bootOptions, prepareBoot } from './boot-options.js';
import { archiveStatements, writeMigrations } from './migrations.js';

export type Arena = {
  readonly image: ServerImage;
  readonly sandbox: Sandbox;
  /** Makes the pair as new and starts writers on it. */
  begin(): Promise<Contest>;
  end(): Promise<void>;
};

/** One run's pair under writers. */
export type Contest = {
  readonly image: ServerImage;
  readonly sandbox: Sandbox;
  readonly oracle: Oracle;
  /** Sessions of the administrator, opened again by `revive`. */
  readonly roots: Readonly<Record<Side, Session>>;
  /** kill -9. */
  crash(side: Side): Promise<void>;
  /** Starts a server that is dead, as an init system does. */
  revive(side: Side): Promise<void>;
  end(): Promise<void>;
};

/** How many write, and how long each thinks. */
export type Load = Pick<Workload, 'writers' | 'thinkMs' | 'lookMs'>;

/** What appliers keep up with on two cores beside everything else. */
const greatestLoad = {
  mariadb: { writers: 4, thinkMs: 4 },
  mysql: { writers: 4, thinkMs: 12 },
} as const;

const table = { table: 'orders', rows: 4000, counters: 32 } as const;

export async function openArena(image: ServerImage, load: Load = greatestLoad[image.flavor]): Promise<Arena> {
  const boot = await prepareBoot(tmpdir());
  const sandbox = await bringUpPair({ image, serverOptions: bootOptions(image, boot) });
  const workload = { ...table, ...load };
  return {
    image,
    sandbox,
    begin: () => begin({ image, sandbox, workload }),
    end: async () => {
      await sandbox.down();
      await rm(boot, { recursive: true, force: true });
    },
  };
}

type Ring = { readonly image: ServerImage; readonly sandbox: Sandbox; readonly workload: Workload };

async function begin({ image, sandbox, workload }: Ring): Promise<Contest> {
  await cleanProject(sandbox);
  for (const side of sides) await cleanServer(sandbox, side);
  await remakePair(sandbox, image);
  await fill(sandbox, workload);
  const roots: Record<Side, Session> = { a: await sandbox.root('a'), b: await sandbox.root('b') };
  const end = async () => void (await Promise.all(sides.map(side => roots[side].close())));
  try {
    await waitSettled(roots);
    if (image.flavor === 'mysql') await roots.b.send('SET GLOBAL super_read_only = 1');
    const oracle = await startOracle({ sandbox, workload, roots });
    const crash = async (side: Side) => {
      await sandbox.crash(side);
      oracle.died(side);
    };
    const revive = async (side: Side) => {
      oracle.died(side);
      await sandbox.restart(side);
      roots[side].abandon();
      roots[side] = await sandbox.root(side);
    };
    return { image, sandbox, oracle, roots, crash, revive, end };
  } catch (error) {
    await end();
    throw error;
  }
}

/** What a run, or a fault, may have left on a server beside the database and the replication that are made anew. */
async function cleanServer(sandbox: Sandbox, side: Side): Promise<void> {
  const alive = await sandbox.root(side).catch(() => null);
  if (alive === null) await sandbox.restart(side);
  await alive?.close();
  await withSession(await sandbox.endpoint(side, 'root'), async root => {
    await root.send('STOP REPLICA');
    await root.send("SET GLOBAL slave_type_conversions = ''");
    await root.send('SET GLOBAL read_only = 0');
    await root.send('SET SESSION sql_log_bin = 0');
    await root.send('DROP DATABASE IF EXISTS dbshift');
    await root.send("ALTER USER 'repl'@'127.0.0.1' ACCOUNT UNLOCK");
    await root.send('SET GLOBAL general_log = 0');
    await root.send('TRUNCATE TABLE mysql.general_log');
  });
}

async function cleanProject({ folder, pointerFile, servers }: Sandbox): Promise<void> {
  const { host, port } = servers.a;
  const pointer = { active: 'a', host, port, generation: 1, updatedAt: new Date().toISOString() };
  await writeFile(pointerFile, JSON.stringify(pointer));
  await rm(join(folder, 'writers'), { recursive: true, force: true });
  const migrations = join(folder, 'migrations');
  await mkdir(migrations, { recursive: true });
  for (const name of await readdir(migrations)) await rm(join(migrations, name));
  await writeMigrations(migrations);
}

/** In a session of its own: one that uses the database is ended at a flip, like those of an application. */
async function fill(sandbox: Sandbox, workload: Workload): Promise<void> {
  const endpoint = { ...(await sandbox.endpoint('a', 'root')), database: sandbox.database };
  await withSession(endpoint, async session => {
    for (const sql of [ordersTable(workload.table), ...fillStatements(workload), ...archiveStatements])
      await session.send(sql);
  });
}
