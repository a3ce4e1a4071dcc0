/**
 * The table: which step a state calls for. With the goal and the named blocks the rules are total and mutually
 * exclusive; the property tests walk through every view to prove both. `src/README.md` explains each row.
 */
import { type ChangedSetting, isLock } from '../pair/facts.js';
import type { EventMove } from '../pair/scheduled-event.js';
import type { View } from '../pair/view.js';
import type { Action } from './action.js';
import {
  activeFollows,
  atFlip,
  betweenLegs,
  bothHeld,
  brokenBeforeItsLeg,
  caughtUp,
  closing,
  comparable,
  flipping,
  followsBack,
  followsInOldStructure,
  halfPointed,
  inRoles,
  inWindow,
  legDue,
  linked,
  lockedOut,
  mayApply,
  mayFollowBack,
  near,
  oldSideLoose,
  passiveFollows,
  ready,
  replicated,
  resynced,
  settled,
  staysBehind,
  steady,
} from './predicates.js';
import {
  alsoReplicas,
  below,
  convert,
  followAgain,
  holdReplicas,
  lacksConversions,
  resyncReplica,
} from './replica-actions.js';

export type StepId =
  | 'split'
  | 'restore'
  | 'open-passive'
  | 'move-events'
  | 'quarantine'
  | 'direct'
  | 'data'
  | 'settle'
  | 'isolate'
  | 'migrate'
  | 'hold-old'
  | 'resync'
  | 'catch-up'
  | 'verify'
  | 'fence'
  | 'drain'
  | 'unconvert'
  | 'promote'
  | 'repoint'
  | 'end-flip'
  | 'repoint-back'
  | 'demote'
  | 'unfence'
  | 'follow'
  | 'keep-old'
  | 'relink';

export type Rule = {
  readonly id: StepId;
  /** Shown to people while the step runs. */
  readonly title: (view: View) => string;
  readonly when: (view: View) => boolean;
  readonly actions: (view: View) => readonly Action[];
};

/** A rule that applies, with its actions for this very state. */
export type Step = { readonly id: StepId; readonly title: string; readonly actions: readonly Action[] };

