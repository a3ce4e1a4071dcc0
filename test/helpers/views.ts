/** Every view there is: the finite domain of the rules, as an iterator (exhaustive) and as an arbitrary (random). */
import fc from 'fast-check';
import { isRoleLock } from '../../src/pair/facts.js';
import type { ScheduledEvent } from '../../src/pair/scheduled-event.js';
import type { View } from '../../src/pair/view.js';
import { modelEvents } from './model-events.js';

type Domain = { readonly [K in keyof View]?: readonly View[K][] };

const [, tick] = modelEvents('b', 'a') as [ScheduledEvent, ScheduledEvent];

const setting = { runId: 'r', side: 'b', name: 'knex-lock', old: '0' } as const;
const lock = { runId: 'r', side: 'b', name: 'super-read-only', old: '1' } as const;

const move = { side: 'a', turn: 'on', event: tick } as const;

export const base: View = {
  situation: 'steady',
  active: 'a',
  passive: 'b',
  pointer: 'agrees',
  runOpen: true,
  batch: 'none',
  activeLevel: 'new',
  passiveLevel: 'new',
  activeReceiver: 'running',
  activeApplier: 'running',
  passiveReceiver: 'running',
  passiveApplier: 'running',
  distance: 'exact',
  verified: true,
  flip: 'settled',
  conversions: 'none',
  passiveLocked: false,
  lockedByFence: false,
  stale: [],
  own: [],
  misplaced: [],
  overTime: false,
  gaveUp: null,
  flipOpen: true,
  flipLanded: false,
  promoteSent: false,
  repointFailed: false,
  detail: { pointer: null, active: null, passive: null, replica: null, window: null },
  replicas: [],
  locked: [],
  awake: [],
  index: 0,
  current: null,
  lagMs: 0,
};

const levels = ['old', 'partial', 'new', 'foreign'] as const;
const receivers = ['running', 'connecting', 'stopped', 'broken'] as const;
const appliers = ['running', 'stopped', 'held', 'broken'] as const;
const distances = ['behind', 'near', 'exact', 'ahead', 'diverged'] as const;
const flips = ['settled', 'wanted', 'unapproved', 'out-of-hours', 'paused', 'failed-too-often'] as const;

/** No rule tells a broken receiver from a stopped one; the random views have both. */
const steadyReceivers = ['running', 'connecting', 'stopped'] as const;

/** Fields that any rule or block may look at while the pair is steady. */
export const steadyDomain: Domain = {
  batch: ['none', 'direct', 'data', 'flip'],
  activeLevel: levels,
  passiveLevel: levels,
  activeReceiver: steadyReceivers,
  activeApplier: appliers,
  passiveReceiver: steadyReceivers,
  passiveApplier: appliers,
  distance: distances,
  verified: [true, false],
  flip: flips,
  conversions: ['none', 'missing', 'set'],
  own: [[], [setting]],
};

/** The same for the states in which the pair is not steady. */
export const unsteadyDomain: Domain = {
  situation: ['fenced', 'crossed', 'split', 'fenced-alone', 'lost'],
  pointer: ['agrees', 'remembered', 'unclear'],
  passiveReceiver: receivers,
  passiveApplier: appliers,
  distance: distances,
  verified: [true, false],
  flip: flips,
  conversions: ['none', 'missing', 'set'],
  stale: [[], [setting]],
  overTime: [true, false],
  gaveUp: [null, 'circles'],
  flipOpen: [true, false],
  promoteSent: [true, false],
  repointFailed: [true, false],
};

/** Gates in front of the steady rules. */
export const gateDomain: Domain = {
  situation: ['steady', 'split'],
  pointer: ['agrees', 'remembered', 'unclear'],
  runOpen: [true, false],
  flipLanded: [false, true],
  promoteSent: [true, false],
  batch: ['none', 'flip'],
  passiveLocked: [true, false],
  lockedByFence: [true, false],
  misplaced: [[], [move]],
  stale: [[], [lock], [setting, lock]],
  own: [[], [lock], [setting, lock]],
  distance: distances,
  verified: [true, false],
  flip: flips,
  passiveApplier: appliers,
};

/** What `viewOf` can say at all, by construction; `test/pair/view.ts` proves that it never says anything else. */
export function isPossible(v: View): boolean {
  const none = v.batch === 'none';
  // The level of a side that cannot be reached is not known; no rule asks for it then.
  const unseen = v.situation === 'lost' || v.situation === 'fenced-alone';
  const finished = (level: View['activeLevel']): boolean => level === 'new' || level === 'foreign';
  if (none && !unseen && !(finished(v.activeLevel) && finished(v.passiveLevel))) return false;
  if (!none && v.activeLevel === 'new' && v.passiveLevel === 'new') return false;
  if (!none && !v.runOpen) return false;
  if (!hasPossibleSettings(v)) return false;
  if (v.conversions === 'missing' && v.batch !== 'flip') return false;
  return hasPossibleFlip(v);
}

function hasPossibleFlip(v: View): boolean {
  if (v.flipLanded && !(v.situation === 'steady' && v.pointer === 'agrees')) return false;
  const none = v.batch === 'none';
  const between = v.batch === 'flip' && v.activeLevel === 'old' && v.passiveLevel === 'new';
  if (between && v.flip === 'settled') return false;
  const flippable = none || between;
  if (v.flip !== 'settled' && !(flippable && v.runOpen)) return false;
  return !(v.flip === 'paused' && none);
}

function hasPossibleSettings(v: View): boolean {
  if (v.own.length > 0 && !v.runOpen) return false;
  // An open run has taken over the lock of any run before it.
  if (v.runOpen && v.stale.some(isRoleLock)) return false;
  return !v.lockedByFence || (v.passiveLocked && !v.own.some(isRoleLock));
}

/** All possible combinations of a domain over `base`. One object is reused: look at it, do not keep it. */
export function* everyView(domain: Domain): Generator<View> {
  const view = { ...base };
  const fields = Object.entries(domain) as [keyof View, readonly unknown[]][];
  yield* combine(view, fields, 0);
}

function* combine(view: View, fields: [keyof View, readonly unknown[]][], at: number): Generator<View> {
  const field = fields[at];
  if (field === undefined) {
    if (isPossible(view)) yield view;
    return;
  }
  for (const value of field[1]) {
    Object.assign(view, { [field[0]]: value });
    yield* combine(view, fields, at + 1);
  }
}

/** Any view, all fields at once. */
export function anyView(): fc.Arbitrary<View> {
  const domain: Domain = {
    ...steadyDomain,
    ...gateDomain,
    ...unsteadyDomain,
    batch: ['none', 'direct', 'data', 'flip'],
  };
  const entries = Object.entries({ ...domain, situation: ['steady', ...(domain.situation ?? [])] });
  const fields = Object.fromEntries(
    entries.map(([name, values]) => [name, fc.constantFrom(...(values as unknown[]))]),
  );
  return fc
    .record(fields)
    .map(some => ({ ...base, ...some }) as View)
    .filter(isPossible);
}
