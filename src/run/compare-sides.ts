/** Compares rows of both sides of a pair, under its lock: the session that holds the passive's stops its applier. */
import type { Config } from '../config/config.js';
import { otherSide, type Side } from '../pair/side.js';
import { compareRows, type RowsComparison, type RowsToCompare } from '../verify/compare-rows.js';
import type { PairSessions } from './connect-pair.js';
import { whileLocked } from './while-locked.js';

export type SidesToCompare = Pick<RowsToCompare, 'tables' | 'structures' | 'report' | 'sample' | 'signal'> & {
  readonly active: Side;
};

/** Throws like `compareRows` and `whileLocked`. */
export async function compareSides(
  { config, pair }: { readonly config: Config; readonly pair: PairSessions },
  { active, signal, ...wanted }: SidesToCompare,
): Promise<RowsComparison> {
  const passive = otherSide(active);
  const { limits, database } = config;
  return whileLocked(pair, signal, lost =>
    compareRows({
      ...wanted,
      endpoints: { active: pair.endpoints[active], passive: pair.endpoints[passive] },
      flavor: pair.flavor,
      applier: pair.control(passive),
      database,
      limits: {
        lagMs: limits.verifyLagMs,
        statements: limits.verifyStatements,
        lockMs: limits.verifyLockMs,
        stallMs: limits.catchUpStallMs,
      },
      signal: lost,
    }),
  );
}
