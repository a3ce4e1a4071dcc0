/**
 * The sessions of a command on one server: one to look with, opened again when it is lost, and those that act, which
 * never are. All state the same variables, are on the server that the first one met, and are given up together when
 * the server falls silent. What is done on them is not decided here.
 */
import { BlockedError, FailedError } from '../errors.js';
import type { Flavor } from '../flavor/flavor.js';
import type { ServerIdentity } from '../pair/state.js';
import { accountProblem } from './account-problem.js';
import { openSession, type Session } from './connection.js';
import type { Endpoint } from './endpoint.js';
import { errno } from './errno.js';
import { type Pulse, takePulse } from './pulse.js';
import { readFlavor } from './read-flavor.js';
import { isErrno, isNobodyThere } from './server-error.js';

export type ServerLink = {
  readonly endpoint: Endpoint;
  /** Opens the first session. Throws ConfigError for an account or a TLS that is refused, ServerError otherwise. */
  connect(): Promise<Session>;
  /**
   * A session to look with, or null where the server cannot be reached now. Its statements are not binlogged, where
   * the account may say so.
   */
  watch(): Promise<Session | null>;
  /** Why `watch` had no session last. */
  whyNot(): string;
  /** The machine answered the last attempt, and no server listens there. */
  isDown(): boolean;
  /** A new session that acts; not binlogged unless it is told so. Throws like `connect`. */
  openControl(): Promise<Session>;
  /** Of the server that was met first. Throws FailedError when none was. */
  flavor(): Flavor;
  serverId(): number;
  close(): Promise<void>;
};

type Purpose = 'watch' | 'control';

/** A server waits a day for a lock. Those that act in batches and at the fence have limits of their own. */
const settingsFor: Readonly<Record<Purpose, string>> = {
  watch: 'lock_wait_timeout = 2, wait_timeout = 600',
  control: 'lock_wait_timeout = 5',
};

/**
 * A look is no long statement. Time enough for the catalogs of a large schema, and an end for a server that is alive and
 * yet does not answer, such as one with a full disk.
 */
export const lookMs = 60_000;

/** Writes may be paused while somebody waits for a server that is gone. */
const reconnectMs = 2000;

/** Connects to nothing yet. */
export function linkServer(endpoint: Endpoint): ServerLink {
  return new PinnedLink(endpoint);
}

/** What was met first. */
type Known = { readonly flavor: Flavor; readonly identity: ServerIdentity };

class PinnedLink implements ServerLink {
  readonly endpoint: Endpoint;
  readonly #sessions = new Set<Session>();
  readonly #closing = new AbortController();
  #known: Known | null = null;
  #watch: Session | null = null;
  #pulse: Pulse | null = null;
  #whyNot = 'not connected yet';
  #down = false;

  constructor(endpoint: Endpoint) {
    this.endpoint = endpoint;
  }

  async connect(): Promise<Session> {
    this.#watch = await this.#open('watch', { answerWithinMs: lookMs });
    return this.#watch;
  }

  async watch(): Promise<Session | null> {
    if (this.#watch?.isOpen() === true) return this.#watch;
    try {
      this.#watch = await this.#open('watch', { answerWithinMs: lookMs, connectTimeoutMs: reconnectMs });
      return this.#watch;
    } catch (error) {
      this.#whyNot = error instanceof Error ? error.message : String(error);
      this.#down = isNobodyThere(error);
      return null;
    }
  }

  whyNot(): string {
    return this.#whyNot;
  }

  isDown(): boolean {
    return this.#down && this.#watch?.isOpen() !== true;
  }

  openControl(): Promise<Session> {
    return this.#open('control', {});
  }

  flavor(): Flavor {
    return this.#demandKnown().flavor;
  }

  serverId(): number {
    return this.#demandKnown().identity.serverId;
  }

  async close(): Promise<void> {
    this.#closing.abort();
    await Promise.all([this.#pulse?.stop(), ...[...this.#sessions].map(session => session.close())]);
  }

  async #open(purpose: Purpose, limits: Partial<Endpoint>): Promise<Session> {
    const endpoint = { ...this.endpoint, ...limits };
    const session = await openSession(endpoint, this.#closing.signal).catch((error: unknown) => {
      throw accountProblem(this.endpoint, error) ?? error;
    });
    this.#sessions.add(session);
    try {
      this.#known = await meet(session, this.#known);
      for (const sql of this.#known.flavor.sessionSettings) await session.send(sql);
      await session.send(`SET SESSION ${settingsFor[purpose]}`);
      await switchBinlogOff(session, purpose);
    } catch (error) {
      await session.close();
      throw accountProblem(this.endpoint, error) ?? error;
    }
    this.#pulse ??= takePulse({ endpoint: this.endpoint, onSilence: why => this.#giveUp(why) });
    this.#forgetClosed();
    return session;
  }

  #demandKnown(): Known {
    if (this.#known !== null) return this.#known;
    throw new FailedError(`${this.endpoint.label}: ${this.#whyNot}`);
  }

  #giveUp(why: string): void {
    for (const session of this.#sessions) session.abandon(why);
  }

  #forgetClosed(): void {
    for (const session of this.#sessions) if (!session.isOpen()) this.#sessions.delete(session);
  }
}

/**
 * An account without that right may look all the same, so that preflight can name everything it lacks. The journal
 * writes to no such session.
 */
async function switchBinlogOff(session: Session, purpose: Purpose): Promise<void> {
  try {
    await session.send('SET SESSION sql_log_bin = 0');
  } catch (error) {
    if (purpose === 'control' || !isErrno(error, errno.privilege)) throw error;
  }
}

/** Throws BlockedError when this is not the server that was met before: what was seen there says nothing about it. */
async function meet(session: Session, known: Known | null): Promise<Known> {
  const flavor = await readFlavor(session);
  const { identity } = flavor.readServer((await session.row(flavor.serverQuery)) ?? {});
  if (known === null) return { flavor, identity };
  const [before, now] = [nameOf(known), nameOf({ flavor, identity })];
  if (before === now) return known;
  throw new BlockedError(`${session.label}: another server answers here now: ${now}, and it was ${before}`, {
    hint: 'an address of the configuration must lead to one server for ever: name the servers themselves, not what points to the active one',
  });
}

function nameOf({ flavor, identity: { serverId, uuid } }: Known): string {
  return `${flavor.label} with server_id ${serverId}${uuid === null ? '' : ` and server_uuid ${uuid}`}`;
}
