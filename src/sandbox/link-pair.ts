/** Makes two fresh servers co-masters: each replicates from the other, a is active, b stays read-only. */
import { FailedError } from '../errors.js';
import { otherSide, type Side, sides } from '../pair/side.js';
import { openSession, type Session, withSession } from '../server/connection.js';
import { endpointOf } from './endpoint.js';
import { isReplicating } from './read-replication.js';
import { replicaName, type SandboxName, type SandboxServer } from './sandbox-state.js';
import type { Passwords, ServerImage } from './server-image.js';
import { waitUntil } from './wait-until.js';

export type PairOfServers = Readonly<Record<Side, SandboxServer>> &
  Readonly<Partial<Record<SandboxName, SandboxServer>>>;

/** The threads connect at once when the peer is up; a try that comes too early is repeated after a second. */
const linkedWithinMs = 60_000;

/** Resolves when both directions replicate and a is writable. */
export async function linkPair(
  image: ServerImage,
  servers: PairOfServers,
  passwords: Passwords,
): Promise<void> {
  const sessions: Session[] = [];
  try {
    for (const side of sides) {
      const session = await openSession(
        endpointOf({ name: side, server: servers[side], account: 'root', password: passwords.root }),
      );
      sessions.push(session);
      const { host, port } = servers[otherSide(side)];
      for (const statement of image.link({ host, port, password: passwords.repl }))
        await session.send(statement);
    }
    await waitLinked(sessions);
    await sessions[0]?.send('SET GLOBAL read_only = 0');
    for (const side of sides) await linkReplica(image, { servers, side, passwords });
  } finally {
    await Promise.all(sessions.map(session => session.close()));
  }
}

type Below = { readonly servers: PairOfServers; readonly side: Side; readonly passwords: Passwords };

/** Nothing to do where there is none. */
async function linkReplica(image: ServerImage, { servers, side, passwords }: Below): Promise<void> {
  const server = servers[replicaName(side)];
  if (server === undefined) return;
  const { host, port } = servers[side];
  const endpoint = endpointOf({ name: replicaName(side), server, account: 'root', password: passwords.root });
  await withSession(endpoint, async session => {
    for (const statement of image.link({ host, port, password: passwords.repl }))
      await session.send(statement);
    await waitLinked([session]);
  });
}

async function waitLinked(sessions: readonly Session[]): Promise<void> {
  const linked = async () => (await Promise.all(sessions.map(isReplicating))).every(Boolean);
  if (await waitUntil(linked, { withinMs: linkedWithinMs })) return;
  throw new FailedError(`the two servers do not replicate from each other after ${linkedWithinMs / 1000} s`);
}
