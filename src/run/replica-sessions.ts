/**
 * Sessions on the servers below the sides: declared in the configuration, or found by asking their side. A replica
 * is locked when a leg first acts on it, so that nothing is done on those of the other side.
 */
import type { Config } from '../config/config.js';
import { ConfigError } from '../errors.js';
import type { Flavor } from '../flavor/flavor.js';
import { type ReplicaKey, type Side, sides } from '../pair/side.js';
import { type HeldLock, takeLock } from '../server/advisory-lock.js';
import type { Row, Session } from '../server/connection.js';
import type { Endpoint } from '../server/endpoint.js';
import { errno } from '../server/errno.js';
import { isErrno } from '../server/server-error.js';
import { endpointOfServer } from './endpoint-of-server.js';

export type ReplicaEndpoints = ReadonlyMap<ReplicaKey, Endpoint>;

export type Finding = {
  readonly config: Config;
  readonly flavor: Flavor;
  readonly endpoints: Readonly<Record<Side, Endpoint>>;
  readonly sessions: ReadonlyMap<Side, Session>;
};

export type FoundReplicas = {
  readonly endpoints: ReplicaEndpoints;
  /** Why a side could not tell its replicas; not thrown, because writes may be waiting to be given back. */
  readonly problem: ConfigError | null;
};

export async function findReplicas(finding: Finding): Promise<FoundReplicas> {
  const found = new Map<ReplicaKey, Endpoint>();
  let problem: ConfigError | null = null;
  for (const side of sides) {
    const { replicas } = finding.config.servers[side];
    if (replicas === 'discover') {
      const told = await discover(finding, side).catch((error: unknown) => {
        if (!(error instanceof ConfigError)) throw error;
        problem ??= error;
        return [];
      });
      for (const [key, endpoint] of told) found.set(key, endpoint);
    } else for (const replica of replicas) found.set(replica.key, await endpointOfServer(replica));
  }
  return { endpoints: found, problem };
}

/** A side that cannot be reached now tells nothing: a run that needs it does not begin then. */
async function discover(
  { flavor, endpoints, sessions }: Finding,
  side: Side,
): Promise<readonly (readonly [ReplicaKey, Endpoint])[]> {
  const session = sessions.get(side);
  if (session === undefined) return [];
  const peers = await Promise.all([...sessions.values()].map(readServerId));
  const rows = flavor.readReplicas(await askReplicas(session, flavor));
  return rows
    .filter(({ serverId }) => !peers.includes(serverId))
    .map(({ serverId, host, port }) => {
      if (host !== '') return discovered(endpoints[side], side, { host, port });
      throw new ConfigError(
        `${session.label}: the server with id ${serverId} follows it and does not say where it can be reached`,
        { hint: `set report_host and report_port on it, or declare it under servers.${side}.replicas` },
      );
    });
}

async function askReplicas(session: Session, { name, replicasQuery }: Flavor): Promise<readonly Row[]> {
  try {
    return await session.rows(replicasQuery);
  } catch (error) {
    if (!isErrno(error, errno.privilege)) throw error;
    throw new ConfigError(`${session.label}: the account may not ask for the servers below it`, {
      hint: `the statements of \`dbshift grants --flavor ${name}\` give it what it lacks; or declare the replicas instead of \`discover\``,
      cause: error,
    });
  }
}

/** A replica that was found has the account and the TLS of its side, but for the name of the server. */
export function discovered(
  endpoint: Endpoint,
  side: Side,
  { host, port }: { readonly host: string; readonly port: number },
): readonly [ReplicaKey, Endpoint] {
  const { socketPath: _, tls, ...account } = endpoint;
  const { serverName: __, ...trust } = tls ?? {};
  return [
    `${side}/${host}:${port}`,
    {
      ...{ ...account, label: `replica of ${side} (${host}:${port})`, host, port },
      ...(tls === undefined ? {} : { tls: trust }),
    },
  ];
}

async function readServerId(session: Session): Promise<number> {
  return Number((await session.row<{ id: number }>('SELECT @@global.server_id AS id'))?.id);
}

export type ReplicaLocks = {
  /** The session that acts on a replica; takes its lock at first. Throws LockHeldError. */
  control(replica: ReplicaKey): Promise<Session>;
  close(): Promise<void>;
};

export function replicaLocks(open: (replica: ReplicaKey) => Promise<Session>, flavor: Flavor): ReplicaLocks {
  const locks = new Map<ReplicaKey, HeldLock>();
  return {
    control: async replica => {
      const held = locks.get(replica);
      if (held?.session.isOpen() === true) return held.session;
      held?.stop();
      const session = await open(replica);
      try {
        locks.set(replica, await takeLock(session, flavor));
        return session;
      } catch (error) {
        await session.close();
        throw error;
      }
    },
    close: async () => {
      for (const lock of locks.values()) lock.stop();
      await Promise.all([...locks.values()].map(({ session }) => session.close()));
    },
  };
}

/** `b/10.0.0.5:3306` of an open run, whose side is asked for its replicas: it may be down, and is known all the same. */
export function addressIn(key: ReplicaKey): { readonly host: string; readonly port: number } | null {
  const match = /^[ab]\/(.+):(\d+)$/u.exec(key);
  return match === null ? null : { host: match[1] ?? '', port: Number(match[2]) };
}
