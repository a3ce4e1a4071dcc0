/**
 * Measures the statements of a leg that rewrite large tables, so that the next plan need not guess. What cannot be read
 * is left out: measuring never stands in the way of a run.
 */
import type { Flavor } from '../flavor/flavor.js';
import type { GtidSet } from '../gtid/gtid-set.js';
import { workOfStatement } from '../plan/numbers/batch-work.js';
import { leastMeasuredBytes, type StatementCost } from '../plan/numbers/statement-cost.js';
import type { TableSizes } from '../plan/numbers/table-bytes.js';
import type { Plan, PlannedStatement } from '../plan/plan.js';
import { type BinlogFiles, bytesBetween, readBinlogFiles } from '../server/binlog-end.js';
import type { Session } from '../server/connection.js';
import { readTableSizes } from '../server/table-sizes.js';
import { sizesByName } from './sizes-by-name.js';

/** Asked before a statement; what it gives back is asked behind it, with the time that the statement took. */
export type StatementMeter = (statement: PlannedStatement) => Promise<Measurement>;

export type Measurement = (ms: number) => Promise<StatementCost | null>;

export type Metered = {
  readonly flavor: Flavor;
  readonly plan: Plan;
  /** A session of the server that is measured. */
  readonly watch: Session;
  /** One of the side that takes writes meanwhile; null where this is that side, or it is not asked. */
  readonly writer: Session | null;
};

/** Sizes are those of the beginning. */
export function statementMeter(metered: Metered): StatementMeter {
  let sizes: Promise<TableSizes> | null = null;
  return async statement => {
    // Most statements are cheap, and need no look at all.
    if (statement.kind !== 'ddl' || statement.algorithm === null || statement.algorithm === 'INSTANT')
      return unmeasured;
    sizes ??= readSizes(metered);
    const work = workOfStatement(statement, await sizes, metered.plan.before.tables);
    if (work === null || !work.certain || work.bytes < leastMeasuredBytes) return unmeasured;
    const before = await readWritten(metered);
    return async ms => ({
      work: work.kind,
      bytes: work.bytes,
      ms: Math.round(ms),
      ...(await writtenSince(metered, before)),
    });
  };
}

const unmeasured: Measurement = async () => null;

async function readSizes({ watch, plan, flavor }: Metered): Promise<TableSizes> {
  const sizes = await readTableSizes(watch, plan.database, flavor).catch(() => []);
  return sizesByName(sizes);
}

type Written = { readonly executed: GtidSet; readonly files: BinlogFiles };

async function readWritten({ writer, flavor }: Metered): Promise<Written | null> {
  if (writer === null) return null;
  try {
    const { executed } = flavor.readServer((await writer.row(flavor.serverQuery)) ?? {});
    return { executed, files: await readBinlogFiles(writer) };
  } catch {
    return null;
  }
}

async function writtenSince(
  metered: Metered,
  before: Written | null,
): Promise<Pick<StatementCost, 'written'>> {
  const after = before === null ? null : await readWritten(metered);
  if (before === null || after === null) return {};
  const binlogBytes = bytesBetween(before.files, after.files);
  if (binlogBytes === null) return {};
  return { written: { transactions: Number(after.executed.minus(before.executed).size), binlogBytes } };
}
