/** What `dbshift status` shows: one look at the pair, in words. Writes nothing. */

import type { Goal } from '../pair/facts.js';
import type { ReplicaKey, Side } from '../pair/side.js';
import type { Applier, Receiver } from '../pair/state.js';
import type { ObjectDiff } from '../plan/diff-structure.js';

export type SideStatus =
  | { readonly side: Side; readonly server: string; readonly reachable: false; readonly error: string }
  | {
      readonly side: Side;
      /** `127.0.0.1:3306` */
      readonly server: string;
      readonly reachable: true;
      /** `mariadb 10.11` */
      readonly flavor: string;
      readonly role: 'active' | 'passive' | 'unknown';
      readonly writable: boolean;
      readonly receiver: Receiver;
      readonly applier: Applier;
      readonly replicationError: string | null;
      readonly executed: string;
      /** Transactions that the other side lacks and, on the passive, must not be: empty when none. */
      readonly errant: string;
      /** Migrations recorded as done, and the first 12 digits of the structure's fingerprint. */
      readonly migrations: number;
      readonly fingerprint: string;
      /** Scheduled events that our account may see, as `schema.name`; absent where there is none. */
      readonly events?: EventsStatus;
    };

/** `why` also where it is possible: with what is still to be done for it, or null. */
export type RollbackStatus = { readonly possible: boolean; readonly why: string | null };

export type EventsStatus = {
  readonly enabled: readonly string[];
  /** As on a replica, or by a flip under way. */
  readonly asleep: readonly string[];
  readonly disabled: readonly string[];
};

/** A server below a side. */
export type ReplicaStatus =
  | { readonly replica: ReplicaKey; readonly reachable: false; readonly error: string }
  | {
      readonly replica: ReplicaKey;
      readonly reachable: true;
      readonly writable: boolean;
      readonly receiver: Receiver;
      readonly applier: Applier;
      readonly replicationError: string | null;
      /** Whether it had what its side had at this look, within `limits.lagMs`. */
      readonly near: boolean;
      /** Transactions that its side has not, which must not be: empty when none. */
      readonly errant: string;
      /** Whether it looks like its side. */
      readonly sameStructure: boolean;
    };

export type Status = {
  readonly a: SideStatus;
  readonly b: SideStatus;
  readonly replicas: readonly ReplicaStatus[];
  /** Time until the passive has what the active has now, or `unknown`. */
  readonly lagMs: number | 'unknown';
  readonly pointers: readonly { readonly name: string; readonly value: string; readonly agrees: boolean }[];
  /** What would make the structure of a that of b; empty when they are the same, null when one cannot be read. */
  readonly differences: readonly ObjectDiff[] | null;
  /** A deploy of programs that died on its way, or null. */
  readonly deploy: {
    readonly command: string;
    readonly by: string;
    readonly begunAt: string;
    /** How many programs it was to change. */
    readonly programs: number;
    /** Who holds the lock now, as below; null when it died. */
    readonly runner: string | null;
  } | null;
  /** A run in progress, or null. */
  readonly run: {
    readonly runId: string;
    readonly goal: Goal;
    /** The command that goes on with it, without `dbshift`: `migrate --down`, or `rollback` where one is under way. */
    readonly command: string;
    /** Of a run that holds, or held, after a flip, or is being rolled back; else null. */
    readonly rollback: RollbackStatus | null;
    readonly startedAt: string;
    readonly batches: number;
    /** The one it is at, counted from 1; 0 for a flip alone. */
    readonly batch: number;
    /** Who holds the lock now: `connection 42 from 10.0.0.5`, or null when no runner is alive. */
    readonly runner: string | null;
    /** What a run would do next, as the rules say. */
    readonly next: string;
  } | null;
};
