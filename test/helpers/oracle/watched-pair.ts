/** A pair under writers, for one test: brought up, filled, watched, and judged at the end. */
import type { ExecutionContext } from 'ava';
import type { Config } from '../../../src/config/config.js';
import { loadConfig } from '../../../src/config/load-config.js';
import type { Side } from '../../../src/pair/side.js';
import type { Sandbox } from '../../../src/sandbox/open-sandbox.js';
import { type Session, withSession } from '../../../src/server/connection.js';
import { sessionOn, type TestPairOptions, withPair } from '../servers.js';
import { waitSettled } from './inspect-end.js';
import { type Oracle, startOracle } from './oracle.js';
import { mendReadOnlyLog, startReadOnlyLog } from './read-only-log.js';
import { fillStatements, ordersTable, type Workload } from './workload.js';

export type WatchedPair = {
  readonly sandbox: Sandbox;
  readonly config: Config;
  readonly oracle: Oracle;
  /** kill -9. */
  crash(side: Side): Promise<void>;
  /** Starts a server that was killed, and goes on watching it. */
  revive(side: Side): Promise<void>;
};

/** What appliers keep up with on two cores: where they do not, the passive never catches up, and no flip begins. */
const thinkMs = { mariadb: 16, mysql: 30 } as const;

/** The writers write when this resolves. Servers, writers and watchers are gone when the test ends. */
export async function withWatchedPair(
  t: ExecutionContext,
  load: Workload,
  options: TestPairOptions,
): Promise<WatchedPair> {
  const workload = { thinkMs: thinkMs[options.image.flavor], ...load };
  const sandbox = await withPair(t, options);
  await fill(sandbox, workload);
  const roots: Record<Side, Session> = {
    a: await sessionOn(t, sandbox, 'a'),
    b: await sessionOn(t, sandbox, 'b'),
  };
  await waitSettled(roots);
  const oracle = await startOracle({ sandbox, workload, roots });
  t.teardown(() => oracle.abandon());
  const crash = async (side: Side) => {
    await sandbox.crash(side);
    oracle.died(side);
  };
  const revive = async (side: Side) => {
    await sandbox.restart(side);
    roots[side] = await sessionOn(t, sandbox, side);
    await mendReadOnlyLog(roots[side]);
    await startReadOnlyLog(roots[side]);
  };
  return { sandbox, config: await loadConfig({ cwd: sandbox.folder }), oracle, crash, revive };
}

/** In a session of its own: one that uses the database is ended at a flip, like those of an application. */
async function fill(sandbox: Sandbox, workload: Workload): Promise<void> {
  const endpoint = { ...(await sandbox.endpoint('a', 'root')), database: sandbox.database };
  await withSession(endpoint, async session => {
    for (const sql of [ordersTable(workload.table), ...fillStatements(workload)]) await session.send(sql);
  });
}