export const rules: readonly Rule[] = [
  {
    id: 'split',
    title: v => `close ${v.passive} for writes: the pointer names ${v.active}`,
    when: v => v.situation === 'split',
    actions: v => [{ do: 'close-writes', side: v.passive }],
  },
  {
    id: 'restore',
    title: v =>
      `put ${nextToRestore(v)?.name} of ${nextToRestore(v)?.replica ?? nextToRestore(v)?.side} back`,
    when: v => (steady(v) && v.stale.length > 0 && !lockedOut(v)) || (settled(v) && v.own.length > 0),
    actions: v =>
      [nextToRestore(v)].flatMap(setting =>
        setting === undefined ? [] : [{ do: 'restore-setting', setting }],
      ),
  },
  {
    id: 'open-passive',
    title: v => `let the run write on ${v.passive}`,
    when: v => steady(v) && lockedOut(v),
    actions: v => v.locked.map(place => ({ do: 'unlock-privileged', ...place })),
  },
  {
    id: 'move-events',
    title: v => `let scheduled events run on ${v.active}, and there alone`,
    when: v => inRoles(v) && v.misplaced.length > 0,
    actions: v => turnEvents(v.misplaced),
  },
  {
    id: 'quarantine',
    title: v => `stop applying on ${v.passive}: somebody changed the structure of ${v.active}`,
    when: v => ready(v) && v.batch === 'flip' && v.activeLevel === 'foreign' && mayApply(v),
    // After an undone flip the conversions are off: the person who starts it again, to let the undoing come, needs them.
    // Before it is held: one that is found held is not touched again.
    actions: v => [
      ...(v.conversions === 'missing' ? [convert(v)] : []),
      { do: 'hold-applier', side: v.passive },
      ...holdReplicas(v),
    ],
  },
  {
    id: 'direct',
    title: v => `run on ${v.active}, replicated to ${v.passive}`,
    when: v => ready(v) && v.batch === 'direct' && v.activeLevel !== 'new' && linked(v) && caughtUp(v),
    actions: v => [{ do: 'run-batch', side: v.active, index: v.index, how: 'direct' }],
  },
  {
    id: 'data',
    title: v => `run once on ${v.active}, replicated to ${v.passive}`,
    when: v => ready(v) && v.batch === 'data' && v.activeLevel !== 'new' && linked(v) && caughtUp(v),
    actions: v => [{ do: 'run-batch', side: v.active, index: v.index, how: 'data' }],
  },
  {
    id: 'settle',
    title: v => `wait until ${v.passive} has it too`,
    when: v => ready(v) && replicated(v) && v.activeLevel === 'new' && linked(v) && v.distance !== 'exact',
    actions: v => [{ do: 'wait-applied', side: v.passive, why: 'settle', ...below(v) }],
  },
  {
    id: 'isolate',
    title: () => 'stop applying on both sides',
    when: v => ready(v) && legDue(v) && !bothHeld(v) && (caughtUp(v) || !followsInOldStructure(v)),
    actions: v => [
      { do: 'hold-applier', side: v.active },
      { do: 'hold-applier', side: v.passive },
      ...holdReplicas(v),
    ],
  },
  {
    id: 'migrate',
    title: v => `migrate ${v.passive} (passive)${alsoReplicas(v)}, not binlogged`,
    when: v => ready(v) && legDue(v) && bothHeld(v),
    actions: v => [{ do: 'run-batch', side: v.passive, index: v.index, how: 'leg', ...below(v) }],
  },
  {
    id: 'hold-old',
    title: v => `keep ${v.active} (old structure) from applying`,
    when: v => (ready(v) && betweenLegs(v) && v.activeApplier !== 'held') || oldSideLoose(v),
    actions: v => [{ do: 'hold-applier', side: v.active }],
  },
  {
    id: 'resync',
    title: v => `let ${v.passive} apply again`,
    when: v => ready(v) && betweenLegs(v) && v.activeApplier === 'held' && !resynced(v),
    // Replicas first: what the passive writes from now on is for the new structure.
    actions: v => [
      ...v.replicas
        .filter(replica => !replica.follows || lacksConversions(v, replica))
        .flatMap(resyncReplica(v)),
      ...(v.conversions === 'missing' ? [convert(v)] : []),
      { do: 'start-replication', side: v.passive },
    ],
  },
  {
    id: 'catch-up',
    title: v => `wait until ${v.passive} has caught up`,
    when: v => ready(v) && !caughtUp(v) && mayCatchUp(v),
    actions: v => [{ do: 'wait-applied', side: v.passive, why: 'catch-up', ...below(v) }],
  },
  {
    id: 'verify',
    title: v => `compare ${v.passive} with ${v.active}`,
    when: v => ready(v) && caughtUp(v) && !v.verified && comparable(v),
    actions: v => [{ do: 'verify', active: v.active }],
  },
  {
    id: 'fence',
    title: v => `close ${v.active} for writes`,
    when: v => atFlip(v) && v.flip === 'wanted',
    actions: v => [{ do: 'fence', side: v.active, events: v.awake }],
  },
  {
    id: 'drain',
    title: v => `let ${v.passive} apply everything that ${v.active} wrote`,
    when: v => closing(v) && v.distance !== 'exact',
    actions: v => [{ do: 'wait-applied', side: v.passive, why: 'drain' }],
  },
  {
    id: 'unconvert',
    title: v => `put the type conversions of ${v.passive} back`,
    when: v => closing(v) && v.distance === 'exact' && v.conversions === 'set',
    actions: v => [{ do: 'set-conversions', side: v.passive, conversions: conversionsBefore(v) }],
  },
  {
    id: 'promote',
    title: v => `open ${v.passive} for writes`,
    when: v => closing(v) && v.distance === 'exact' && v.conversions !== 'set',
    actions: v => [{ do: 'open-writes', side: v.passive, why: 'promote' }],
  },
  {
    id: 'repoint',
    title: v => `move the pointer to ${v.passive}`,
    when: v =>
      v.situation === 'crossed' && (v.distance === 'ahead' || (v.distance === 'exact' && !v.repointFailed)),
    actions: v => [
      { do: 'move-pointer', to: v.passive },
      { do: 'end-sessions', side: v.active },
      ...turnEvents(v.misplaced),
    ],
  },
  {
    id: 'end-flip',
    title: v => `end the sessions that ${v.passive} has left from before the flip`,
    when: v => v.flipLanded,
    actions: v => [{ do: 'end-sessions', side: v.passive }],
  },
  {
    id: 'repoint-back',
    title: v => `move the pointers back to ${v.active}: the flip was given up`,
    when: halfPointed,
    actions: v => [{ do: 'move-pointer', to: v.active }],
  },
  {
    id: 'demote',
    title: v => `close ${v.passive} again: the pointer did not move`,
    when: v =>
      v.situation === 'crossed' && v.distance !== 'ahead' && (v.distance !== 'exact' || v.repointFailed),
    actions: v => [{ do: 'close-writes', side: v.passive }],
  },
  {
    id: 'unfence',
    title: v => `open ${v.active} for writes again`,
    when: v => (v.situation === 'fenced' && !flipping(v)) || v.situation === 'fenced-alone',
    // The passive may be the reason: nothing is done there.
    actions: v => [
      { do: 'open-writes', side: v.active, why: 'unfence' },
      ...turnEvents(v.misplaced.filter(({ turn }) => turn === 'on')),
    ],
  },
  {
    id: 'follow',
    title: v => `let ${v.passive} (old structure) follow ${v.active}, so that the flip can be taken back`,
    when: v =>
      ready(v) &&
      mayFollowBack(v) &&
      !passiveFollows(v) &&
      v.passiveApplier !== 'broken' &&
      v.passiveReceiver !== 'broken',
    actions: followAgain,
  },
  {
    id: 'keep-old',
    title: v => `keep ${v.passive} as it was at the flip`,
    when: v =>
      ready(v) &&
      inWindow(v) &&
      v.hold === 'stay' &&
      !staysBehind(v) &&
      v.passiveReceiver !== 'broken' &&
      (v.passiveApplier !== 'broken' || brokenBeforeItsLeg(v)),
    // Its receiver runs on, so that what the active wrote is not on one server alone.
    actions: v => [{ do: 'hold-applier', side: v.passive }, ...holdReplicas(v)],
  },
  {
    id: 'relink',
    title: v => `start applying on ${passiveFollows(v) ? v.active : v.passive}`,
    // The active last: it can only ask for a position that the passive has.
    when: v => ready(v) && v.batch !== 'flip' && (!passiveFollows(v) || (near(v) && !activeFollows(v))),
    actions: v => (passiveFollows(v) ? [{ do: 'start-replication', side: v.active }] : followAgain(v)),
  },
];

