/**
 * MySQL shows the sessions of others, and who is in an XA transaction, in performance_schema alone: without it nobody would
 * seem to be at work, and what could write behind the fence would not be seen.
 */
import { showTransactionsHint } from '../../server/sees-transactions.js';
import type { PreflightFinding } from '../finding.js';
import { eachSide, type PairFacts } from '../pair-facts.js';

export function performanceSchema(pair: PairFacts): readonly PreflightFinding[] {
  return eachSide(pair, ({ label, settings, showsTransactions }) => {
    const finding = { id: 'performance-schema', severity: 'refuse', where: label } as const;
    if (settings.performanceSchema === false)
      return [
        {
          ...finding,
          message: 'performance_schema is OFF, so running transactions and sessions cannot be seen',
          hint: 'performance_schema = ON in the option file, then restart the server',
        },
      ];
    if (showsTransactions === false)
      return [
        {
          ...finding,
          message:
            'performance_schema does not watch transactions, so an open XA transaction, which could write behind the fence, cannot be seen',
          hint: showTransactionsHint,
        },
      ];
    return [];
  });
}
