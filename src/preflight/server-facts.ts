/**
 * What preflight knows of one server: everything the checks ask, read beforehand and already free of the flavor's
 * own words. Plain data, so that every check can be tried without a server.
 */
import type { AccountName } from '../grants/account-name.js';
import type { Holder } from '../grants/is-granted.js';
import type { Privilege } from '../grants/privilege.js';
import type { GtidSet } from '../gtid/gtid-set.js';
import type { ScheduledEvent } from '../pair/scheduled-event.js';
import type { Applier, Receiver } from '../pair/state.js';

export type PreflightFacts = {
  /** `server a (127.0.0.1:3306)` */
  readonly label: string;
  /** `mariadb 10.11`: vendor and series, which must be the same on both sides. */
  readonly series: string;
  /** Full version text, for messages. */
  readonly version: string;
  readonly place: ServerPlace;
  readonly serverId: number;
  readonly uuid: string | null;
  readonly readOnly: ReadOnlyState;
  readonly settings: Settings;
  readonly executed: ExecutedSets;
  /** Null, here and below: our account may not see it, which `privileges` reports. */
  readonly links: readonly ReplicationLink[] | null;
  /** Databases that the binlog keeps or leaves out; empty when it holds everything. */
  readonly binlogFilters: readonly string[];
  readonly binlogBytes: number;
  readonly readers: readonly BinlogReader[];
  readonly transactions: readonly OpenTransaction[] | null;
  /** Prepared XA transactions, each as `XA COMMIT` and `XA ROLLBACK` take it. */
  readonly preparedXa: readonly string[] | null;
  /** Whether transactions of sessions can be seen; null where nobody has to, or that is not known. */
  readonly showsTransactions: boolean | null;
  /** Tables of the database that are not InnoDB, by name. */
  readonly foreignEngines: readonly { readonly table: string; readonly engine: string }[];
  readonly events: EventFacts;
  readonly definerPrograms: readonly DefinerProgram[];
  /** Accounts that may write on a read-only server, roles resolved. */
  readonly bypassAccounts: readonly BypassAccount[] | null;
  /** Who we are: `'dbshift'@'127.0.0.1'`, quoted for a GRANT. */
  readonly account: string;
  readonly grants: Holder;
  /** Of the features that this run uses, or may use. */
  readonly required: readonly Privilege[];
  readonly repairs: Repairs;
};

/** Two connections that reach one place reach one server, whatever names they used. */
export type ServerPlace = { readonly hostname: string; readonly port: number; readonly dataDir: string };

export type ReadOnlyState = {
  readonly on: boolean;
  readonly origin: Origin;
  readonly afterBoot: AfterBoot;
};

/** Whether the server accepts writes when it comes back from a crash. */
export type AfterBoot = 'closed' | 'open' | 'unknown';

/** Where a value came from; `set` hides what the option file says. */
export type Origin = 'option-file' | 'default' | 'set';

export type Settings = {
  readonly binlog: {
    readonly on: boolean;
    /** `ROW`, `MIXED`, `STATEMENT` */
    readonly format: string;
    /** `FULL`, `MINIMAL`, `NOBLOB`, … */
    readonly image: string;
    /** Whether what the applier writes gets into this server's own binlog. */
    readonly logsApplied: boolean;
    /** Seconds after which a binlog may be deleted; 0 is never. */
    readonly expireSeconds: number;
    /** Bytes over which old binlogs are deleted; 0 is no limit. */
    readonly maxTotalBytes: number;
  };
  readonly gtid: GtidSettings;
  readonly syncBinlog: number;
  readonly flushLogAtCommit: number;
  /** `galera`, `group replication`: what else decides who may write. */
  readonly clustering: string | null;
  readonly semiSync: SemiSyncSettings;
  /** By name. */
  readonly ddlVariables: ReadonlyMap<string, string>;
  /** Errors that the applier skips, as the server prints them; empty when none. */
  readonly skippedErrors: string;
  /** The applier overlooks missing and duplicate rows. */
  readonly idempotentApplier: boolean;
  /** Names of schemas in grants are no patterns, and a schema can be taken out of a global grant (MySQL). */
  readonly partialRevokes: boolean;
  /** Whether replication stays stopped after a boot; null where the server cannot tell (MariaDB). */
  readonly skipReplicaStart: boolean | null;
  /** Whether the sessions of others can be seen; null where they always can (MariaDB). */
  readonly performanceSchema: boolean | null;
};

