/**
 * What differs between MariaDB and MySQL, as text to send and rows to read. A flavor holds no connection and does
 * nothing; nobody outside `flavor/` asks which server it is or which version it has.
 */
import type { GtidSet } from '../gtid/gtid-set.js';
import type { ScheduledEvent } from '../pair/scheduled-event.js';
import type { Applier, Receiver, ServerIdentity } from '../pair/state.js';
import type { ProgramKind } from '../programs/program.js';
import type { Row } from '../server/connection.js';
import type { PointTexts } from './points.js';

export type FlavorName = 'mariadb' | 'mysql';

export type Version = { readonly major: number; readonly minor: number; readonly patch: number };

/** Named abilities, so that callers never compare versions. */
export type Capabilities = {
  /** A read-only mode that also stops privileged accounts. Without it the fence holds a global read lock. */
  readonly superReadOnly: boolean;
  /** A stopped applier stays stopped after a reboot (preflight demands the setting): it counts as held. */
  readonly stopsForGood: boolean;
  /** What an XA transaction wrote before the fence can be prepared and committed behind it. */
  readonly xaPassesFence: boolean;
  /** Kinds of stored programs that CREATE OR REPLACE takes: no caller ever misses one. */
  readonly replaces: ReadonlySet<ProgramKind>;
  /** Two triggers of which the names differ in case alone are one to it. */
  readonly foldsTriggerNames: boolean;
  /** The applier evaluates expression defaults for columns that an event does not have. */
  readonly appliesExpressionDefaults: boolean;
  /** Rows of a table without a key are found by the columns that the event has, not by all that the table has. */
  readonly matchesEventColumns: boolean;
  /** A virtual column that an event does not have is computed before a row is looked for by it. */
  readonly computesSoughtColumns: boolean;
  /** CHECK constraints are enforced for row events. */
  readonly checksRowEvents: boolean;
  /** Rows that a foreign key changes by CASCADE or SET NULL have row events of their own. */
  readonly logsCascades: boolean;
  /** While the binlog is on, DROP TRIGGER needs what CREATE TRIGGER needs. */
  readonly guardsDropTrigger: boolean;
  /** Only some accounts may name a definer that is not there, or one with SYSTEM_USER. */
  readonly guardsDefiners: boolean;
  /** Columns can be added and dropped instantly so often in one table, before it has to be rebuilt; null is no such limit. */
  readonly rowVersionLimit: number | null;
};

/** The server's own half of an observation. */
export type ServerFacts = {
  readonly identity: ServerIdentity;
  readonly readOnly: boolean;
  readonly superReadOnly: boolean;
  readonly executed: GtidSet;
  readonly conversions: string;
};

export type ReplicationFacts = {
  readonly configured: boolean;
  readonly receiver: Receiver;
  readonly applier: Applier;
  readonly error: string | null;
  /** Seconds that the applier is told to stay behind, where it is not our own hold. */
  readonly delaySeconds: number;
  readonly usesGtid: boolean;
};

/** `host` is empty where the replica does not say it (`report_host`). */
export type RegisteredReplica = { readonly serverId: number; readonly host: string; readonly port: number };

/** A setting of the server that is no variable. */
export type Switch = {
  /** One row with its `value`. */
  readonly query: string;
  readonly on: string;
  set(value: string): string;
};

export type Flavor = {
  readonly name: FlavorName;
  readonly version: Version;
  /** `mariadb 10.11`: in messages and test titles. */
  readonly label: string;
  readonly capabilities: Capabilities;

  /** The servers that follow this one, as they registered themselves; see `readReplicas`. */
  readonly replicasQuery: string;
  readReplicas(rows: readonly Row[]): readonly RegisteredReplica[];
  /** What every session of ours states first. */
  readonly sessionSettings: readonly string[];
  /** One row with what `readServer` needs. */
  readonly serverQuery: string;
  readonly replicationQuery: string;
  /**
   * `number` and `message` of the newest error of a worker, where the status only says that there was one; null where
   * it says it itself.
   */
  readonly workerErrorQuery: string | null;
  /** The process list as a table: `id`, `user`, `host`, `db`, `command`, `info`. */
  readonly processlist: string;
  readServer(row: Row): ServerFacts;
  /** Whether whoever reads on the passive sees all that was committed on the active. */
  showsAll(passive: ServerFacts, active: ServerFacts): boolean;
  /** `workerErrors` are the rows of `workerErrorQuery`, to be asked when the applier is broken. */
  readReplication(rows: readonly Row[], workerErrors?: readonly Row[]): ReplicationFacts;

  /** Scheduled events of every database but the servers' own, as far as the account may see them. */
  readonly eventsQuery: string;
  readEvents(rows: readonly Row[]): readonly ScheduledEvent[];
  /** What puts an event to sleep, in an ALTER EVENT. */
  readonly eventAsleep: string;

  /** Stops the applier so that it stays stopped after a reboot, also one that met an error; the receiver goes on. */
  holdApplier(): readonly string[];
  /** Ends a hold and says where to go on: after everything that this side has, which the other must have too. */
  prepareReplication(): readonly string[];
  /** Starts both threads. */
  startReplication(): readonly string[];
  /** Stops only the applier, for a moment. */
  stopApplier(): readonly string[];
  /** Starts only the applier, also one that runs and was told where to stop. */
  startApplier(): readonly string[];
  /** How both sides are brought to one position. */
  readonly points: PointTexts;
  /** `''` is the default: no conversions. The applier must be stopped. */
  setConversions(value: string): readonly string[];
  /** Closes a server for everybody's writes, waiting for running ones at most so long (whole seconds). */
  fence(lockWaitSeconds: number): readonly string[];
  /** Ends what `fence` holds beyond the read-only setting. */
  releaseFence(): readonly string[];
  /** Read-only for accounts without the bypass privilege; privileged ones may write. */
  closeWrites(): readonly string[];
  openWrites(): readonly string[];

  /** What must be on for `ddlProgressQuery` to find anything; null where nothing must be. */
  readonly ddlProgressSwitch: Switch | null;
  /** How far the DDL of a connection is; needs PROCESS. */
  ddlProgressQuery(threadId: number): string;
  /** 0 to 1, or null where the server does not tell. */
  readDdlProgress(rows: readonly Row[]): number | null;
  /** Prepared XA transactions: their later commit would pass the fence (MySQL) or fail (MariaDB). */
  readonly preparedXaQuery: string;
  /** `name` (`database/table`, perhaps with a partition behind `#p#`) and `value`: bytes of each file whose name begins with the value given. */
  readonly fileSizesQuery: string;
  /** The same for the number of instant changes of a table; null where they are not counted. */
  readonly rowVersionsQuery: string | null;
};
