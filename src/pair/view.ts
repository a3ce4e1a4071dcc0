/**
 * The few questions that the rules ask, answered from a look and the journal's facts. A `View` is small and finite
 * on purpose: the property tests walk through all of it.
 */
import type { Batch, Strategy } from '../plan/plan.js';
import { type ChangedSetting, type Facts, isRoleLock, type RuleLimits } from './facts.js';
import { describeWindow } from './flip-window.js';
import { type FlipWish, flipWish } from './flip-wish.js';
import { type Group, groupOf, levelIn, type ReplicaView } from './group.js';
import { type Hold, holdOf } from './hold.js';
import { type BatchLevel, currentBatch } from './progress.js';
import { isFresh, verificationKey } from './proof.js';
import { type EventMove, enabledEvents, misplacedEvents, type ScheduledEvent } from './scheduled-event.js';
import { otherSide, type Place, type Side, sideOf } from './side.js';
import {
  type Distance,
  distanceOf,
  type Situation,
  situationOf,
  writableOf,
  writableSide,
} from './situation.js';
import type { Applier, PairState, ReachableServer, Receiver, ReplicaState, ServerState } from './state.js';

export type View = {
  readonly situation: Situation;
  readonly active: Side;
  readonly passive: Side;
  /** `remembered`: it cannot be read, but the journal of the open flip says which side it named. */
  readonly pointer: 'agrees' | 'remembered' | 'unclear';
  /** A run is open in the journal. */
  readonly runOpen: boolean;
  /** Way of the current batch: the first one that not both sides have. */
  readonly batch: Strategy | 'none';
  /** Relative to the current batch; `new` where there is none. */
  readonly activeLevel: BatchLevel;
  readonly passiveLevel: BatchLevel;
  readonly activeReceiver: Receiver;
  readonly activeApplier: Applier;
  readonly passiveReceiver: Receiver;
  readonly passiveApplier: Applier;
  readonly distance: Distance;
  readonly verified: boolean;
  readonly flip: FlipWish;
  /** What becomes of the side with the old structure after the flip of the current batch. */
  readonly hold: Hold;
  /** The passive needs conversions for the current batch and does not have them yet, has ours, or neither. */
  readonly conversions: 'none' | 'missing' | 'set';
  /** Privileged accounts are locked out of the passive although the run must write there. */
  readonly passiveLocked: boolean;
  /** Only a fence of this run locked them out: that is taken back also when all is done. */
  readonly lockedByFence: boolean;
  /** Settings that a run which is over left changed: put back before anything else. */
  readonly stale: readonly ChangedSetting[];
  /** Settings that this run changed: put back when all is done. */
  readonly own: readonly ChangedSetting[];
  /** What keeps scheduled events from running where writes are accepted, and only there. */
  readonly misplaced: readonly EventMove[];
  /** The write pause is over its limit, or nobody wrote down when it began. */
  readonly overTime: boolean;
  /** Why the engine gives the flip up although the state allows it: it lost a lock, or goes in circles. */
  readonly gaveUp: string | null;
  /** This run took the writes from the active, and that flip has not ended. */
  readonly flipOpen: boolean;
  /** The pointer names the side that this run promoted, and the end of that flip is not written down. */
  readonly flipLanded: boolean;
  /** A promotion of this flip may have been sent. */
  readonly promoteSent: boolean;
  /** The pointer refused too often in this flip. */
  readonly repointFailed: boolean;
  /** For actions and texts; rules do not look at what follows. */
  readonly detail: ViewDetail;
  /** The reachable replicas of the passive; what the rules ask of them is in the passive's own answers. */
  readonly replicas: readonly ReplicaView[];
  /** The passive and its replicas, as far as privileged accounts are locked out of them. */
  readonly locked: readonly Place[];
  /** Scheduled events that are enabled where they belong. */
  readonly awake: readonly ScheduledEvent[];
  readonly index: number;
  readonly current: Batch | null;
  readonly lagMs: number | 'unknown';
};

/** The world's own words about what is wrong, or null; and the flip window. */
export type ViewDetail = {
  readonly pointer: string | null;
  readonly active: string | null;
  readonly passive: string | null;
  readonly replica: string | null;
  readonly window: string | null;
};