/** Whether this server waits for a receiver when it commits, and tells a source that it has received. */
export type SemiSyncSettings = {
  readonly source: boolean;
  readonly replica: boolean;
  /** After so many milliseconds without an answer it goes on asynchronously. */
  readonly timeoutMs: number;
  readonly timeoutName: string;
};

export type GtidSettings =
  | { readonly kind: 'mariadb'; readonly domainId: number; readonly strict: boolean }
  | { readonly kind: 'mysql'; readonly mode: string; readonly consistency: string };

/**
 * Read at two moments with a barrier between the sides: whatever the passive had `first` and the active lacks
 * `last` is errant, however fast both move.
 */
export type ExecutedSets = { readonly first: GtidSet; readonly last: GtidSet };

export type ReplicationLink = {
  /** Name of the connection or channel; `''` is the default one. */
  readonly name: string;
  /** Address of the source as the server was told. */
  readonly source: string;
  readonly user: string;
  /** Of the source, as it told when connected; 0 or null when it never was. */
  readonly sourceServerId: number;
  readonly sourceUuid: string | null;
  readonly receiver: Receiver;
  readonly applier: Applier;
  readonly error: string | null;
  readonly delaySeconds: number;
  /** Null while the applier does not run. */
  readonly secondsBehind: number | null;
  readonly usesGtid: boolean;
  /** `Replicate_Do_DB=app`, …: what is left out of replication. */
  readonly filters: readonly string[];
};

export type BinlogReader = { readonly thread: number; readonly user: string; readonly host: string };

export type OpenTransaction = {
  readonly thread: number;
  readonly user: string;
  readonly host: string;
  readonly ageSeconds: number;
  readonly rowsModified: number;
  /** Beginning of the running statement without its literals; null while idle. */
  readonly statement: string | null;
};

export type EventFacts = {
  /** Those that we may see. */
  readonly all: readonly ScheduledEvent[];
  /** Those whose database has another default collation by now, as `schema.name`. */
  readonly recollated: readonly string[];
  readonly scheduler: {
    /** `ON`, `OFF`, `DISABLED` */
    readonly state: string;
    readonly origin: Origin;
  };
  /** Every account of the server. */
  readonly accounts: readonly AccountName[] | null;
  /** Those that only others with SYSTEM_USER may speak for (MySQL). */
  readonly systemUsers: readonly AccountName[] | null;
};

/** A stored program that a CALL runs with the privileges of its definer. */
export type DefinerProgram = {
  readonly kind: string;
  readonly name: string;
  /** `user@host` */
  readonly definer: string;
  /** Whether the body may write; true when the body cannot be seen. */
  readonly writes: boolean;
};

export type BypassAccount = {
  /** `user@host` */
  readonly name: string;
  /** Writes while the server is read-only, or could make it writable. */
  readonly kind: 'passes' | 'opens';
  /** By these privileges, its own or those of the role. */
  readonly privileges: readonly string[];
  /** The role that brings them, as a statement takes its name. */
  readonly role: string | null;
  /** Holds all there is: an administrator's account. */
  readonly administrator: boolean;
  /** Whether it may write in the database or anywhere; true when that cannot be read. */
  readonly writes: boolean;
  readonly locked: boolean;
};

/** Statements of the flavor that messages tell people to send. */
export type Repairs = {
  /** What puts an event to sleep, in an ALTER EVENT. */
  readonly eventAsleep: string;
  readonly followByGtid: string;
  readonly noDelay: string;
  /** Makes what the roles of an account bring count from its next login on. */
  readonly defaultRole: (account: string) => string;
};
