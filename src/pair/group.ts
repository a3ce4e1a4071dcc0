/**
 * The passive together with the replicas below it, as the rules see it: a leg is done when the last of them has it,
 * and the passive follows when all of them do. Replicas of the active are nobody's business here. Pure.
 */
import type { Batch } from '../plan/plan.js';
import { type BatchLevel, batchLevel, isBegun, isBrought } from './progress.js';
import type { ReplicaKey } from './side.js';
import type { Applier, ReachableServer, Receiver, ReplicaState } from './state.js';

/** What actions must know of one replica of the passive. */
export type ReplicaView = {
  readonly key: ReplicaKey;
  readonly applier: Applier;
  readonly follows: boolean;
  readonly conversions: string;
  /** Privileged accounts are locked out of it. */
  readonly locked: boolean;
};

export type Group = {
  readonly level: BatchLevel;
  readonly receiver: Receiver;
  readonly applier: Applier;
  /** Every replica has what the passive had at this look, within the lag limit. */
  readonly near: boolean;
  /** A replica that no step can mend, in words. */
  readonly trouble: string | null;
  readonly replicas: readonly ReplicaView[];
};

/** The current batch, and the last one of the plan. */
export type Work = { readonly current: Batch | null; readonly last: Batch | null };

export function groupOf(passive: ReachableServer, replicas: readonly ReplicaState[], work: Work): Group {
  const standings = replicas.map(replica => standingOf(replica, passive, work));
  const level = levelIn(work, passive);
  return {
    // What replicates comes to a replica by itself: only what a leg runs on each server is looked for there.
    level:
      work.current?.strategy === 'flip' || work.current === null
        ? uniteLevels([level, ...standings.map(standing => standing.level)])
        : level,
    receiver: worstReceiver([passive.receiver, ...standings.map(({ receiver }) => receiver)]),
    applier: uniteAppliers([passive.applier, ...standings.map(({ applier }) => applier)]),
    near: standings.every(({ near }) => near),
    trouble: standings.find(({ trouble }) => trouble !== null)?.trouble ?? null,
    replicas: replicas.flatMap(({ key, server }) => (server.reachable ? [viewOfReplica(key, server)] : [])),
  };
}

export function levelIn({ current, last }: Work, server: ReachableServer): BatchLevel {
  if (current !== null) return batchLevel(current, server.level);
  return last === null || server.level.structure === last.structureAfter ? 'new' : 'foreign';
}

function viewOfReplica(key: ReplicaKey, server: ReachableServer): ReplicaView {
  const { applier, receiver, conversions, superReadOnly } = server;
  const follows = applier === 'running' && (receiver === 'running' || receiver === 'connecting');
  return { key, applier, follows, conversions, locked: superReadOnly };
}

type Standing = Pick<Group, 'level' | 'receiver' | 'applier' | 'near' | 'trouble'>;

function standingOf({ key, server, near }: ReplicaState, passive: ReachableServer, work: Work): Standing {
  const ours = levelIn(work, passive);
  const inTrouble = (level: BatchLevel, trouble: string): Standing => ({
    level,
    receiver: 'broken',
    applier: 'broken',
    near: false,
    trouble: `replica ${key}: ${trouble}`,
  });
  if (!server.reachable) return inTrouble(ours, server.error);
  const current = passive.executed.minus(server.executed).isEmpty;
  // Near says what it had some moments after its structure was read: that does not go together.
  const level = current ? levelIn(work, server) : recordedLevel(work, server, ours);
  if (!server.executed.minus(passive.executed).isEmpty)
    return inTrouble(level, 'has transactions that its source has not');
  // Held before it had everything of its side, it would get rows of the new structure into the old one, or none.
  const early = server.applier === 'held' && passive.applier === 'held' && !current;
  return {
    level,
    receiver: server.receiver,
    applier: early ? 'stopped' : server.applier,
    near: near || current,
    trouble: null,
  };
}

/** Of a replica that is behind, earlier batches may still be on their way: only the records of this one count. */
function recordedLevel({ current }: Work, { level }: ReachableServer, ours: BatchLevel): BatchLevel {
  if (current === null) return ours;
  // A way back is a run of its own: what replicates had come before it began.
  if (current.oneLeg === true) return batchLevel(current, level);
  if (isBrought(current, level)) return 'new';
  return isBegun(current, level) ? 'partial' : 'old';
}

function uniteLevels(levels: readonly BatchLevel[]): BatchLevel {
  const [first = 'new'] = levels;
  if (levels.includes('foreign')) return 'foreign';
  return levels.every(level => level === first) ? first : 'partial';
}

function uniteAppliers(appliers: readonly Applier[]): Applier {
  const [first = 'stopped'] = appliers;
  if (appliers.includes('broken')) return 'broken';
  return appliers.every(applier => applier === first) ? first : 'stopped';
}

const receivers: readonly Receiver[] = ['broken', 'stopped', 'connecting', 'running'];

function worstReceiver(all: readonly Receiver[]): Receiver {
  return receivers.find(receiver => all.includes(receiver)) ?? 'running';
}