/** States in which applying is legitimate and only time is missing. */
function mayCatchUp(v: View): boolean {
  if (v.batch === 'flip')
    return resynced(v) || followsBack(v) || (legDue(v) && followsInOldStructure(v) && !bothHeld(v));
  const settling = replicated(v) && v.activeLevel === 'new' && linked(v);
  return passiveFollows(v) && !settling && (!near(v) || activeFollows(v));
}

/** One action for each side and direction; first off, so that nothing is ever on at both. */
function turnEvents(moves: readonly EventMove[]): readonly Action[] {
  return (['off', 'on'] as const).flatMap(turn => {
    const [first, ...others] = moves.filter(move => move.turn === turn);
    if (first === undefined) return [];
    const events = [first, ...others].map(({ event }) => event);
    return [{ do: 'turn-events', side: first.side, turn, events }];
  });
}

/** One at a time, so that each is written down when it is done; locks last. */
function nextToRestore(v: View): ChangedSetting | undefined {
  const due = v.stale.length > 0 ? v.stale : v.own;
  return due.find(setting => !isLock(setting)) ?? due[0];
}

/** What the passive had before a run changed it. */
function conversionsBefore(v: View): readonly string[] {
  const setting = [...v.stale, ...v.own].find(
    ({ name, side, replica }) => name === 'conversions' && side === v.passive && replica === undefined,
  );
  return setting?.old.split(',').filter(Boolean) ?? [];
}
