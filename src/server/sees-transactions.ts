/** MySQL tells in performance_schema alone, and only if it is set up so, which sessions are in an XA transaction. */
import type { Flavor } from '../flavor/flavor.js';
import type { Session } from './connection.js';

/**
 * Whether a server shows the transactions of sessions: tried with one of our own, which reads nothing. Null where nobody
 * has to see them (MariaDB). Throws ServerError, also when our account may not look.
 */
export async function seesTransactions(session: Session, { capabilities }: Flavor): Promise<boolean | null> {
  if (!capabilities.xaPassesFence) return null;
  await session.send('START TRANSACTION');
  const own = await session
    .row(
      `SELECT 1 FROM performance_schema.events_transactions_current
       WHERE THREAD_ID = PS_CURRENT_THREAD_ID() AND STATE = 'ACTIVE'`,
    )
    .finally(() => session.send('ROLLBACK'));
  return own !== undefined;
}

export const showTransactionsHint =
  "set ENABLED = 'YES' for events_transactions_current, global_instrumentation and thread_instrumentation in performance_schema.setup_consumers, and for transaction in setup_instruments";
