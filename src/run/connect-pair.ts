/**
 * The sessions of a command: for each side one to look and to write the journal with, reopened when it is lost, and
 * for a run one that holds the lock and acts, never reopened.
 */
import type { Config } from '../config/config.js';
import { ConfigError, LockLostError } from '../errors.js';
import type { Flavor } from '../flavor/flavor.js';
import { type ReplicaKey, type ServerKey, type Side, sideOf, sides } from '../pair/side.js';
import { type HeldLock, takeLock } from '../server/advisory-lock.js';
import type { Session } from '../server/connection.js';
import type { Endpoint } from '../server/endpoint.js';
import { areOnOneServer } from '../server/same-server.js';
import { linkServer, lookMs, type ServerLink } from '../server/server-link.js';
import { endpointOfServer } from './endpoint-of-server.js';
import { addressIn, discovered, findReplicas, type ReplicaLocks, replicaLocks } from './replica-sessions.js';

export type PairSessions = {
  readonly flavor: Flavor;
  /** For those who open sessions of their own to look with: a statement that hangs ends such a session. */
  readonly endpoints: Readonly<Record<Side, Endpoint>>;
  /** The servers below both sides. */
  replicas(): readonly ReplicaKey[];
  /** Why a side could not tell its replicas, or null. */
  discoveryProblem(): ConfigError | null;
  /**
   * A replica of an open run that is not found now: known again by its address, where its side is asked for its
   * replicas. False for one that the configuration should name.
   */
  remember(replica: ReplicaKey): boolean;
  /** Name of a server for messages. */
  label(server: ServerKey): string;
  /** A session to look with, or null where the server cannot be reached now. Its statements are not binlogged. */
  watch(server: ServerKey): Promise<Session | null>;
  /** Why `watch` had no session last. */
  whyNot(server: ServerKey): string;
  /** Whether the machine of a server answers and no server listens there, by the last `watch`. */
  isDown(server: ServerKey): boolean;
  /**
   * Takes the locks on these sides, which can be reached (both by default), waiting so long for each (whole seconds,
   * default 0). Throws LockHeldError, and holds none then.
   */
  lock(on?: readonly Side[], waitSeconds?: number): Promise<void>;
  /** The session that acts on a side. Throws LockLostError when it is gone. */
  control(side: Side): Session;
  /** The same for a replica, which is locked when it is first acted upon. Throws LockHeldError. */
  controlReplica(replica: ReplicaKey): Promise<Session>;
  /** Throws LockLostError when the lock on one of these sides is gone; both by default. */
  assertLocked(on?: readonly Side[]): void;
};

/** `all`: both servers must answer. `any`: one is enough, for a command that only looks. */
export type Demand = 'all' | 'any';

/** Opens both sides, hands them over, and closes everything also when `use` throws. */
export async function withPair<T>(
  config: Config,
  demand: Demand,
  use: (pair: PairSessions) => Promise<T>,
): Promise<T> {
  return closing(await connectPair(config, demand), use);
}

/** The same on both, for a command that only looks: when `stop` is aborted the connections are closed under it. */
export async function withPairUntil<T>(
  config: Config,
  stop: AbortSignal | undefined,
  use: (pair: PairSessions) => Promise<T>,
): Promise<T> {
  return closing(await connectPair(config, 'all', stop), use);
}

async function closing<T>(
  { pair, close }: { readonly pair: PairSessions; close(): Promise<void> },
  use: (pair: PairSessions) => Promise<T>,
): Promise<T> {
  try {
    return await use(pair);
  } finally {
    await close();
  }
}

/**
 * Connects to the servers. Throws ConfigError for an account or a TLS that is refused, and for two addresses of one
 * server; ServerError for a server that cannot be reached.
 */
export async function connectPair(
  config: Config,
  demand: Demand = 'all',
  stop?: AbortSignal,
): Promise<{ pair: PairSessions; close: () => Promise<void> }> {
  const links = {
    a: linkServer(await endpointOfServer(config.servers.a)),
    b: linkServer(await endpointOfServer(config.servers.b)),
  };
  const below = new Map<ReplicaKey, ServerLink>();
  const linkOf = (server: ServerKey): ServerLink =>
    server === 'a' || server === 'b' ? links[server] : demandLink(below, server);
  const locks = new Map<Side, HeldLock>();
  let replicaControls: ReplicaLocks | null = null;
  const onStop = () => void close().catch(() => undefined);
  const close = async (): Promise<void> => {
    stop?.removeEventListener('abort', onStop);
    for (const lock of locks.values()) lock.stop();
    await replicaControls?.close();
    await Promise.all([links.a, links.b, ...below.values()].map(link => link.close()));
  };
  stop?.addEventListener('abort', onStop);
  try {
    const sessions = await connectSides(links, demand);
    const flavor = await commonFlavor(links, sessions);
    const endpoints = { a: links.a.endpoint, b: links.b.endpoint };
    const found = await findReplicas({ config, flavor, endpoints, sessions });
    for (const [key, endpoint] of found.endpoints) below.set(key, linkServer(endpoint));
    replicaControls = replicaLocks(replica => linkOf(replica).openControl(), flavor);
    const pair: PairSessions = {
      flavor,
      endpoints: { a: forLooks(endpoints.a), b: forLooks(endpoints.b) },
      replicas: () => [...below.keys()],
      discoveryProblem: () => found.problem,
      remember: replica => remember(replica, { config, links, below }),
      label: server => linkOf(server).endpoint.label,
      watch: server => linkOf(server).watch(),
      whyNot: server => linkOf(server).whyNot(),
      isDown: server => linkOf(server).isDown(),
      controlReplica: replicaControls.control,
      ...lockers(links, flavor, locks),
    };
    return { pair, close };
  } catch (error) {
    await close();
    throw error;
  }
}