export function viewOf(state: PairState, facts: Facts, limits: RuleLimits): View {
  const active =
    state.pointer.kind === 'names' ? state.pointer.side : (facts.flipFrom ?? writableSide(state));
  const passive = otherSide(active);
  const upper = state[active];
  const lower = state[passive];
  const key = verificationKey(state, facts, active);
  const situation = situationOf(writableOf(upper), writableOf(lower));
  const replicas = replicasFor(state, facts, { situation, passive });
  const work = workOf(state, facts, replicas);
  const group = lower.reachable ? groupOf(lower, replicas, work) : null;
  const activeLevel = upper.reachable ? activeLevelIn(work, upper) : 'old';
  const passiveLevel = group?.level ?? 'old';
  const hold = holdOf(facts, { ...work, activeLevel, passiveLevel, passive });
  return {
    situation,
    active,
    passive,
    pointer: state.pointer.kind === 'names' ? 'agrees' : facts.flipFrom === null ? 'unclear' : 'remembered',
    runOpen: facts.intent !== null,
    batch: work.current?.strategy ?? 'none',
    activeLevel,
    passiveLevel,
    activeReceiver: upper.reachable ? upper.receiver : 'stopped',
    activeApplier: upper.reachable ? upper.applier : 'stopped',
    ...passiveThreads(group),
    distance: upper.reachable && lower.reachable ? distanceOf(upper, lower, state.near, group) : 'behind',
    verified: facts.verified.includes(key) && isFresh(state, facts, limits),
    flip: flipWish({ state, facts, limits, current: work.current, active, activeLevel, passiveLevel, hold }),
    hold,
    conversions: lower.reachable ? conversionsOf(lower, { work, facts, side: passive, group }) : 'none',
    ...locksOf(lower, group, passive),
    ...settingsOf(facts, passive, lower),
    ...eventsIn(state, { situation, active }),
    gaveUp: null,
    ...openFlip(state, facts, { limits, situation, active }),
    detail: {
      pointer: state.pointer.kind === 'names' ? null : state.pointer.detail,
      active: troubleOf(upper),
      passive: troubleOf(lower),
      replica: group?.trouble ?? null,
      window: limits.flipWindow === null ? null : describeWindow(limits.flipWindow),
    },
    replicas: group?.replicas ?? [],
    index: work.index,
    current: work.current,
    lagMs: state.lagMs,
  };
}

type FlipIn = Pick<View, 'situation' | 'active'> & { readonly limits: RuleLimits };

function openFlip(
  { pointer, at }: PairState,
  { flipFrom, pausedAt, promoteSent, failedRepoints }: Facts,
  { limits, situation, active }: FlipIn,
): Pick<View, 'overTime' | 'flipOpen' | 'flipLanded' | 'promoteSent' | 'repointFailed'> {
  return {
    overTime: pausedAt === null || !isWithin(limits.writePauseMs, at - pausedAt),
    flipOpen: flipFrom === active,
    flipLanded: situation === 'steady' && pointer.kind === 'names' && flipFrom === otherSide(active),
    promoteSent,
    repointFailed: failedRepoints >= limits.repointAttempts,
  };
}

/** A pause that began in the future was begun on another machine, whose clock says nothing here. */
function isWithin(limitMs: number, elapsedMs: number): boolean {
  return elapsedMs >= 0 && elapsedMs <= limitMs;
}

/** Events belong to the side that accepts writes, or will again. */
function eventsIn(
  state: PairState,
  { situation, active }: Pick<View, 'situation' | 'active'>,
): Pick<View, 'misplaced' | 'awake'> {
  const holder = situation === 'crossed' ? otherSide(active) : active;
  const [upper, lower] = [state[holder], state[otherSide(holder)]];
  if (!upper.reachable) return { misplaced: [], awake: [] };
  const other = lower.reachable ? { side: otherSide(holder), server: lower } : null;
  return {
    misplaced: misplacedEvents({ side: holder, server: upper }, other),
    awake: enabledEvents(upper.events),
  };
}

