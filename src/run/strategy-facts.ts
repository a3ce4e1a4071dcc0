/** What the choice of the way must know of the live pair: sizes, row versions, the applier. Reads only. */
import type { Side } from '../pair/side.js';
import type { StrategyFacts } from '../plan/strategy.js';
import type { RowApplier } from '../plan/verdict/row-applier.js';
import type { Session } from '../server/connection.js';
import { readTableSizes } from '../server/table-sizes.js';
import type { Run } from './engine-ports.js';

/** A table takes 64 instant changes on MySQL 8 and 255 on 9 before 4092; beyond this many one may not fit on a side. */
const rowVersionLimit = 60;

export async function readStrategyFacts(
  run: Run,
  sessions: Readonly<Record<Side, Session>>,
): Promise<StrategyFacts> {
  const { flavor } = run.pair;
  const { database, limits } = run.config;
  const sizes = [
    ...(await readTableSizes(sessions.a, database, flavor)),
    ...(await readTableSizes(sessions.b, database, flavor)),
  ];
  const bytes = new Map<string, number>();
  for (const size of sizes) bytes.set(size.table, Math.max(size.bytes, bytes.get(size.table) ?? 0));
  const exhausted = sizes
    .filter(({ rowVersions }) => rowVersions >= rowVersionLimit)
    .map(({ table }) => table);
  return {
    live: { bytes, instantExhausted: new Set(exhausted) },
    applier: await readApplier(run.pair, sessions.a),
    directMs: limits.directMs,
  };
}

/** MySQL can be told to let the storage engine act on foreign keys, as it did before 9.6: then no event tells of it. */
async function readApplier({ flavor }: Run['pair'], session: Session): Promise<RowApplier> {
  const rows = await session.rows(
    `SHOW GLOBAL VARIABLES WHERE Variable_name IN ('binlog_row_image', 'innodb_native_foreign_keys')`,
  );
  const values = new Map(rows.map(row => [row.Variable_name, String(row.Value)]));
  const { capabilities, name } = flavor;
  const logsCascades = capabilities.logsCascades && values.get('innodb_native_foreign_keys') !== 'ON';
  return {
    flavor: name,
    capabilities: { ...capabilities, logsCascades },
    rowImage: values.get('binlog_row_image') ?? 'unknown',
  };
}
