/**
 * One connection to one server, pinned: it never reconnects by itself, because a new session has lost its
 * variables (`sql_log_bin`), its locks and perhaps its server. mysql2 is imported here and nowhere else.
 */
import { once } from 'node:events';
import type { Socket } from 'node:net';
import { type Connection as CoreConnection, createConnection } from 'mysql2';
import type { Connection, QueryOptions, ResultSetHeader, RowDataPacket } from 'mysql2/promise';
import { ShiftError } from '../errors.js';
import { driverOptions } from './driver-options.js';
import type { Endpoint } from './endpoint.js';
import {
  answeredError,
  connectionFailed,
  isConnectionLost,
  mayBeAnswered,
  type ServerError,
  serverError,
} from './server-error.js';
import { tlsFailure } from './tls-failure.js';

export type Row = Readonly<Record<string, unknown>>;

/** Values are strings for DECIMAL, BIGINT beyond 2^53 and dates: nothing is rounded on the way. */
export type Session = {
  readonly label: string;
  /** CONNECTION_ID() of this session: named in locks, found again in the process list. */
  readonly threadId: number;
  /** Rows of one statement. `values` are escaped by the driver. Throws FailedError with the server's errno. */
  rows<T extends Row = Row>(sql: string, values?: readonly unknown[]): Promise<readonly T[]>;
  /** The first row, or undefined. */
  row<T extends Row = Row>(sql: string, values?: readonly unknown[]): Promise<T | undefined>;
  /** The same, as fast as they are taken: no more than some are held here. The session serves nothing else meanwhile. */
  stream(sql: string): AsyncIterable<Row>;
  /** Sends a statement as it is, without placeholders, and returns the number of affected rows. */
  send(sql: string): Promise<number>;
  /** The driver's own connection, for knex. */
  readonly driver: Connection;
  /** Resolves when the server has answered, without a statement. */
  ping(): Promise<void>;
  readonly isOpen: () => boolean;
  close(): Promise<void>;
  /**
   * Drops the socket without a word, for a session whose server does not answer. A statement that is under way fails with
   * `why`, as a lost connection: what became of it is unknown.
   */
  abandon(why?: string): void;
};

const streamedRows = 200;

/** Time to say goodbye. */
const closeTimeoutMs = 2000;

/**
 * Throws ConfigError for what only the configuration or an account can mend (TLS, a way to log in), and ServerError for
 * whatever else the server or the system says. An abort while it connects is a server that cannot be reached.
 */
export async function openSession(endpoint: Endpoint, signal?: AbortSignal): Promise<Session> {
  const core = createConnection(driverOptions(endpoint));
  const giveUp = () => streamOf(core).destroy(new Error('given up'));
  signal?.addEventListener('abort', giveUp);
  // Without a listener an 'error' of an idle connection would end the process.
  core.on('error', () => undefined);
  try {
    await once(core, 'connect');
  } catch (error) {
    const { authorizationError } = streamOf(core);
    // The driver only says goodbye, and then waits for as long as nobody answers.
    streamOf(core).destroy();
    if (error instanceof ShiftError) throw error;
    throw tlsFailure(endpoint, error, authorizationError) ?? connectionFailed(endpoint.label, error);
  } finally {
    signal?.removeEventListener('abort', giveUp);
  }
  return new PinnedSession(endpoint, core);
}

/** The driver's socket, and with TLS what it was refused for. Not in the driver's types (mysql2 3.24). */
function streamOf(core: CoreConnection): Socket & { readonly authorizationError?: string | null } {
  return (core as unknown as { readonly stream: Socket }).stream;
}

/** Opens a session, runs `use`, and closes it also when `use` throws. */
export async function withSession<T>(endpoint: Endpoint, use: (session: Session) => Promise<T>): Promise<T> {
  const session = await openSession(endpoint);
  try {
    return await use(session);
  } finally {
    await session.close();
  }
}

const yes = (): boolean => true;
const no = (): boolean => false;

class PinnedSession implements Session {
  readonly label: string;
  readonly driver: Connection;
  readonly #core: CoreConnection;
  readonly #answerWithinMs: number | undefined;
  #open = true;

  constructor({ label, answerWithinMs }: Endpoint, core: CoreConnection) {
    this.label = label;
    this.#answerWithinMs = answerWithinMs;
    this.driver = core.promise();
    this.#core = core;
    for (const event of ['error', 'end']) {
      core.on(event, () => {
        this.#open = false;
      });
    }
  }

  get threadId(): number {
    return this.driver.threadId;
  }

  readonly isOpen = (): boolean => this.#open;

  async rows<T extends Row>(sql: string, values: readonly unknown[] = []): Promise<readonly T[]> {
    const [rows] = await this.#query<RowDataPacket[]>({ sql, values: [...values] });
    return rows as unknown as readonly T[];
  }

  async row<T extends Row>(sql: string, values: readonly unknown[] = []): Promise<T | undefined> {
    return (await this.rows<T>(sql, values))[0];
  }

  async *stream(sql: string): AsyncIterable<Row> {
    try {
      yield* this.#core.query(sql).stream({ highWaterMark: streamedRows });
    } catch (cause) {
      throw serverError(this.label, cause);
    }
  }

  async send(sql: string): Promise<number> {
    const [result] = await this.#query<ResultSetHeader>({ sql });
    return result.affectedRows ?? 0;
  }

  async close(): Promise<void> {
    if (!this.#open) return this.abandon();
    this.#open = false;
    // A server that does not answer must not keep the process.
    await new Promise<void>(resolve => {
      const give = (): void => {
        this.abandon();
        resolve();
      };
      const late = setTimeout(give, closeTimeoutMs);
      this.driver
        .end()
        .then(resolve, give)
        .finally(() => clearTimeout(late));
    });
  }

  abandon(why = 'given up'): void {
    this.#open = false;
    // With an error, so that the driver tells it to whatever statement waits.
    streamOf(this.#core).destroy(new Error(why));
  }

  async ping(): Promise<void> {
    await this.#answered(this.driver.ping());
  }

  #query<T extends RowDataPacket[] | ResultSetHeader>(options: QueryOptions) {
    return this.#answered(this.driver.query<T>(options));
  }

  async #answered<T>(answer: Promise<T>): Promise<T> {
    const limit = this.#answerWithinMs;
    const giveUp = () => this.abandon(`no answer within ${limit} ms`);
    const timer = limit === undefined ? undefined : setTimeout(giveUp, limit);
    try {
      return await answer;
    } catch (cause) {
      const error = await this.#judge(cause);
      // The driver tells a connection that breaks under a statement to that statement alone.
      if (isConnectionLost(error)) this.#open = false;
      throw error;
    } finally {
      clearTimeout(timer);
    }
  }

  async #judge(cause: unknown): Promise<ServerError> {
    const goesOn = mayBeAnswered(cause) && (await this.driver.ping().then(yes, no));
    return goesOn ? answeredError(this.label, cause) : serverError(this.label, cause);
  }
}