function locksOf(
  lower: ServerState,
  group: Group | null,
  passive: Side,
): Pick<View, 'passiveLocked' | 'locked'> {
  const below = (group?.replicas ?? []).filter(({ locked }) => locked);
  const locked: readonly Place[] = [
    ...(lower.reachable && lower.superReadOnly ? [{ side: passive }] : []),
    ...below.map(({ key }) => ({ side: passive, replica: key })),
  ];
  return { passiveLocked: locked.length > 0, locked };
}

function passiveThreads(group: Group | null): Pick<View, 'passiveReceiver' | 'passiveApplier'> {
  if (group === null) return { passiveReceiver: 'stopped', passiveApplier: 'stopped' };
  return { passiveReceiver: group.receiver, passiveApplier: group.applier };
}

/**
 * Replicas matter to a run with legs, while writes are on: nothing that happens below the passive may lengthen a write
 * pause or hinder a flip that only moves the active role.
 */
function replicasFor(
  state: PairState,
  facts: Facts,
  { situation, passive }: Pick<View, 'situation' | 'passive'>,
): readonly ReplicaState[] {
  const hasLegs = facts.intent !== null && facts.intent.goal !== 'flip';
  if (situation !== 'steady' || !hasLegs) return [];
  return state.replicas.filter(({ key }) => sideOf(key) === passive);
}

/** The lock of the passive belongs to the role, so an open run puts back what any run before it left. */
function settingsOf(
  { changed, intent, lastFenced }: Facts,
  passive: Side,
  lower: ServerState,
): Pick<View, 'lockedByFence' | 'stale' | 'own'> {
  const settings = changed.map(setting => (isRoleLock(setting) ? { ...setting, side: passive } : setting));
  const isOwn = (setting: ChangedSetting): boolean =>
    setting.runId === intent?.runId ||
    (intent?.adopts !== undefined && setting.runId === intent.adopts) ||
    (isRoleLock(setting) && intent !== null);
  return {
    lockedByFence:
      lower.reachable && lower.superReadOnly && lastFenced === passive && !settings.some(isRoleLock),
    stale: settings.filter(setting => !isOwn(setting)),
    own: settings.filter(isOwn),
  };
}

/** What only the passive may be taken back from: an active that stands there had its role changed meanwhile. */
function activeLevelIn(work: Work, active: ReachableServer): BatchLevel {
  const level = levelIn(work, active);
  return work.current?.oneLeg === true && level === 'old' ? 'partial' : level;
}

function troubleOf(server: ServerState): string | null {
  return server.reachable ? server.replicationError : server.error;
}

type Work = { readonly index: number; readonly current: Batch | null; readonly last: Batch | null };

function workOf(state: PairState, facts: Facts, replicas: readonly ReplicaState[]): Work {
  const plan = facts.intent?.plan ?? null;
  if (plan === null || !state.a.reachable || !state.b.reachable)
    return { index: 0, current: null, last: null };
  const index = currentBatch(plan, {
    sides: [state.a.level, state.b.level],
    replicas: replicas.flatMap(({ server }) => (server.reachable ? [server.level] : [])),
  });
  return { index, current: plan.batches[index] ?? null, last: plan.batches.at(-1) ?? null };
}

type Converted = {
  readonly work: Work;
  readonly facts: Facts;
  readonly side: Side;
  readonly group: Group | null;
};

function conversionsOf(
  passive: ReachableServer,
  { work, facts, side, group }: Converted,
): View['conversions'] {
  const ours = facts.changed.some(
    ({ name, side: of, replica }) => name === 'conversions' && of === side && replica === undefined,
  );
  const wanted = work.current?.conversions ?? [];
  const has = ({ conversions }: { readonly conversions: string }): boolean =>
    wanted.every(conversion => conversions.split(',').includes(conversion));
  const all = [passive, ...(group?.replicas ?? [])];
  // What conversions cannot mend must not look as if it waited for them.
  if (wanted.length > 0 && !all.every(has) && group?.trouble == null) return 'missing';
  return ours && passive.conversions !== '' ? 'set' : 'none';
}
