/**
 * Real pairs for tests: one that lives as long as the test, or one for a whole file, and what happened on it when the
 * test fails. On which servers a test runs is said in `server-test.ts`.
 */
import { rmSync } from 'node:fs';
import type { ExecutionContext } from 'ava';
import { type Side, sides } from '../../src/pair/side.js';
import { bringUpPair, type PairOptions } from '../../src/sandbox/bring-up-pair.js';
import type { Sandbox } from '../../src/sandbox/open-sandbox.js';
import type { SandboxName } from '../../src/sandbox/sandbox-state.js';
import type { Account, ServerImage } from '../../src/sandbox/server-image.js';
import { tailOf } from '../../src/sandbox/wait-ready.js';
import { openSession, type Session } from '../../src/server/connection.js';
import { shared } from './shared.js';

/** On which server is said by the test, never left to what is installed first. */
export type TestPairOptions = PairOptions & { readonly image: ServerImage };

/** A pair of its own for one test; ended and removed when the test ends, however it ends. */
export async function withPair(t: ExecutionContext, options: TestPairOptions): Promise<Sandbox> {
  const sandbox = await bringUpPair(options);
  live.add(sandbox);
  t.teardown(async () => {
    if (!t.passed) await describe(t, sandbox);
    await sandbox.down();
    live.delete(sandbox);
  });
  return sandbox;
}

/**
 * One pair of each image for all tests of a file: call at the top of it. A test leaves the pair as it found it, up to
 * names of its own.
 */
export function sharedPair(
  options: PairOptions = {},
): (t: ExecutionContext, image: ServerImage) => Promise<Sandbox> {
  const pairOf = shared(async image => {
    const sandbox = await bringUpPair({ ...options, image });
    live.add(sandbox);
    const end = async () => {
      await sandbox.down();
      live.delete(sandbox);
    };
    return { value: sandbox, end };
  });
  return async (t, image) => {
    const sandbox = await pairOf(image);
    t.teardown(async () => t.passed || describe(t, sandbox));
    return sandbox;
  };
}

/** A session that is closed when the test ends. */
export async function sessionOn(
  t: ExecutionContext,
  sandbox: Sandbox,
  server: SandboxName,
  account: Account = 'root',
): Promise<Session> {
  const session = await openSession(await sandbox.endpoint(server, account));
  t.teardown(() => session.close());
  return session;
}

const live = new Set<Sandbox>();

/** For a test process that ends before its teardowns could run. The servers die with it by themselves on Linux. */
process.on('exit', () => {
  for (const { servers, folder } of live) {
    for (const side of sides) killNow(servers[side].pid);
    rmSync(folder, { recursive: true, force: true });
  }
});

function killNow(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL');
  } catch {
    // It has gone already.
  }
}

async function describe(t: ExecutionContext, sandbox: Sandbox): Promise<void> {
  for (const side of sides) {
    t.log(`server ${side}, end of its error log:\n${await tailOf(sandbox.servers[side].errorLog, 25)}`);
    t.log(`server ${side}, replica status:`, await replicaStatus(sandbox, side));
  }
}

async function replicaStatus(sandbox: Sandbox, side: Side): Promise<unknown> {
  try {
    const session = await sandbox.root(side);
    const row = await session.row('SHOW REPLICA STATUS').finally(() => session.close());
    const telling = Object.entries(row ?? {}).filter(
      ([name, value]) => /Running|Err|Gtid|Pos|Behind/.test(name) && value,
    );
    return Object.fromEntries(telling);
  } catch (error) {
    return (error as Error).message;
  }
}
