/** No XA transaction waits for its second half: neither server knows whether it will ever commit. */
import type { PreflightFinding } from '../finding.js';
import { eachSide, type PairFacts } from '../pair-facts.js';

export function preparedXa(pair: PairFacts): readonly PreflightFinding[] {
  return eachSide(pair, ({ label, preparedXa: transactions }) =>
    (transactions ?? []).map(xid => ({
      id: 'prepared-xa',
      severity: 'refuse',
      where: label,
      message: `has a prepared XA transaction: ${xid}`,
      hint: `ask its coordinator, then XA COMMIT ${xid} or XA ROLLBACK ${xid}`,
    })),
  );
}
