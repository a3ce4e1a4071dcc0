/** Replication stays stopped after a boot, where the server can be told so and asked (MySQL). */
import type { PreflightFinding } from '../finding.js';
import { eachSide, type PairFacts } from '../pair-facts.js';

export function autoStart(pair: PairFacts): readonly PreflightFinding[] {
  if (pair.goal !== 'migrate') return [];
  return eachSide(pair, ({ label, settings }) =>
    settings.skipReplicaStart === false
      ? [
          {
            id: 'auto-start',
            severity: 'refuse',
            where: label,
            message: 'starts replication by itself after a boot, also in the middle of a migration',
            hint: 'SET PERSIST_ONLY skip_replica_start = ON, then restart the server',
          },
        ]
      : [],
  );
}
