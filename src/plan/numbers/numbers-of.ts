/**
 * What a plan costs: time, disk, binlog, catch-up, pause. Estimates from the sizes of the tables and from rates, the
 * measured ones of earlier runs before the stated one. Pure.
 */
import { otherSide, type Side, sides } from '../../pair/side.js';
import type { Batch } from '../plan.js';
import type { Structure } from '../structure.js';
import { batchNumbers } from './batch-numbers.js';
import { batchWork, touchesRows } from './batch-work.js';
import type { MeasuredRates } from './measured-rates.js';
import type { BatchNumbers, PlanNumbers, TableNumbers } from './plan-numbers.js';
import { type TableSizes, totalBytes } from './table-bytes.js';
import type { Work } from './work.js';

export type NumbersFacts = {
  readonly batches: readonly Batch[];
  /** Before the first batch; of tables that the plan leaves alone nothing is asked. */
  readonly before: Pick<Structure, 'tables'>;
  /** Null where nobody knows how large the tables are. Of one schema file: the same for both sides. */
  readonly sizes: Readonly<Record<Side, TableSizes>> | null;
  /** Before the first batch. Each flip turns the roles. */
  readonly active: Side;
  readonly measured: MeasuredRates;
  /** limits.writePauseMs */
  readonly writePauseMs: number;
};

export function numbersOf(facts: NumbersFacts): PlanNumbers {
  let { active, sizes } = facts;
  const batches: BatchNumbers[] = [];
  for (const batch of facts.batches) {
    const done = sizes === null ? null : eachSide(sizes, of => batchWork(batch, of, facts.before));
    const works = done === null ? unknownWorks(batch, facts) : eachSide(done, side => side.works);
    batches.push(batchNumbers({ batch, works, active, measured: facts.measured }));
    if (done !== null) sizes = eachSide(done, side => side.sizes);
    if (batch.strategy === 'flip') active = otherSide(active);
  }
  return { tables: tableNumbers(facts), batches, writePauseLimitMs: facts.writePauseMs };
}

type BySide<T> = Readonly<Record<Side, T>>;

function eachSide<T, U>({ a, b }: BySide<T>, of: (value: T) => U): BySide<U> {
  return { a: of(a), b: of(b) };
}

/** Null: it takes time, and nobody knows how much. */
function unknownWorks(batch: Batch, { before }: NumbersFacts): BySide<readonly Work[] | null> {
  const works = touchesRows(batch, before.tables) ? null : [];
  return { a: works, b: works };
}

/** Of tables that are there before the plan. */
function tableNumbers({ batches, sizes }: NumbersFacts): readonly TableNumbers[] {
  const names = [...new Set(batches.flatMap(({ tables }) => tables))].sort();
  return names.flatMap(table => {
    const known = sides.flatMap(side => sizes?.[side].get(table) ?? []);
    if (known.length === 0) return [];
    const rows = known.flatMap(size => size.rows ?? []);
    return [
      {
        table,
        rows: rows.length === 0 ? null : Math.max(...rows),
        bytes: Math.max(...known.map(totalBytes)),
      },
    ];
  });
}
