/** What the choice of the way must know, out of what is known of a pair. Pure. */
import { sides } from '../pair/side.js';
import type { StrategyFacts } from '../plan/strategy.js';
import type { PlanBasis } from './plan-source.js';
import { sizesByName } from './sizes-by-name.js';

export function strategyFacts(
  basis: Pick<PlanBasis, 'sizes' | 'applier' | 'measured' | 'rowVersionLimit'>,
  directMs: number,
): StrategyFacts {
  const { sizes, applier, measured } = basis;
  const bytes = new Map<string, number>();
  for (const size of sides.flatMap(side => sizes[side]))
    bytes.set(size.table, Math.max(size.bytes, bytes.get(size.table) ?? 0));
  return {
    live: { bytes, instantLeft: instantLeft(basis) },
    applier,
    directMs,
    sizes: { a: sizesByName(sizes.a), b: sizesByName(sizes.b) },
    measured,
  };
}

/** Of the side that has fewer left. */
function instantLeft({
  sizes,
  rowVersionLimit: limit,
}: Pick<PlanBasis, 'sizes' | 'rowVersionLimit'>): ReadonlyMap<string, number> {
  const left = new Map<string, number>();
  if (limit === null) return left;
  for (const { table, rowVersions } of sides.flatMap(side => sizes[side]))
    left.set(table, Math.min(limit - rowVersions, left.get(table) ?? limit));
  return left;
}
