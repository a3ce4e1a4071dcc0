/** Plain replication between two servers: nothing else decides who may write or what a transaction is. */
import type { PreflightFinding } from '../finding.js';
import { eachSide, type PairFacts } from '../pair-facts.js';

export function clustering(pair: PairFacts): readonly PreflightFinding[] {
  return eachSide(pair, ({ label, settings: { clustering: kind } }) =>
    kind === null
      ? []
      : [
          {
            id: 'clustering',
            severity: 'refuse',
            where: label,
            message: `${kind} is in use, which a pair of co-masters cannot have`,
            hint: 'use the means of the cluster for schema changes',
          },
        ],
  );
}
