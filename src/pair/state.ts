/**
 * The words of this program, and the state of a pair as it was last seen. Nothing here is remembered: an
 * observation is replaced by the next one.
 *
 * - pair: two co-masters. side: `a` or `b`, the identity of a server, never changes.
 * - active / passive: roles. The active is the side that the first pointer names.
 * - pointer: the balancer-facing record of which server is active.
 * - receiver (I/O thread) and applier (SQL thread) of a side, which follow the other side.
 * - executed: the GTID set a server has applied or written. errant: what only the passive has.
 * - isolate: stop applying, durably. relink: start again. leg: the work on one side.
 * - fence: make the active refuse writes. drain: let the passive apply all that the fenced active wrote.
 * - promote: open the passive for writes. repoint: move the pointer. flip: all four in order.
 * - replica: a server below one side. A leg migrates it together with its side.
 * - level of a side: how much of the plan it has, by bookkeeping rows and by structure.
 */
import type { GtidSet } from '../gtid/gtid-set.js';
import type { FoundPrograms } from '../programs/planned-program.js';
import type { ScheduledEvent } from './scheduled-event.js';
import type { ReplicaKey, Side } from './side.js';

/** `connecting` may become `running` by itself; `broken` has an error and will not. */
export type Receiver = 'running' | 'connecting' | 'stopped' | 'broken';

/** `held` applies nothing and will not start by itself, also after a reboot; `stopped` may start by itself. */
export type Applier = 'running' | 'stopped' | 'held' | 'broken';

export type ServerIdentity = {
  readonly serverId: number;
  /** MySQL's server_uuid; null on MariaDB. */
  readonly uuid: string | null;
  /** Unix time of the last boot in whole seconds, with the server's clock. A change means a reboot. */
  readonly bootedAt: number;
};

/** How much of a plan a side has. Both parts must agree, see `progressOf`. */
export type Level = {
  /** Fingerprint of the structure of the database. */
  readonly structure: string;
  /** Names that the bookkeeping tables list. */
  readonly recorded: readonly string[];
  /** What it has of the stored programs of the open plan; absent where that has none. */
  readonly programs?: FoundPrograms;
  /** Fingerprint of the structure without these; absent where the open plan has none. */
  readonly apart?: string;
};

export type ReachableServer = {
  readonly reachable: true;
  readonly identity: ServerIdentity;
  /** Whether accounts without the bypass privilege can write: `read_only` is off. */
  readonly writable: boolean;
  /** Whether privileged accounts are locked out too (MySQL `super_read_only`). */
  readonly superReadOnly: boolean;
  readonly executed: GtidSet;
  readonly receiver: Receiver;
  readonly applier: Applier;
  /** The server's own text of the error that broke a thread. */
  readonly replicationError: string | null;
  /** The applier's type conversions as the server prints them; `''` is the default: none. */
  readonly conversions: string;
  /** Those that our account may see, of every database but the servers' own. */
  readonly events: readonly ScheduledEvent[];
  readonly level: Level;
};

export type ServerState = ReachableServer | { readonly reachable: false; readonly error: string };

/** A server below a side: it follows that side alone, and nobody writes there. */
export type ReplicaState = {
  readonly key: ReplicaKey;
  readonly server: ServerState;
  /** Whether it applied its side's position of this look within `limits.lagMs`. */
  readonly near: boolean;
};

export type PointerState =
  | { readonly kind: 'names'; readonly side: Side; readonly generation: number }
  | { readonly kind: 'disagree'; readonly detail: string }
  | { readonly kind: 'unreadable'; readonly detail: string };

export type PairState = {
  readonly a: ServerState;
  readonly b: ServerState;
  /** Servers below both sides; a quick look takes them from the one before. */
  readonly replicas: readonly ReplicaState[];
  readonly pointer: PointerState;
  /** Whether the passive applied the active's position of this look within `limits.lagMs`. */
  readonly near: boolean;
  /** Time that took in ms, or `unknown` (counts as behind). */
  readonly lagMs: number | 'unknown';
  /** Unix time of the look in ms, with the runner's clock. */
  readonly at: number;
};
