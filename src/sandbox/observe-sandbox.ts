/** Looks at the servers of a sandbox without changing anything: for `dbshift sandbox status`. */
import type { Side } from '../pair/side.js';
import type { Applier, Receiver } from '../pair/state.js';
import { withSession } from '../server/connection.js';
import { ServerError } from '../server/server-error.js';
import { endpointOf } from './endpoint.js';
import { readReplication } from './read-replication.js';
import { readState, type SandboxName, type SandboxServer, sandboxNames } from './sandbox-state.js';
import { readSecret } from './secrets.js';
import { isRunning } from './server-process.js';

export type SandboxStatus = {
  readonly image: string;
  readonly database: string;
  readonly servers: Readonly<Record<Side, ServerStatus> & Partial<Record<SandboxName, ServerStatus>>>;
};

export type ServerStatus =
  | { readonly state: 'absent' }
  | { readonly state: 'stopped'; readonly port: number }
  | { readonly state: 'silent'; readonly port: number; readonly pid: number; readonly reason: string }
  | {
      readonly state: 'running';
      readonly port: number;
      readonly pid: number;
      readonly writable: boolean;
      readonly receiver: Receiver;
      readonly applier: Applier;
    };

/** Throws UsageError when there is no sandbox in the folder; a server that is down is an answer, not an error. */
export async function observeSandbox(folder: string): Promise<SandboxStatus> {
  const { image, database, servers } = readState(folder);
  const [a, b] = await Promise.all([
    observeServer(folder, 'a', servers.a),
    observeServer(folder, 'b', servers.b),
  ]);
  const below = sandboxNames.slice(2).filter(name => servers[name] !== undefined);
  const replicas = await Promise.all(
    below.map(async name => [name, await observeServer(folder, name, servers[name])] as const),
  );
  return { image, database, servers: { ...Object.fromEntries(replicas), a, b } };
}

async function observeServer(
  folder: string,
  side: SandboxName,
  server?: SandboxServer,
): Promise<ServerStatus> {
  if (server === undefined) return { state: 'absent' };
  const { port, pid } = server;
  if (!(await isRunning(server))) return { state: 'stopped', port };
  const password = await readSecret(folder, 'root');
  try {
    return await withSession(endpointOf({ name: side, server, account: 'root', password }), async session => {
      const row = await session.row<{ readOnly: number }>('SELECT @@GLOBAL.read_only AS readOnly');
      const { receiver, applier } = await readReplication(session);
      return { state: 'running', port, pid, writable: row?.readOnly === 0, receiver, applier };
    });
  } catch (error) {
    if (!(error instanceof ServerError)) throw error;
    return { state: 'silent', port, pid, reason: error.message };
  }
}
