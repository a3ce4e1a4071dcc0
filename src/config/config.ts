/**
 * The parsed configuration: what the rest of the program may rely on. Paths are absolute, defaults are filled
 * in, and a secret is only the name of the place where it is kept: see `resolve-secret.ts`.
 */
import type { FlipWindow } from '../pair/flip-window.js';
import type { ReplicaKey, Side } from '../pair/side.js';
import type { LintAcceptance } from '../plan/lint/acceptance.js';
import type { HookName } from './hook-names.js';

export type Config = {
  /** Absolute path of the file this came from, for messages. */
  readonly file: string;
  /** Its folder: what relative paths were resolved against, and where pointer commands run. */
  readonly folder: string;
  readonly servers: Readonly<Record<Side, ServerConfig>>;
  /** The one schema whose tables are changed. */
  readonly database: string;
  /** Folder of the migrations. */
  readonly migrations: string;
  /** Folder of the stored programs, one per file. */
  readonly procedures: string;
  /** The user's knexfile, when one is named or lies next to the configuration. It is not read here. */
  readonly knexfile?: string;
  /** Never empty. The first is the authority: the side it names is the active. */
  readonly pointers: readonly [PointerConfig, ...PointerConfig[]];
  /** The side that should be active when a run ends. Without it roles stay where the last flip left them. */
  readonly preferredActive?: Side;
  /** A server for structure-only runs of the migrations. */
  readonly workspace?: { readonly url: SecretRef; readonly tls?: TlsConfig };
  /** When flips may begin; absent: at any time. */
  readonly flipWindow?: FlipWindow;
  readonly hooks?: HooksConfig;
  /** Folder for the reports of runs; absent: none are written. */
  readonly reports?: string;
  /** What a plan may do although lint calls it an error; empty: nothing. */
  readonly lint: { readonly accept: readonly LintAcceptance[] };
  readonly programs: ProgramsConfig;
  readonly limits: Limits;
};

/** What stored programs are made with where their file does not say. Absent: as the server has it. */
export type ProgramsConfig = {
  readonly sqlMode?: string | undefined;
  readonly characterSet?: string | undefined;
  readonly collation?: string | undefined;
  /** `user@host`, unquoted, the host in lower case. */
  readonly definer?: string | undefined;
};

export type ServerConfig = ServerAccess & {
  readonly side: Side;
  /** Where applications reach the server: what a pointer is given. The same as `address` unless stated. */
  readonly application: HostPort;
  /** What the server itself starts with, where this machine can read it. */
  readonly serverOptionFile?: string;
  /** The servers below this side, or: ask the side for them. */
  readonly replicas: readonly ReplicaConfig[] | 'discover';
};

/** A server below a side. */
export type ReplicaConfig = ServerAccess & { readonly key: ReplicaKey };

/** How dbshift gets into a server. */
export type ServerAccess = {
  /** Name for messages: `server a (127.0.0.1:3306)`. */
  readonly label: string;
  /** Where dbshift reaches the server. */
  readonly address: ServerAddress;
  readonly user: string;
  /** Absent for an account that needs none. */
  readonly password?: SecretRef;
  /** Absent: the connection is not encrypted. */
  readonly tls?: TlsConfig;
  /** The server's public RSA key, for `caching_sha2_password` without TLS. */
  readonly serverPublicKey?: FileRef;
};

export type ServerAddress = HostPort | { readonly socketPath: string };

export type HostPort = { readonly host: string; readonly port: number };

/** TLS with a server. Its certificate and the name in it are always checked: there is no key that says otherwise. */
export type TlsConfig = {
  /** Who may have signed the server's certificate; the CAs that Node trusts where it is absent. */
  readonly ca?: FileRef;
  /** Our own certificate and its private key: both or none. */
  readonly cert?: FileRef;
  readonly key?: FileRef;
  /** The name in the server's certificate, when that is not the host. */
  readonly serverName?: string;
};

/** A PEM file. `key` is the configuration key that named it, for messages. */
export type FileRef = { readonly path: string; readonly key: string };

/** Where a secret is kept. `key` is the configuration key that asked for it, for messages. */
export type SecretRef =
  | { readonly kind: 'env'; readonly name: string; readonly key: string }
  | { readonly kind: 'file'; readonly path: string; readonly key: string }
  | {
      readonly kind: 'option-file';
      readonly path: string;
      readonly groups: readonly string[];
      readonly key: string;
    };

export type PointerConfig = FilePointerConfig | ExecPointerConfig;

export type FilePointerConfig = {
  readonly kind: 'file';
  readonly path: string;
  /** `template` is the path of the user's own text with placeholders. */
  readonly format: 'json' | 'dotenv' | 'php' | { readonly template: string };
  /** Permission bits for a file that dbshift creates. An existing file keeps its own. */
  readonly mode: number;
};

export type ExecPointerConfig = {
  readonly kind: 'exec';
  /** Program and arguments, run without a shell in the folder of the configuration. */
  readonly get: readonly [string, ...string[]];
  readonly set: readonly [string, ...string[]];
  /** After so many milliseconds the command and all its children are killed. */
  readonly timeoutMs: number;
};

/** Commands that are run at certain moments of a run, without a shell of ours, in the folder of the configuration. */
export type HooksConfig = {
  readonly commands: Readonly<Partial<Record<HookName, readonly [string, ...string[]]>>>;
  /** After so many milliseconds a command and all its children are killed. */
  readonly timeoutMs: number;
};

/** What a run waits for at most. Every name carries its unit; meanings and defaults are in `limits.ts`. */
export type Limits = {
  readonly lagMs: number;
  readonly catchUpStallMs: number;
  readonly fenceLockWaitMs: number;
  readonly drainMs: number;
  readonly writePauseMs: number;
  readonly metadataLockWaitMs: number;
  readonly longTransactionMs: number;
  readonly legServersAtOnce: number;
  readonly directMs: number;
  readonly directLockWaitMs: number;
  readonly directAttempts: number;
  readonly proofMs: number;
  readonly flipAttempts: number;
  readonly verifyLagMs: number;
  readonly verifyStatements: number;
  readonly verifyLockMs: number;
};
