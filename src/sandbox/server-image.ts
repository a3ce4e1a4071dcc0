/**
 * A kind of server that the sandbox can run: which programs, and what differs between vendors and versions. The
 * rest of the sandbox asks an image and never its flavor. Binaries unpacked into a folder, run through a loader of
 * their own, are images too: only `command` and `initDataDir` differ from those of an installed server.
 */
import type { FlavorName } from '../flavor/flavor.js';
import type { OptionValues } from './option-file.js';

export type ServerImage = {
  /** Flavor and release series, such as `mariadb 10.11`: in test titles and on the status screen. */
  readonly name: string;
  readonly flavor: FlavorName;
  /** The full version, such as `10.11.19`: one data directory template is kept for each. */
  readonly version: string;
  /** The program that starts a server, with arguments that have to come first; `--defaults-file` is appended. */
  readonly command: readonly string[];
  /**
   * Fills an empty folder with a data directory that was shut down cleanly, for servers with that setting of
   * `lower_case_table_names`: MySQL does not start with another one. Throws FailedError.
   */
  initDataDir(folder: string, lowerCaseTableNames: string): Promise<void>;
  /** What the option file of one server says. */
  options(settings: ServerSettings): OptionValues;
  /** Statements that make the administrator, who may log in over loopback; none is binlogged. */
  setUpRoot(password: string): readonly string[];
  /** Statements that make the database and every account, root last; none is binlogged. */
  setUp(settings: SetUpSettings): readonly string[];
  /** Statements that make a server a replica of `source` by GTID and start it. */
  link(source: ReplicationSource): readonly string[];
};

export type ServerSettings = {
  readonly serverId: number;
  readonly port: number;
  readonly dataDir: string;
  /** For this server alone: a starting server removes the temporary tables of others from theirs. */
  readonly tmpDir: string;
  readonly errorLog: string;
  readonly bufferPoolMiB: number;
  /** Whether replication starts by itself when the server starts; a safe pair does not. */
  readonly startReplicationAtBoot: boolean;
};

/** The accounts of a sandbox server. */
export const accounts = ['root', 'dbshift', 'app', 'repl'] as const;
export type Account = (typeof accounts)[number];
export type Passwords = Readonly<Record<Account, string>>;

export type SetUpSettings = {
  readonly database: string;
  readonly passwords: Passwords;
};

export type ReplicationSource = {
  readonly host: string;
  readonly port: number;
  readonly password: string;
};
