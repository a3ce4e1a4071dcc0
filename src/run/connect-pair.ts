/**
 * The sessions of a command: for each side one to look and to write the journal with, reopened when it is lost, and
 * for a run one that holds the lock and acts, never reopened.
 */
import type { Config } from '../config/config.js';
import { ConfigError, LockLostError } from '../errors.js';
import { detectFlavor, versionQuery } from '../flavor/detect.js';
import type { Flavor } from '../flavor/flavor.js';
import { type ReplicaKey, type ServerKey, type Side, sideOf, sides } from '../pair/side.js';
import { type HeldLock, takeLock } from '../server/advisory-lock.js';
import { type Endpoint, openSession, type Session } from '../server/connection.js';
import { errno } from '../server/errno.js';
import { isErrno, ServerError } from '../server/server-error.js';
import { endpointOfServer } from './endpoint-of-server.js';
import {
  addressIn,
  discovered,
  findReplicas,
  type ReplicaEndpoints,
  replicaLocks,
} from './replica-sessions.js';

export type PairSessions = {
  readonly flavor: Flavor;
  readonly endpoints: Readonly<Record<Side, Endpoint>>;
  /** The servers below both sides. */
  replicas(): readonly ReplicaKey[];
  /**
   * A replica of an open run that is not found now: known again by its address, where its side is asked for its
   * replicas. False for one that the configuration should name.
   */
  remember(replica: ReplicaKey): boolean;
  /** Name of a server for messages. */
  label(server: ServerKey): string;
  /** A session to look with, or null where the server cannot be reached now. Its statements are not binlogged. */
  watch(server: ServerKey): Promise<Session | null>;
  /** Takes the locks on both servers. Throws LockHeldError. */
  lock(): Promise<void>;
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
  const { pair, close } = await connectPair(config, demand);
  try {
    return await use(pair);
  } finally {
    await close();
  }
}

/**
 * Connects to the servers. Throws ConfigError for an account that is refused and ServerError for a server that
 * cannot be reached.
 */
export async function connectPair(
  config: Config,
  demand: Demand = 'all',
): Promise<{ pair: PairSessions; close: () => Promise<void> }> {
  const endpoints = {
    a: await endpointOfServer(config.servers.a),
    b: await endpointOfServer(config.servers.b),
  };
  const watches = new Map<Side, Session>();
  const below = new Map<ServerKey, Session>();
  const locks = new Map<Side, HeldLock>();
  const replicas = new Map<ReplicaKey, Endpoint>();
  const replicaControls = replicaLocks(async key => openControl(demandEndpoint(replicas, key)));
  const close = async (): Promise<void> => {
    for (const lock of locks.values()) lock.stop();
    await replicaControls.close();
    await Promise.all(
      [...watches.values(), ...below.values(), ...[...locks.values()].map(({ session }) => session)].map(s =>
        s.close(),
      ),
    );
  };
  try {
    await openWatches(endpoints, watches, demand);
    const flavor = await commonFlavor(watches);
    const found = await findReplicas({ config, flavor, endpoints, sessions: watches });
    for (const [key, endpoint] of found) replicas.set(key, endpoint);
    const watching = watchers({ ...endpoints, replicas }, { watches, below });
    return {
      pair: {
        flavor,
        endpoints,
        ...registry({ config, endpoints, replicas }),
        ...watching,
        controlReplica: replicaControls.control,
        ...lockers(endpoints, watches, locks),
      },
      close,
    };
  } catch (error) {
    await close();
    throw error;
  }
}

/** Throws the first server's error when a demanded one, or every one, cannot be reached. */
async function openWatches(
  endpoints: PairSessions['endpoints'],
  watches: Map<Side, Session>,
  demand: Demand,
): Promise<void> {
  const errors: unknown[] = [];
  for (const side of sides) {
    try {
      watches.set(side, await openWatch(endpoints[side]));
    } catch (error) {
      errors.push(error);
    }
  }
  if (errors.length > (demand === 'all' ? 0 : 1)) throw errors[0];
}

type Endpoints = PairSessions['endpoints'] & { readonly replicas: ReplicaEndpoints };

type Watches = { readonly watches: Map<Side, Session>; readonly below: Map<ServerKey, Session> };

function watchers(endpoints: Endpoints, { watches, below }: Watches): Pick<PairSessions, 'watch'> {
  return {
    watch: async server => {
      const isSide = server === 'a' || server === 'b';
      const open: Map<ServerKey, Session> = isSide ? (watches as Map<ServerKey, Session>) : below;
      const current = open.get(server);
      if (current?.isOpen() === true) return current;
      const endpoint = isSide ? endpoints[server] : demandEndpoint(endpoints.replicas, server);
      // Shorter than at the beginning: writes may be paused while this waits for a server that is gone.
      const fresh = await openWatch({ ...endpoint, connectTimeoutMs: 2000 }).catch(() => null);
      if (fresh !== null) open.set(server, fresh);
      return fresh;
    },
  };
}

type Registry = {
  readonly config: Config;
  readonly endpoints: PairSessions['endpoints'];
  readonly replicas: Map<ReplicaKey, Endpoint>;
};

