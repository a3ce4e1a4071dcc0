/**
 * The table: which step a state calls for. With the goal and the named blocks the rules are total and mutually
 * exclusive; the property tests walk through every view to prove both. `src/README.md` explains each row.
 */
import type { ChangedSetting } from '../pair/facts.js';
import type { View } from '../pair/view.js';
import type { Action } from './action.js';
import {
  activeFollows,
  atFlip,
  betweenLegs,
  bothHeld,
  caughtUp,
  completed,
  flipping,
  followsInOldStructure,
  halfPointed,
  isLock,
  legDue,
  linked,
  lockedOut,
  near,
  passiveFollows,
  ready,
  replicated,
  resynced,
  settled,
  steady,
} from './predicates.js';

export type StepId =
  | 'split'
  | 'restore'
  | 'open-passive'
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
  | 'repoint-back'
  | 'demote'
  | 'unfence'
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
    title: v => `put ${nextToRestore(v)?.name} of ${nextToRestore(v)?.side} back`,
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
    actions: v => [{ do: 'unlock-privileged', side: v.passive }],
  },
  {
    id: 'quarantine',
    title: v => `stop applying on ${v.passive}: somebody changed the structure of ${v.active}`,
    when: v =>
      ready(v) && v.batch === 'flip' && v.activeLevel === 'foreign' && v.passiveApplier === 'running',
    actions: v => [{ do: 'hold-applier', side: v.passive }],
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
    actions: v => [{ do: 'wait-applied', side: v.passive, why: 'settle' }],
  },
  {
    id: 'isolate',
    title: () => 'stop applying on both sides',
    when: v => ready(v) && legDue(v) && !bothHeld(v) && (caughtUp(v) || !followsInOldStructure(v)),
    actions: v => [
      { do: 'hold-applier', side: v.active },
      { do: 'hold-applier', side: v.passive },
    ],
  },
  {
    id: 'migrate',
    title: v => `migrate ${v.passive} (passive), not binlogged`,
    when: v => ready(v) && legDue(v) && bothHeld(v),
    actions: v => [{ do: 'run-batch', side: v.passive, index: v.index, how: 'leg' }],
  },
  {
    id: 'hold-old',
    title: v => `keep ${v.active} (old structure) from applying`,
    when: v => ready(v) && betweenLegs(v) && v.activeApplier !== 'held',
    actions: v => [{ do: 'hold-applier', side: v.active }],
  },
  {
    id: 'resync',
    title: v => `let ${v.passive} apply again`,
    when: v => ready(v) && betweenLegs(v) && v.activeApplier === 'held' && !resynced(v),
    actions: v => [
      ...(v.conversions === 'missing' ? [convert(v)] : []),
      { do: 'start-replication', side: v.passive },
    ],
  },
  {
    id: 'catch-up',
    title: v => `wait until ${v.passive} has caught up`,
    when: v => ready(v) && !caughtUp(v) && mayCatchUp(v),
    actions: v => [{ do: 'wait-applied', side: v.passive, why: 'catch-up' }],
  },
  {
    id: 'verify',
    title: v => `compare ${v.passive} with ${v.active}`,
    when: v => ready(v) && caughtUp(v) && !v.verified && (resynced(v) || completed(v)),
    actions: v => [{ do: 'verify', active: v.active }],
  },
  {
    id: 'fence',
    title: v => `close ${v.active} for writes`,
    when: v => atFlip(v) && v.flip === 'wanted',
    actions: v => [{ do: 'fence', side: v.active }],
  },
  {
    id: 'drain',
    title: v => `let ${v.passive} apply everything that ${v.active} wrote`,
    when: v => flipping(v) && v.distance !== 'exact',
    actions: v => [{ do: 'wait-applied', side: v.passive, why: 'drain' }],
  },
  {
    id: 'unconvert',
    title: v => `put the type conversions of ${v.passive} back`,
    when: v => flipping(v) && v.distance === 'exact' && v.conversions === 'set',
    actions: v => [{ do: 'set-conversions', side: v.passive, conversions: conversionsBefore(v) }],
  },
  {
    id: 'promote',
    title: v => `open ${v.passive} for writes`,
    when: v => flipping(v) && v.distance === 'exact' && v.conversions !== 'set',
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
    ],
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
    actions: v => [{ do: 'open-writes', side: v.active, why: 'unfence' }],
  },
  {
    id: 'relink',
    title: v => `start applying on ${passiveFollows(v) ? v.active : v.passive}`,
    // The active last: it can only ask for a position that the passive has.
    when: v => ready(v) && v.batch !== 'flip' && (!passiveFollows(v) || (near(v) && !activeFollows(v))),
    actions: v => [{ do: 'start-replication', side: passiveFollows(v) ? v.active : v.passive }],
  },
];

/** States in which applying is legitimate and only time is missing. */
function mayCatchUp(v: View): boolean {
  if (v.batch === 'flip') return resynced(v) || (legDue(v) && followsInOldStructure(v) && !bothHeld(v));
  const settling = replicated(v) && v.activeLevel === 'new' && linked(v);
  return passiveFollows(v) && !settling && (!near(v) || activeFollows(v));
}

/** One at a time, so that each is written down when it is done; locks last. */
function nextToRestore(v: View): ChangedSetting | undefined {
  const due = v.stale.length > 0 ? v.stale : v.own;
  return due.find(setting => !isLock(setting)) ?? due[0];
}

/** What the passive had before a run changed it. */
function conversionsBefore(v: View): readonly string[] {
  const setting = [...v.stale, ...v.own].find(
    ({ name, side }) => name === 'conversions' && side === v.passive,
  );
  return setting?.old.split(',').filter(Boolean) ?? [];
}

function convert(v: View): Action {
  return { do: 'set-conversions', side: v.passive, conversions: v.current?.conversions ?? [] };
}
