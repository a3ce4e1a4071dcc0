/** Plain asynchronous replication between two servers: nothing else decides who may write or when a commit is done. */
import type { PreflightFinding } from '../finding.js';
import { eachSide, type PairFacts } from '../pair-facts.js';

export function clustering(pair: PairFacts): readonly PreflightFinding[] {
  return eachSide(pair, ({ label, settings }) =>
    settings.clustering.map(kind => ({
      id: 'clustering',
      severity: 'refuse',
      where: label,
      message: `${kind} is in use, which a pair of co-masters cannot have`,
      hint: kind.startsWith('semi')
        ? 'commits would hang whenever a leg stops the receiver: turn it off on both sides for the time of the run'
        : 'use the means of the cluster for schema changes',
    })),
  );
}
