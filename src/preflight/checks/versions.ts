/** Same vendor and series on both sides: rows are mapped, and statements understood, by the same rules. */
import type { PreflightFinding } from '../finding.js';
import { bothLabels, type PairFacts } from '../pair-facts.js';

export function versions(pair: PairFacts): readonly PreflightFinding[] {
  const { a, b } = pair;
  if (a.series === b.series) return [];
  return [
    {
      id: 'versions',
      severity: 'refuse',
      where: bothLabels(pair),
      message: `the servers differ: ${a.series} (${a.version}) and ${b.series} (${b.version})`,
      hint: 'upgrade one of them first: a schema change in the middle of an upgrade is tested by nobody',
    },
  ];
}
