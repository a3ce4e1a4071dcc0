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
  hold: 'none',
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
const holds = ['none', 'follow', 'stay', 'back', 'lost'] as const;
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

/** The rollback window, where a broken receiver is told from a stopped one. */
export const windowDomain: Domain = {
  ...steadyDomain,
  batch: ['flip'],
  hold: ['follow', 'stay', 'back', 'lost'],
  passiveReceiver: receivers,
  detail: [base.detail, { ...base.detail, replica: 'replica b/c: cannot connect' }],
  own: [[]],
};

/** A flip back, begun and not ended. */
export const flipBackDomain: Domain = {
  ...unsteadyDomain,
  situation: ['fenced', 'crossed'],
  batch: ['flip'],
  hold: ['back', 'follow'],
  activeLevel: ['old', 'new'],
  passiveLevel: ['old', 'new'],
  activeApplier: ['running', 'held'],
  passiveReceiver: ['running', 'stopped'],
  flip: ['settled', 'wanted', 'failed-too-often'],
  conversions: ['none'],
  stale: [[]],
  flipOpen: [true],
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

/** Fields that depend on each other: all that `isPossible` looks at. */
const bound = [
  ...(['situation', 'pointer', 'runOpen', 'batch', 'activeLevel', 'passiveLevel', 'hold', 'flip'] as const),
  ...(['flipLanded', 'conversions', 'own', 'stale', 'passiveLocked', 'lockedByFence'] as const),
];

type BoundView = Pick<View, (typeof bound)[number]>;

/** What `viewOf` can say at all, by construction; `test/pair/view.ts` proves that it never says anything else. */
export function isPossible(v: BoundView): boolean {
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

function hasPossibleFlip(v: BoundView): boolean {
  if (v.flipLanded && !(v.situation === 'steady' && v.pointer === 'agrees')) return false;
  if (v.hold !== 'none' && !hasPossibleHold(v)) return false;
  const none = v.batch === 'none';
  const between = v.batch === 'flip' && v.activeLevel === 'old' && v.passiveLevel === 'new';
  if (between && v.flip === 'settled' && v.hold !== 'back' && v.hold !== 'lost') return false;
  const back = v.hold === 'back' && v.activeLevel === 'new' && v.passiveLevel === 'old';
  const flippable = none || (between && v.hold === 'none') || back;
  if (v.flip !== 'settled' && !(flippable && v.runOpen)) return false;
  if (back && v.flip !== 'wanted' && v.flip !== 'failed-too-often') return false;
  return !(v.flip === 'paused' && none);
}

function hasPossibleHold(v: BoundView): boolean {
  if (v.batch !== 'flip' || !v.runOpen) return false;
  const flipped = v.activeLevel === 'new' && (v.passiveLevel === 'old' || v.passiveLevel === 'partial');
  if (v.hold === 'lost') return v.activeLevel === 'old';
  return v.hold === 'back' || (flipped && (v.hold === 'stay' || v.passiveLevel === 'old'));
}

function hasPossibleSettings(v: BoundView): boolean {
  if (v.own.length > 0 && !v.runOpen) return false;
  // An open run has taken over the lock of any run before it.
  if (v.runOpen && v.stale.some(isRoleLock)) return false;
  return !v.lockedByFence || (v.passiveLocked && !v.own.some(isRoleLock));
}

/** All possible combinations of a domain over `base`. One object is reused: look at it, do not keep it. */
export function* everyView(domain: Domain): Generator<View> {
  const view = { ...base };
  const fields = Object.entries(domain) as Field[];
  // What cannot be is left out before the free fields multiply it.
  for (const one of everyCombination(view, fields.filter(isBound)))
    if (isPossible(one))
      yield* everyCombination(
        view,
        fields.filter(field => !isBound(field)),
      );
}

type Field = [keyof View, readonly unknown[]];

const isBound = ([name]: Field): boolean => bound.some(one => one === name);

/** Counts through the values like an odometer: millions of views are too many for a generator in each digit. */
function* everyCombination(view: View, fields: readonly Field[]): Generator<View> {
  const digits = fields.map(() => 0);
  const set = (at: number, digit: number): void => {
    digits[at] = digit;
    const field = fields[at];
    if (field !== undefined) Object.assign(view, { [field[0]]: field[1][digit] });
  };
  for (const at of fields.keys()) set(at, 0);
  for (;;) {
    yield view;
    let at = fields.length - 1;
    while (at >= 0 && (digits[at] ?? 0) + 1 === fields[at]?.[1].length) set(at--, 0);
    if (at < 0) return;
    set(at, (digits[at] ?? 0) + 1);
  }
}

/** Any view, all fields at once; every other one with a rollback window, which few of the others would have. */
export function anyView(): fc.Arbitrary<View> {
  const domain: Domain = {
    ...steadyDomain,
    ...gateDomain,
    ...unsteadyDomain,
    batch: ['none', 'direct', 'data', 'flip'],
    situation: ['steady', ...(unsteadyDomain.situation ?? [])],
  };
  const inWindow: Domain = {
    ...domain,
    ...{ batch: ['flip'], runOpen: [true], hold: holds, stale: [[], [setting]] },
    flip: ['settled', 'wanted', 'failed-too-often'],
  };
  return fc.oneof(viewIn(domain), viewIn(inWindow));
}

/** What depends on each other is drawn from what can be: of the rest of a domain, most would be thrown away. */
function viewIn(domain: Domain): fc.Arbitrary<View> {
  const fields = Object.entries(domain) as Field[];
  const possible = possibleDigits(fields.filter(isBound));
  const free = fields
    .filter(field => !isBound(field))
    .map(([name, values]) => [name, fc.constantFrom(...values)]);
  return fc
    .record({ nth: fc.nat(possible.count - 1), rest: fc.record(Object.fromEntries(free)) })
    .map(({ nth, rest }) => ({ ...base, ...possible.at(nth), ...rest }) as View);
}

type Possible = { readonly count: number; readonly at: (nth: number) => Partial<View> };

/** Kept as numbers: they are hundreds of thousands. */
function possibleDigits(fields: readonly Field[]): Possible {
  const view = { ...base };
  const numbers: number[] = [];
  let number = 0;
  for (const one of everyCombination(view, fields)) {
    if (isPossible(one)) numbers.push(number);
    number++;
  }
  const at = (nth: number): Partial<View> => {
    let rest = numbers[nth] ?? 0;
    // The last field is the digit that counts fastest.
    const chosen = fields.toReversed().map(([name, values]) => {
      const value = values[rest % values.length];
      rest = Math.floor(rest / values.length);
      return [name, value];
    });
    return Object.fromEntries(chosen);
  };
  return { count: numbers.length, at };
}
