/**
 * One connection to one server, pinned: it never reconnects by itself, because a new session has lost its
 * variables (`sql_log_bin`), its locks and perhaps its server. mysql2 is imported here and nowhere else.
 */
import {
  type Connection,
  createConnection,
  type QueryOptions,
  type ResultSetHeader,
  type RowDataPacket,
} from 'mysql2/promise';
import { connectionFailed, isConnectionLost, serverError } from './server-error.js';

/** Where a server is and who we are there. `password` is resolved as late as possible and never printed. */
export type Endpoint = {
  /** Name for messages: `server a (127.0.0.1:3306)`. */
  readonly label: string;
  readonly host?: string;
  readonly port?: number;
  readonly socketPath?: string;
  readonly user: string;
  readonly password: string;
  readonly database?: string;
  /** Time to wait for the server to accept a connection; default 10 s. */
  readonly connectTimeoutMs?: number;
};

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
  /** Sends a statement as it is, without placeholders, and returns the number of affected rows. */
  send(sql: string): Promise<number>;
  /** The driver's own connection, for knex. */
  readonly driver: Connection;
  readonly isOpen: () => boolean;
  close(): Promise<void>;
  /** Drops the socket without a word, for a session whose server does not answer. */
  abandon(): void;
};

/** Time to wait for a server to accept a connection. */
const connectTimeoutMs = 10_000;

/** Time to say goodbye. */
const closeTimeoutMs = 2000;

/**
 * Opens a session with the driver's own ideas turned off: no IGNORE_SPACE (stored programs would keep it), no
 * several statements in one packet, keep-alive after 1 s so that a silent network is noticed.
 */
export async function openSession(endpoint: Endpoint): Promise<Session> {
  const { label, password, host, port, socketPath, user, database } = endpoint;
  const driver = await createConnection({
    ...(socketPath === undefined ? { host: host ?? '127.0.0.1', port: port ?? 3306 } : { socketPath }),
    ...(database === undefined ? {} : { database }),
    user,
    password,
    charset: 'utf8mb4_general_ci',
    flags: ['-IGNORE_SPACE'],
    connectTimeout: endpoint.connectTimeoutMs ?? connectTimeoutMs,
    enableKeepAlive: true,
    keepAliveInitialDelay: 1000,
    supportBigNumbers: true,
    dateStrings: true,
    multipleStatements: false,
  }).catch((error: unknown) => {
    throw connectionFailed(label, error);
  });
  return new PinnedSession(label, driver);
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

class PinnedSession implements Session {
  readonly label: string;
  readonly driver: Connection;
  #open = true;

  constructor(label: string, driver: Connection) {
    this.label = label;
    this.driver = driver;
    // Without a listener an 'error' of an idle connection would end the process.
    driver.on('error', () => {
      this.#open = false;
    });
    driver.on('end', () => {
      this.#open = false;
    });
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

  async send(sql: string): Promise<number> {
    const [result] = await this.#query<ResultSetHeader>({ sql });
    return result.affectedRows ?? 0;
  }

  async close(): Promise<void> {
    this.#open = false;
    // A server that does not answer must not keep the process.
    await new Promise<void>(resolve => {
      const give = (): void => {
        this.driver.destroy();
        resolve();
      };
      const late = setTimeout(give, closeTimeoutMs);
      this.driver
        .end()
        .then(resolve, give)
        .finally(() => clearTimeout(late));
    });
  }

  abandon(): void {
    this.#open = false;
    this.driver.destroy();
  }

  #query<T extends RowDataPacket[] | ResultSetHeader>(options: QueryOptions) {
    return this.driver.query<T>(options).catch((cause: unknown) => {
      const error = serverError(this.label, cause);
      // The driver tells a connection that breaks under a statement to that statement alone.
      if (isConnectionLost(error)) this.#open = false;
      throw error;
    });
  }
}
