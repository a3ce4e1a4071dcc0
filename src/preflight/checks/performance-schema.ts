/** MySQL shows the sessions of others in performance_schema alone: without it nobody would seem to be at work. */
import type { PreflightFinding } from '../finding.js';
import { eachSide, type PairFacts } from '../pair-facts.js';

export function performanceSchema(pair: PairFacts): readonly PreflightFinding[] {
  return eachSide(pair, ({ label, settings }) =>
    settings.performanceSchema === false
      ? [
          {
            id: 'performance-schema',
            severity: 'refuse',
            where: label,
            message: 'performance_schema is OFF, so running transactions and sessions cannot be seen',
            hint: 'performance_schema = ON in the option file, then restart the server',
          },
        ]
      : [],
  );
}
