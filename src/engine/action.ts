/**
 * What the engine can do, as data. `statements` gives the text of an action, `perform` carries it out. With `replica`
 * an action means that server below the side instead of the side.
 */
import type { ChangedSetting } from '../pair/facts.js';
import type { ScheduledEvent } from '../pair/scheduled-event.js';
import type { ReplicaKey, Side } from '../pair/side.js';

export type Action =
  /**
   * Stop applying so that it does not start by itself, also after a reboot. A replica first gets everything that its
   * side has.
   */
  | { readonly do: 'hold-applier'; readonly side: Side; readonly replica?: ReplicaKey }
  /** Start both threads, with the flavor's repair before it. */
  | { readonly do: 'start-replication'; readonly side: Side; readonly replica?: ReplicaKey }
  /** Type conversions of the applier, as the server names them; none is the default. Leaves it stopped. */
  | {
      readonly do: 'set-conversions';
      readonly side: Side;
      readonly replica?: ReplicaKey;
      readonly conversions: readonly string[];
    }
  | { readonly do: 'restore-setting'; readonly setting: ChangedSetting }
  /** Let privileged accounts write on a read-only side (MySQL). */
  | { readonly do: 'unlock-privileged'; readonly side: Side; readonly replica?: ReplicaKey }
  /**
   * Run what a side still lacks of a batch: in a leg (not binlogged, on its replicas at the same time), or directly
   * (binlogged, replicates).
   */
  | {
      readonly do: 'run-batch';
      readonly side: Side;
      readonly index: number;
      readonly how: 'leg' | 'direct' | 'data';
      readonly replicas?: readonly ReplicaKey[];
    }
  /** Wait until a side, and its replicas, have applied what the other side has at this moment. */
  | {
      readonly do: 'wait-applied';
      readonly side: Side;
      readonly why: 'catch-up' | 'drain' | 'settle';
      readonly replicas?: readonly ReplicaKey[];
    }
  | { readonly do: 'verify'; readonly active: Side }
  /**
   * Close a side for writes, within the lock wait limit; from here writes are paused. Directly before, its scheduled
   * events are put to sleep: behind the fence their writes would fail, and what runs once would be lost.
   */
  | { readonly do: 'fence'; readonly side: Side; readonly events: readonly ScheduledEvent[] }
  /** Enable scheduled events on the side that accepts writes, or put them to sleep on one that does not. */
  | {
      readonly do: 'turn-events';
      readonly side: Side;
      readonly turn: 'on' | 'off';
      readonly events: readonly ScheduledEvent[];
    }
  /** Close a side that is not the active one and that nobody should be writing to. */
  | { readonly do: 'close-writes'; readonly side: Side }
  /** Open a side for writes: the passive by promotion, the fenced active by giving a flip up. */
  | { readonly do: 'open-writes'; readonly side: Side; readonly why: 'promote' | 'unfence' }
  | { readonly do: 'move-pointer'; readonly to: Side }
  /** End the application's sessions on a demoted side, so that pools reconnect. */
  | { readonly do: 'end-sessions'; readonly side: Side };
