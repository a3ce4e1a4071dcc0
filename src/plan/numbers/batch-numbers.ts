/** What one batch costs on each side and between them, from the work of its statements. Pure. */
import { otherSide, type Side } from '../../pair/side.js';
import type { Batch } from '../plan.js';
import { basisOf, workMs } from './basis-of.js';
import type { MeasuredRates } from './measured-rates.js';
import type { BatchNumbers, SideNumbers } from './plan-numbers.js';
import type { Work } from './work.js';

export type BatchFacts = {
  readonly batch: Batch;
  /** Null where it is not known. */
  readonly works: Readonly<Record<Side, readonly Work[] | null>>;
  /** Before the batch. */
  readonly active: Side;
  readonly measured: MeasuredRates;
};

export function batchNumbers(facts: BatchFacts): BatchNumbers {
  const { batch, works, active, measured } = facts;
  const ms = { a: timeOn(facts, 'a'), b: timeOn(facts, 'b') };
  const flips = batch.strategy === 'flip';
  return {
    sides: { a: sideNumbers(facts, ms, 'a'), b: sideNumbers(facts, ms, 'b') },
    basis: basisOf([...(works.a ?? []), ...(works.b ?? [])], measured),
    catchUpMs: catchUp(ms[otherSide(active)], measured),
    withoutSpareMs: flips ? apart(ms, measured) : 0,
    writePauseMs: flips ? measured.writePauseMs : null,
    readers: flips ? readersOf(active) : null,
  };
}

type BySide<T> = Readonly<Record<Side, T>>;

/** What a migration does to rows nobody knows beforehand. */
function timeOn({ batch, works, measured }: BatchFacts, side: Side): number | null {
  const known = works[side];
  return batch.strategy === 'data' || known === null ? null : workMs(known, measured);
}

function sideNumbers(facts: BatchFacts, ms: BySide<number | null>, side: Side): SideNumbers {
  return {
    ms: ms[side],
    diskBytes: peak(facts.works[side] ?? []),
    binlogBytes: keptBinlog(facts, ms, side),
  };
}

/** One statement after the other: what one needs for a while is free again for the next. */
function peak(works: readonly Work[]): number {
  let [kept, most] = [0, 0];
  for (const { spareBytes, keptBytes } of works) {
    most = Math.max(most, kept + spareBytes + keptBytes);
    kept += keptBytes;
  }
  return most;
}

/** Both sides write in turn during a flip batch; else the passive has nothing that the active waits for. */
function keptBinlog(
  { batch, active, measured }: BatchFacts,
  ms: BySide<number | null>,
  side: Side,
): number | null {
  if (batch.strategy !== 'flip' && side !== active) return 0;
  const other = ms[otherSide(side)];
  if (other === 0) return 0;
  if (other === null || measured.writes === null) return null;
  const whole = other + (catchUp(other, measured) ?? 0);
  return Math.ceil((measured.writes.binlogBytes * whole) / 1000);
}

/** While the backlog is applied, more is written. Null also where it would grow at the measured rates. */
function catchUp(ms: number | null, { writes, applied }: MeasuredRates): number | null {
  if (ms === 0) return 0;
  if (ms === null || writes === null) return null;
  if (writes.transactions === 0) return 0;
  if (applied === null || applied <= writes.transactions) return null;
  return Math.ceil((ms * writes.transactions) / (applied - writes.transactions));
}

/** Both legs, and both times until what was written meanwhile is applied, as far as that is known. */
function apart({ a, b }: BySide<number | null>, measured: MeasuredRates): number | null {
  if (a === null || b === null) return null;
  return a + b + (catchUp(a, measured) ?? 0) + (catchUp(b, measured) ?? 0);
}

function readersOf(active: Side): string {
  const passive = otherSide(active);
  return (
    `who reads on ${passive} sees the rows of the moment its leg began until it has caught up, and from its leg on ` +
    `the new structure; after the flip the same is true of ${active}`
  );
}
