/**
 * The sessions of a workspace. When nobody waits for it any more they are given up together, in the middle of whatever
 * they do, and then nothing can be sent on them.
 */
import { ConfigError, StoppedError } from '../errors.js';
import { openSession, type Session, withSession } from '../server/connection.js';
import type { Endpoint } from '../server/endpoint.js';
import type { WorkspaceKind } from './workspace.js';

type Opened = { readonly session: Session; readonly endpoint: Endpoint };

export class PlaceSessions {
  readonly #kind: WorkspaceKind;
  readonly #stop: AbortSignal | undefined;
  #opened: readonly Opened[] = [];

  constructor(kind: WorkspaceKind, stop: AbortSignal | undefined) {
    this.#kind = kind;
    this.#stop = stop;
    stop?.addEventListener('abort', this.#giveUp);
  }

  /** On the passive nothing that it sends reaches the binlog. Throws StoppedError. */
  async open(endpoint: Endpoint): Promise<Session> {
    if (this.#stop?.aborted === true) throw new StoppedError('stopped');
    const session = await openOn(endpoint, this.#kind, this.#stop);
    this.#opened = [...this.#opened.filter(each => each.session.isOpen()), { session, endpoint }];
    return session;
  }

  /** Ends on the server what sessions that were given up still do there: it would hold the schemas. Never throws. */
  async endLeft(): Promise<void> {
    this.#stop?.removeEventListener('abort', this.#giveUp);
    if (this.#stop?.aborted !== true) return;
    for (const { session, endpoint } of this.#opened) {
      // Accounts may end sessions of their own without a privilege. It may be gone already.
      const kill = (own: Session) => own.send(`KILL ${session.threadId}`);
      await withSession(endpoint, kill).catch(() => undefined);
    }
  }

  readonly #giveUp = (): void => {
    for (const { session } of this.#opened) session.abandon('stopped');
  };
}

/** A session like those of the workspace, which is not given up with them. */
export async function openOn(endpoint: Endpoint, kind: WorkspaceKind, stop?: AbortSignal): Promise<Session> {
  const session = await openSession(endpoint, stop);
  if (kind !== 'passive') return session;
  await session.send('SET SESSION sql_log_bin = 0');
  const row = await session.row('SELECT @@SESSION.sql_log_bin AS logged');
  if (Number(row?.logged) === 0) return session;
  await session.close();
  throw new ConfigError(`${endpoint.label}: sql_log_bin cannot be switched off for a session`);
}
