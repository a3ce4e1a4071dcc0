/** How far the passive is behind. A run waits for it; one that is far behind should not even begin. */
import { otherSide } from '../../pair/side.js';
import type { PreflightFinding } from '../finding.js';
import { activeSide, type PairFacts } from '../pair-facts.js';

export function lag(pair: PairFacts): readonly PreflightFinding[] {
  const side = activeSide(pair);
  if (side === null) return [];
  const { label, links } = pair[otherSide(side)];
  const seconds = links?.[0]?.secondsBehind ?? null;
  const { lagMs, catchUpStallMs } = pair.limits;
  // The server counts whole seconds from times with whole seconds, so one second may be nothing.
  if (seconds === null || (seconds - 1) * 1000 <= lagMs) return [];
  return [
    {
      id: 'lag',
      severity: seconds * 1000 > catchUpStallMs ? 'refuse' : 'warn',
      where: label,
      message: `is ${seconds} s behind ${pair[side].label}`,
      hint: 'wait until it has caught up; if it never does, give its applier more threads',
    },
  ];
}