type Links = Readonly<Record<Side, ServerLink>>;

/** Throws the first server's error when a demanded one, or every one, cannot be reached. */
async function connectSides(links: Links, demand: Demand): Promise<ReadonlyMap<Side, Session>> {
  const results = await Promise.allSettled(sides.map(side => links[side].connect()));
  const errors = results.flatMap(result => (result.status === 'rejected' ? [result.reason as unknown] : []));
  if (errors.length > (demand === 'all' ? 0 : 1)) throw errors[0];
  const [a, b] = results.map(result => (result.status === 'fulfilled' ? result.value : null));
  return new Map([...(a ? [['a', a] as const] : []), ...(b ? [['b', b] as const] : [])]);
}

async function commonFlavor(links: Links, sessions: ReadonlyMap<Side, Session>): Promise<Flavor> {
  const [first, second = first] = [...sessions.keys()].map(side => links[side].flavor());
  if (first === undefined || second === undefined || first.label !== second.label) {
    throw new ConfigError(`the servers differ: a is ${first?.label}, b is ${second?.label}`, {
      hint: 'both servers of a pair must have the same flavor and the same major version',
    });
  }
  const [a, b] = [sessions.get('a'), sessions.get('b')];
  if (a !== undefined && b !== undefined && (await areOnOneServer(a, b))) {
    throw new ConfigError(`${a.label} and ${b.label} are the same server`, {
      hint: 'a pair is two servers: correct one of them in the configuration',
    });
  }
  return first;
}

function forLooks(endpoint: Endpoint): Endpoint {
  return { ...endpoint, answerWithinMs: lookMs };
}

type Registry = {
  readonly config: Config;
  readonly links: Links;
  readonly below: Map<ReplicaKey, ServerLink>;
};

function remember(key: ReplicaKey, { config, links, below }: Registry): boolean {
  if (below.has(key)) return true;
  const side = sideOf(key);
  const address = addressIn(key);
  if (config.servers[side].replicas !== 'discover' || address === null) return false;
  const [, endpoint] = discovered(links[side].endpoint, side, address);
  below.set(key, linkServer(endpoint));
  return true;
}

function demandLink(below: ReadonlyMap<ReplicaKey, ServerLink>, key: ReplicaKey): ServerLink {
  const link = below.get(key);
  if (link !== undefined) return link;
  throw new ConfigError(`no server ${key} is known`, { hint: 'declare it under `replicas` of its side' });
}

function lockers(
  links: Links,
  flavor: Flavor,
  locks: Map<Side, HeldLock>,
): Pick<PairSessions, 'lock' | 'control' | 'assertLocked'> {
  const control = (side: Side): Session => {
    const held = locks.get(side);
    if (held?.session.isOpen() === true) return held.session;
    throw new LockLostError(`${links[side].endpoint.label}: the session that holds the lock is gone`, {
      hint: 'run the same command again: it goes on from what it sees',
    });
  };
  return {
    control,
    assertLocked: (on = sides) => {
      for (const side of on) control(side);
    },
    lock: async (on = sides, waitSeconds = 0) => {
      try {
        // In server-id order, so that two runners with the sides named the other way round cannot take one lock each.
        for (const side of [...on].sort((x, y) => links[x].serverId() - links[y].serverId()))
          locks.set(side, await lockOrClose(await links[side].openControl(), flavor, waitSeconds));
      } catch (error) {
        // One that was got must not keep us, or another, from both.
        for (const { session, stop } of locks.values()) {
          stop();
          await session.close();
        }
        locks.clear();
        throw error;
      }
    },
  };
}

async function lockOrClose(session: Session, flavor: Flavor, waitSeconds: number): Promise<HeldLock> {
  try {
    return await takeLock(session, flavor, waitSeconds);
  } catch (error) {
    await session.close();
    throw error;
  }
}
