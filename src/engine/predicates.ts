/** Names for what the rules and blocks ask about a view. Each is one condition with one meaning. */
import { isLock } from '../pair/facts.js';
import type { View } from '../pair/view.js';

/** The active takes writes, the passive does not, and no flip, finished or given up, has left anything to do. */
export const inRoles = (v: View): boolean => v.situation === 'steady' && !halfPointed(v) && !v.flipLanded;

/** In their roles, and scheduled events run on the active alone. */
export const steady = (v: View): boolean => inRoles(v) && v.misplaced.length === 0;

/** Steady, and nothing of an earlier run has to be put back first. */
export const ready = (v: View): boolean => steady(v) && v.stale.length === 0 && !lockedOut(v);

/** The run has something to do on the passive and cannot: at the end only the lock itself is put back. */
export const lockedOut = (v: View): boolean =>
  v.runOpen && v.passiveLocked && (v.lockedByFence || !(finished(v) && [...v.stale, ...v.own].every(isLock)));

/** Both threads of the passive run (or reconnect by themselves). */
export const passiveFollows = (v: View): boolean =>
  v.passiveApplier === 'running' && willReceive(v.passiveReceiver);

export const activeFollows = (v: View): boolean =>
  v.activeApplier === 'running' && willReceive(v.activeReceiver);

export const linked = (v: View): boolean => passiveFollows(v) && activeFollows(v);

/** The goal of `recover`: the side that the pointer names accepts writes, it alone, and lacks nothing. */
export const recovered = (v: View): boolean => steady(v) && v.pointer === 'agrees' && !errant(v);

/** Near or exact, by a receiver that is really connected: an old position can look exact without one. */
export const near = (v: View): boolean =>
  (v.distance === 'near' || v.distance === 'exact') && v.passiveReceiver === 'running';

/** Near, and the other direction, where it should run, is connected too. */
export const caughtUp = (v: View): boolean =>
  near(v) && (v.batch === 'flip' || v.activeReceiver === 'running');

export const bothHeld = (v: View): boolean => v.activeApplier === 'held' && v.passiveApplier === 'held';

/** It applies, or may begin to by itself. */
export const mayApply = (v: View): boolean =>
  v.passiveApplier === 'running' || v.passiveApplier === 'stopped';

/** A leg is to be run: the passive lacks the flip batch, wholly or in part, and nobody wants to go back. */
export const legDue = (v: View): boolean =>
  v.batch === 'flip' &&
  v.hold === 'none' &&
  (v.passiveLevel === 'old' || v.passiveLevel === 'partial') &&
  (v.activeLevel === 'old' || v.activeLevel === 'new');

/** Both sides still have the old structure and the passive applies old events: it may first catch up. */
export const followsInOldStructure = (v: View): boolean =>
  v.activeLevel === 'old' && v.passiveLevel === 'old' && passiveFollows(v);

/** Between the legs: the passive has the batch, the active has not. */
export const betweenLegs = (v: View): boolean =>
  v.batch === 'flip' && v.activeLevel === 'old' && v.passiveLevel === 'new';

/** Between the legs, the old side held and the new side applying with the conversions it needs. */
export const resynced = (v: View): boolean =>
  betweenLegs(v) && v.activeApplier === 'held' && passiveFollows(v) && v.conversions !== 'missing';

/** The rollback window: the active has the new structure, the passive still the old one, and a person decides. */
export const inWindow = (v: View): boolean =>
  v.batch === 'flip' &&
  v.hold !== 'none' &&
  v.hold !== 'lost' &&
  v.activeLevel === 'new' &&
  (v.passiveLevel === 'old' || v.passiveLevel === 'partial');

/** Nothing is lost by it: the old side is to follow the new one. */
export const mayFollowBack = (v: View): boolean =>
  inWindow(v) && v.hold !== 'stay' && v.passiveLevel === 'old';

export const followsBack = (v: View): boolean => mayFollowBack(v) && passiveFollows(v);

/** The old side is kept as it was at the flip: it receives and applies nothing. */
export const staysBehind = (v: View): boolean =>
  inWindow(v) && v.hold === 'stay' && v.passiveApplier === 'held' && willReceive(v.passiveReceiver);

/** The side with the old structure is active again: no flip is wanted, and the other one has no leg to wait for. */
export const flippedBack = (v: View): boolean =>
  v.batch === 'flip' && (v.hold === 'back' || v.hold === 'lost') && v.activeLevel === 'old';

/** Stopped for want of the conversions that a reboot forgets: set them, and it goes on. */
export const unconverted = (v: View): boolean =>
  v.batch === 'flip' &&
  v.activeLevel === 'old' &&
  (v.passiveLevel === 'partial' || v.passiveLevel === 'new') &&
  v.passiveApplier === 'broken' &&
  v.conversions === 'missing';

/**
 * Somebody started the old side's applier after the flip, and it met rows of the new structure. Its leg is what mends
 * that: with the new structure it goes on where it stopped.
 */
export const brokenBeforeItsLeg = (v: View): boolean =>
  (legDue(v) || (inWindow(v) && v.hold === 'stay')) &&
  v.activeLevel === 'new' &&
  v.passiveApplier === 'broken' &&
  v.detail.replica === null &&
  v.replicas.every(({ applier }) => applier !== 'broken');

/** A batch that replicates: run on the active, followed by the passive. */
export const replicated = (v: View): boolean => v.batch === 'direct' || v.batch === 'data';

/** Nothing left to migrate and both directions run. */
export const completed = (v: View): boolean => v.batch === 'none' && linked(v);

/** The passive applies what the active writes, and both stand where a comparison says something. */
export const comparable = (v: View): boolean =>
  (resynced(v) && !flippedBack(v)) || completed(v) || followsBack(v);

/** Where a flip may begin: everything proved, only the wish decides. */
export const atFlip = (v: View): boolean =>
  ready(v) && caughtUp(v) && v.verified && v.flip !== 'settled' && comparable(v);

/** All is done but for putting this run's own settings back. */
export const settled = (v: View): boolean => ready(v) && finished(v);

/** Nobody writes and the flip can still be finished within its time. */
export const flipping = (v: View): boolean =>
  v.situation === 'fenced' &&
  v.flip === 'wanted' &&
  v.verified &&
  v.pointer === 'agrees' &&
  !v.overTime &&
  v.gaveUp === null &&
  !v.repointFailed &&
  !errant(v) &&
  (v.distance === 'exact' || passiveFollows(v));

/**
 * Somebody started the old side's applier behind the fence. Were the passive opened now, the old side would get rows that
 * its structure cannot hold: it would stop at them (MySQL 9.7, 13146) or, with a column that it lacks, lose a part.
 */
export const oldSideLoose = (v: View): boolean => flipping(v) && betweenLegs(v) && v.activeApplier !== 'held';

/** A flip that may go on towards its promotion. */
export const closing = (v: View): boolean => flipping(v) && !oldSideLoose(v);

/** A flip was given up after some of the pointers had been moved: they must name the side that is writable again. */
export const halfPointed = (v: View): boolean =>
  v.situation === 'steady' && v.pointer === 'remembered' && v.promoteSent;

/** The passive has transactions that the active has not. */
export const errant = (v: View): boolean => v.distance === 'ahead' || v.distance === 'diverged';

function finished(v: View): boolean {
  return completed(v) && caughtUp(v) && v.verified && v.flip === 'settled';
}

function willReceive(receiver: View['passiveReceiver']): boolean {
  return receiver === 'running' || receiver === 'connecting';
}
