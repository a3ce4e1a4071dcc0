/** What may go wrong around a run, as data: what it is, and before which operation it happens. */
import fc from 'fast-check';
import { otherSide, type Side, sides } from '../../src/pair/side.js';
import { anySide } from './arbitraries.js';
import type { Harm } from './drive.js';
import type { ModelPair } from './model-pair.js';
import type { Fate } from './model-runner.js';

export type Fault =
  | { readonly kind: 'fate'; readonly fate: Fate }
  | { readonly kind: 'reboot'; readonly side: Side; readonly ms: number }
  | {
      readonly kind: 'link';
      readonly side: Side;
      readonly link: 'connecting' | 'broken';
      readonly ms: number;
    }
  | { readonly kind: 'slow'; readonly side: Side; readonly ms: number }
  | { readonly kind: 'cut-off'; readonly side: Side; readonly ms: number }
  | { readonly kind: 'journal-full'; readonly side: Side; readonly ms: number }
  | { readonly kind: 'pointer-refuses'; readonly times: number }
  | { readonly kind: 'pointer-unreadable'; readonly ms: number };

export type TimedFault = Fault & { readonly at: number };

const anyMs = fc.constantFrom(20, 500, 4000, 30_000, 100_000);

const anyFault: fc.Arbitrary<Fault> = fc.oneof(
  fc.record({
    kind: fc.constant('fate' as const),
    fate: fc.constantFrom<Fate>('fail', 'lose-before', 'lose-after', 'die-before', 'die-after'),
  }),
  fc.record({ kind: fc.constant('reboot' as const), side: anySide, ms: anyMs }),
  fc.record({
    kind: fc.constant('link' as const),
    side: anySide,
    link: fc.constantFrom('connecting' as const, 'broken' as const),
    ms: anyMs,
  }),
  fc.record({
    kind: fc.constantFrom('slow' as const, 'cut-off' as const, 'journal-full' as const),
    side: anySide,
    ms: anyMs,
  }),
  fc.record({ kind: fc.constant('pointer-refuses' as const), times: fc.integer({ min: 1, max: 12 }) }),
  fc.record({ kind: fc.constant('pointer-unreadable' as const), ms: anyMs }),
);

/** A few faults, each before one operation. */
export const anyFaults: fc.Arbitrary<readonly TimedFault[]> = fc.array(
  fc.tuple(anyFault, fc.nat(160)).map(([fault, at]) => ({ ...fault, at })),
  { minLength: 1, maxLength: 3 },
);

export function harmOf(faults: readonly TimedFault[]): Harm {
  const fates = new Map<number, Fate>();
  const beforeOperation = new Map<number, (pair: ModelPair) => void>();
  for (const fault of faults) {
    if (fault.kind === 'fate') fates.set(fault.at, fault.fate);
    else beforeOperation.set(fault.at, pair => strike(pair, fault));
  }
  return { fates, beforeOperation };
}

/** Everything works again: servers are up, links and pointers too. */
export function heal(pair: ModelPair): void {
  pair.hurry();
  pair.clock.advance(1000);
  for (const pointer of pair.pointers) pointer.refusals = 0;
}

function strike(pair: ModelPair, fault: Exclude<Fault, { readonly kind: 'fate' }>): void {
  pair.unseen = true;
  switch (fault.kind) {
    case 'reboot':
      if (pair[fault.side].up) pair.reboot(fault.side, fault.ms);
      return;
    case 'link':
      pair[fault.side].link = fault.link;
      pair.after(fault.ms, () => {
        pair[fault.side].link = 'up';
      });
      return;
    case 'slow':
    case 'cut-off':
    case 'journal-full':
      toggle(pair, fault, true);
      pair.after(fault.ms, () => toggle(pair, fault, false));
      return;
    case 'pointer-refuses':
      for (const pointer of pair.pointers) pointer.refusals = fault.times;
      // Where some pointers have moved and others refuse to, writes are off for as long as they refuse.
      pair.disturbed ||= pair.pointers.length > 1;
      return;
    case 'pointer-unreadable':
      for (const pointer of pair.pointers) pointer.readable = false;
      pair.after(fault.ms, () => {
        for (const pointer of pair.pointers) pointer.readable = true;
      });
      return;
    default: {
      const never: never = fault;
      throw new Error(`unknown fault ${JSON.stringify(never)}`);
    }
  }
}

type Toggle = { readonly kind: 'slow' | 'cut-off' | 'journal-full'; readonly side: Side };

function toggle(pair: ModelPair, { kind, side }: Toggle, on: boolean): void {
  if (kind === 'slow') pair.slow[side] = on;
  if (kind === 'journal-full') pair[side].journalFull = on;
  if (kind === 'cut-off') {
    pair.cutOff[side] = on;
    if (on) pair.loseSession(side);
  }
}

/** Whether the application can write through the pointer now. */
export function writesAreOn(pair: ModelPair): boolean {
  const side = pair.pointers[0]?.side ?? 'a';
  return pair[side].up && !pair[side].readOnly && pair[otherSide(side)].readOnly;
}

/** Whether both servers and all pointers can be reached and read: then nothing excuses that writes are off. */
export function isWhole(pair: ModelPair): boolean {
  return (
    sides.every(side => pair.reachable(side)) &&
    pair.pointers.every(({ readable, refusals }) => readable && refusals === 0)
  );
}
