/**
 * Semi-synchronous replication works with legs and flips (all three servers, tested): receivers go on while an applier
 * is held. But MariaDB stops a receiver for moments, and it stays stopped when the runner dies in one of them: until the
 * timeout every commit of the other side waits, those of its applier too. So the timeout is the default at most.
 */
import type { PreflightFinding } from '../finding.js';
import { eachSide, type PairFacts } from '../pair-facts.js';

const longestMs = 10_000;

export function semiSync(pair: PairFacts): readonly PreflightFinding[] {
  return eachSide(pair, ({ label, settings }, other) => {
    const { source, timeoutMs, timeoutName } = settings.semiSync;
    if (!source) return [];
    const oneWay = !other.settings.semiSync.source || !settings.semiSync.replica;
    return [
      ...(timeoutMs > longestMs
        ? [
            {
              ...({ id: 'semi-sync', severity: 'refuse', where: label } as const),
              message: `commits wait up to ${Math.round(timeoutMs / 1000)} s for a receiver, so that all writes hang for as long when one is stopped`,
              hint: `SET GLOBAL ${timeoutName} = ${longestMs}`,
            },
          ]
        : []),
      ...(oneWay
        ? [
            {
              ...({ id: 'semi-sync', severity: 'warn', where: label } as const),
              message: `waits for ${other.label} when it commits, and that one will not wait for it after a flip`,
              hint: 'set up semi-synchronous replication in both directions, or in none',
            },
          ]
        : []),
    ];
  });
}
