/**
 * The few questions that the rules ask, answered from a look and the journal's facts. A `View` is small and finite
 * on purpose: the property tests walk through all of it.
 */
import type { Batch, Strategy } from '../plan/plan.js';
import { type ChangedSetting, type Facts, isRoleLock, type RuleLimits } from './facts.js';
import { describeWindow, isInWindow } from './flip-window.js';
import { type Group, groupOf, levelIn, type ReplicaView } from './group.js';
import { type BatchLevel, currentBatch } from './progress.js';
import { type EventMove, enabledEvents, misplacedEvents, type ScheduledEvent } from './scheduled-event.js';
import { otherSide, type Place, type Side, sideOf } from './side.js';
import type { Applier, PairState, ReachableServer, Receiver, ReplicaState, ServerState } from './state.js';

/**
 * By who accepts writes, with the roles of the pointer. steady: the active only. fenced: nobody. crossed: the
 * passive only (promoted, pointer not moved yet). split: both. fenced-alone: the active refuses writes and the
 * passive cannot be reached. lost: everything else in which a server cannot be reached.
 */
export type Situation = 'steady' | 'fenced' | 'crossed' | 'split' | 'fenced-alone' | 'lost';

/**
 * Passive against active. near: misses something that it will have within the lag limit. ahead: it has all of the
 * active and transactions of its own (errant); diverged: each has something that the other has not.
 */
export type Distance = 'behind' | 'near' | 'exact' | 'ahead' | 'diverged';

/**
 * `settled`: nothing to flip. `paused`: the run was told to stop here. `unapproved`: waits for a person. `out-of-hours`:
 * waits for the flip window to open.
 */
export type FlipWish = 'settled' | 'wanted' | 'unapproved' | 'out-of-hours' | 'paused' | 'failed-too-often';

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
    flip: flipWish({ state, facts, limits, work, active, activeLevel, passiveLevel }),
    conversions: lower.reachable ? conversionsOf(lower, { work, facts, side: passive, group }) : 'none',
    ...locksOf(lower, group, passive),
    ...settingsOf(facts, passive, lower),
    ...eventsIn(state, { situation, active }),
    overTime: facts.pausedAt === null || state.at - facts.pausedAt > limits.writePauseMs,
    gaveUp: null,
    flipOpen: facts.flipFrom === active,
    promoteSent: facts.promoteSent,
    repointFailed: facts.failedRepoints >= limits.repointAttempts,
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
 * Names what a verification proved: the levels of both sides, the direction and the boots. A reboot or a flip or
 * another level gives another key, so that an old proof proves nothing. Records count too: a migration may rebuild
 * a table without a trace in its structure.
 */
export function verificationKey(state: PairState, facts: Facts, active: Side): string {
  const part = (side: Side): string => {
    const server = state[side];
    if (!server.reachable) return 'lost';
    const { structure, recorded } = server.level;
    return `${structure.slice(0, 16)}+${recorded.length}@${server.identity.bootedAt}`;
  };
  return `${facts.intent?.runId ?? 'none'} ${active} a=${part('a')} b=${part('b')}`;
}

/**
 * A run may wait for hours between the proof and the flip: for a person, or for the window. A flip that has begun does
 * not stop for it.
 */
function isFresh(state: PairState, { verifiedAt, flipFrom }: Facts, { proofMs }: RuleLimits): boolean {
  return verifiedAt === null || flipFrom !== null || state.at - verifiedAt <= proofMs;
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

function writableOf(server: ServerState): boolean | null {
  return server.reachable ? server.writable : null;
}

function situationOf(active: boolean | null, passive: boolean | null): Situation {
  if (active === null) return 'lost';
  if (passive === null) return active ? 'lost' : 'fenced-alone';
  if (active) return passive ? 'split' : 'steady';
  return passive ? 'crossed' : 'fenced';
}

/** Without any record the writable side is shown as the active; no rule acts on that guess. */
function writableSide({ b }: PairState): Side {
  return b.reachable && b.writable ? 'b' : 'a';
}

function distanceOf(
  active: ReachableServer,
  passive: ReachableServer,
  near: boolean,
  group: Group | null,
): Distance {
  const own = !passive.executed.minus(active.executed).isEmpty;
  const current = passive.executed.contains(active.executed);
  if (own) return current ? 'ahead' : 'diverged';
  if (group?.near === false) return 'behind';
  if (current) return 'exact';
  return near ? 'near' : 'behind';
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

type Wish = {
  readonly state: PairState;
  readonly facts: Facts;
  readonly limits: RuleLimits;
  readonly work: Work;
  readonly active: Side;
  readonly activeLevel: BatchLevel;
  readonly passiveLevel: BatchLevel;
};

function flipWish({ state, facts, limits, work, active, activeLevel, passiveLevel }: Wish): FlipWish {
  const { intent } = facts;
  const forBatch = work.current?.strategy === 'flip' && activeLevel === 'old' && passiveLevel === 'new';
  const forRole = work.current === null && intent?.wantActive != null && intent.wantActive !== active;
  if (intent === null || !(forBatch || forRole)) return 'settled';
  if (facts.failedFlips >= limits.flipAttempts) return 'failed-too-often';
  if (forBatch && intent.pauseAt === 'passive') return 'paused';
  if (!facts.approvedFlip) return 'unapproved';
  // One that has begun is finished, whatever time it has become.
  const { flipWindow } = limits;
  const closed = flipWindow !== null && facts.flipFrom === null && !isInWindow(flipWindow, state.at);
  return closed ? 'out-of-hours' : 'wanted';
}
