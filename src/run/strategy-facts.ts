/** What the choice of the way must know of the live pair: sizes, row versions, the applier. Reads only. */
import type { Side } from '../pair/side.js';
import type { StrategyFacts } from '../plan/strategy.js';
import type { Session } from '../server/connection.js';
import { readTableSizes } from '../server/table-sizes.js';
import type { Run } from './engine-ports.js';
import { readApplier } from './read-applier.js';

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
    applier: await readApplier(flavor, sessions.a),
    directMs: limits.directMs,
  };
}
