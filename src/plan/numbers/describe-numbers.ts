/** The numbers of a plan in cells and sentences, for a terminal and for a comment alike. Pure. */
import { sides } from '../../pair/side.js';
import type { Batch } from '../plan.js';
import { aboutBytes, aboutCount, aboutTime } from './about.js';
import { describeBasis } from './describe-basis.js';
import type { BatchNumbers, PlanNumbers, SideNumbers } from './plan-numbers.js';

export type Cells = { readonly head: readonly string[]; readonly rows: readonly (readonly string[])[] };

/** One row for each table that is there before. */
export function tableCells({ tables }: PlanNumbers): Cells {
  return {
    head: ['table', 'rows', 'size'],
    rows: tables.map(({ table, rows, bytes }) => [
      table,
      rows === null ? '?' : aboutCount(rows),
      aboutBytes(bytes),
    ]),
  };
}

/** One row for each batch, in order; where the sides differ a cell has both, a first. */
export function batchCells(batches: readonly Batch[], numbers: PlanNumbers): Cells {
  return {
    head: ['batch', 'way', 'time per side', 'further disk', 'binlog to keep', 'catch-up', 'without spare'],
    rows: numbers.batches.map((batch, index) => [
      `${index + 1}`,
      batches[index]?.strategy ?? '',
      bothSides(batch, ({ ms }) => known(ms, aboutTime)),
      bothSides(batch, ({ diskBytes }) => aboutBytes(diskBytes)),
      bothSides(batch, ({ binlogBytes }) => known(binlogBytes, aboutBytes)),
      known(batch.catchUpMs, aboutTime),
      withoutSpare(batch),
    ]),
  };
}

/** What the cells cannot say: where the estimates come from, the pause, what readers see. Each once. */
export function numberNotes({ batches, writePauseLimitMs }: PlanNumbers): readonly string[] {
  const notes = batches.flatMap(({ basis, readers }) => [describeBasis(basis) ?? [], readers ?? []].flat());
  const pauses = batches.some(({ readers }) => readers !== null)
    ? [describePause(batches, writePauseLimitMs)]
    : [];
  return [...new Set([...notes, ...pauses])];
}

function describePause(batches: readonly BatchNumbers[], limitMs: number): string {
  const limit = `${aboutTime(limitMs)} at most (limits.writePauseMs)`;
  const measured = batches.find(({ writePauseMs }) => writePauseMs !== null)?.writePauseMs ?? null;
  return measured === null
    ? `nobody writes for ${limit} in each flip; no flip of this pair has been measured yet`
    : `nobody writes for about ${aboutTime(measured)} in each flip, as in earlier ones, and for ${limit}`;
}

function bothSides({ sides: of }: BatchNumbers, cell: (side: SideNumbers) => string): string {
  return [...new Set(sides.map(side => cell(of[side])))].length === 1
    ? cell(of.a)
    : sides.map(side => `${side} ${cell(of[side])}`).join(', ');
}

/** Nobody knows how long catching up takes: it comes on top. */
function withoutSpare({ withoutSpareMs, catchUpMs }: BatchNumbers): string {
  if (withoutSpareMs === null) return '?';
  const more = withoutSpareMs > 0 && catchUpMs === null ? ' and catching up' : '';
  return `${aboutTime(withoutSpareMs)}${more}`;
}

function known(value: number | null, about: (value: number) => string): string {
  return value === null ? '?' : about(value);
}
