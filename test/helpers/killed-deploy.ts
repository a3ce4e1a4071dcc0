/** A pair behind wires that see what a deploy sends, so that it can be killed at any statement. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import type { ExecutionContext } from 'ava';
import type { ServerImage } from '../../src/sandbox/server-image.js';
import { configThrough, type ProgramPair, programPair } from './program-pair.js';
import { cliFile } from './run-cli.js';
import { type TcpProxy, tcpProxy } from './tcp-proxy.js';

/** From this statement on something may be left behind. */
const begins = /^INSERT IGNORE INTO dbshift\.deploys/;

/** Between two of these nothing changes on a server. */
const changes = /^(?:INSERT|COMMIT|CREATE|DROP|ALTER|LOCK|UNLOCK|GRANT)\b/;

export type WiredPair = ProgramPair & { readonly wires: readonly TcpProxy[]; readonly config: string };

export async function wiredPair(t: ExecutionContext, image: ServerImage): Promise<WiredPair> {
  const pair = await programPair(t, image);
  const { a, b } = pair.sandbox.servers;
  const wires = [await tcpProxy(t, a.port), await tcpProxy(t, b.port)] as const;
  const config = await configThrough(pair.sandbox, { a: wires[0].port, b: wires[1].port });
  return { ...pair, wires, config };
}

/** Which of the statements that change something, from the one with which the deploy begins on. */
export type Moment = (nth: number, statement: string) => boolean;

/** How many of them went through. Kills the deploy at the moment. */
export async function deployOver(
  { wires, config, sandbox }: WiredPair,
  moment: Moment,
  flags: readonly string[] = ['--prune'],
): Promise<number> {
  const child = spawn(process.execPath, [cliFile, 'procs', 'deploy', ...flags, '--config', config], {
    cwd: sandbox.folder,
    stdio: 'ignore',
  });
  let seen = 0;
  const see = (statement: string): void => {
    if (!changes.test(statement) || (seen === 0 && !begins.test(statement))) return;
    seen++;
    if (moment(seen, statement)) child.kill('SIGKILL');
  };
  for (const wire of wires) wire.watch(see);
  await once(child, 'close');
  return seen;
}