function registry({
  config,
  endpoints,
  replicas,
}: Registry): Pick<PairSessions, 'replicas' | 'remember' | 'label'> {
  return {
    replicas: () => [...replicas.keys()],
    remember: key => {
      const side = sideOf(key);
      const address = addressIn(key);
      if (replicas.has(key)) return true;
      if (config.servers[side].replicas !== 'discover' || address === null) return false;
      replicas.set(...discovered(endpoints[side], side, address));
      return true;
    },
    label: server =>
      server === 'a' || server === 'b' ? endpoints[server].label : demandEndpoint(replicas, server).label,
  };
}

function demandEndpoint(replicas: ReplicaEndpoints, key: ReplicaKey): Endpoint {
  const endpoint = replicas.get(key);
  if (endpoint !== undefined) return endpoint;
  throw new ConfigError(`no server ${key} is known`, { hint: 'declare it under `replicas` of its side' });
}

function lockers(
  endpoints: PairSessions['endpoints'],
  watches: ReadonlyMap<Side, Session>,
  locks: Map<Side, HeldLock>,
): Pick<PairSessions, 'lock' | 'control' | 'assertLocked'> {
  const control = (side: Side): Session => {
    const held = locks.get(side);
    if (held?.session.isOpen() === true) return held.session;
    throw new LockLostError(`${endpoints[side].label}: the session that holds the lock is gone`, {
      hint: 'run the same command again: it goes on from what it sees',
    });
  };
  return {
    control,
    assertLocked: (on = sides) => {
      for (const side of on) control(side);
    },
    // In server-id order, so that two runners with the sides named the other way round cannot take one lock each.
    lock: async () => {
      for (const side of await sidesById(watches))
        locks.set(side, await lockOrClose(await openControl(endpoints[side])));
    },
  };
}

async function openWatch(endpoint: Endpoint): Promise<Session> {
  const session = await openSession(endpoint).catch((error: unknown) => {
    throw refusedAccount(endpoint, error);
  });
  return withSettings(session, 'sql_log_bin = 0, lock_wait_timeout = 2');
}

/** Not binlogged unless a direct step says so for itself, and no wait for a lock is without end: a server waits a day. */
async function openControl(endpoint: Endpoint): Promise<Session> {
  return withSettings(await openSession(endpoint), `sql_log_bin = 0, lock_wait_timeout = ${lockWaitSeconds}`);
}

/** Of what acts outside of batches and the fence, which have limits of their own. */
const lockWaitSeconds = 5;

async function lockOrClose(session: Session): Promise<HeldLock> {
  try {
    return await takeLock(session);
  } catch (error) {
    await session.close();
    throw error;
  }
}

async function withSettings(session: Session, settings: string): Promise<Session> {
  try {
    await session.send(`SET SESSION ${settings}`);
    return session;
  } catch (error) {
    await session.close();
    throw isErrno(error, errno.privilege) ? lacksPrivilege(session.label, error) : error;
  }
}

/** Before preflight can name everything that the account lacks: without this privilege not even a look is safe. */
function lacksPrivilege(label: string, cause: unknown): ConfigError {
  return new ConfigError(`${label}: the account may not switch the binlog off for its session`, {
    hint: 'GRANT BINLOG ADMIN (MariaDB) or SYSTEM_VARIABLES_ADMIN (MySQL) ON *.* to it; docs/preflight.md has all grants',
    cause,
  });
}

/** What only a person can mend, in the configuration or at the account. */
const ofTheAccount = [
  ...[errno.accessDenied, errno.accessDeniedNoPassword, errno.hostNotAllowed, errno.pluginNotLoaded],
  ...[errno.passwordExpired, errno.accountLocked, errno.accountLockedMariadb, errno.lockedByFailedLogins],
  ...[errno.blockedByPasswordErrors, errno.secureTransportRequired],
];

function refusedAccount({ label, user }: Endpoint, error: unknown): unknown {
  if (!(error instanceof ServerError) || !isErrno(error, ...ofTheAccount)) return error;
  return new ConfigError(`${label}: the server refuses the account ${user}: ${error.serverText}`, {
    ...(error.hint === undefined ? {} : { hint: error.hint }),
    cause: error,
  });
}

async function commonFlavor(watches: ReadonlyMap<Side, Session>): Promise<Flavor> {
  const flavors: Flavor[] = [];
  for (const session of watches.values()) flavors.push(await readFlavor(session));
  const [first, second = first] = flavors;
  if (first === undefined || second === undefined || first.label !== second.label) {
    throw new ConfigError(`the servers differ: a is ${first?.label}, b is ${second?.label}`, {
      hint: 'both servers of a pair must have the same flavor and the same major version',
    });
  }
  return first;
}

export async function readFlavor(session: Session): Promise<Flavor> {
  const row = await session.row<{ version: string; comment: string }>(versionQuery);
  return detectFlavor(session.label, { version: row?.version ?? '', comment: row?.comment ?? '' });
}

async function sidesById(watches: ReadonlyMap<Side, Session>): Promise<readonly Side[]> {
  const ids = new Map<Side, number>();
  for (const [side, session] of watches) {
    ids.set(side, Number((await session.row<{ id: number }>('SELECT @@global.server_id AS id'))?.id));
  }
  return [...sides].sort((x, y) => (ids.get(x) ?? 0) - (ids.get(y) ?? 0));
}
