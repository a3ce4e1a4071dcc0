/** MySQL tells in performance_schema alone, and only if it is set up so, which sessions are in an XA transaction. */
import type { Flavor } from '../flavor/flavor.js';
import type { Session } from './connection.js';

/**
 * Whether a server shows the transactions of all sessions that are there: tried with one of our own, which reads nothing,
 * and asked of the others, whose accounts may be left out (`setup_actors`; 9.7, tested). Null where nobody has to see them
 * (MariaDB). Throws ServerError, also when our account may not look.
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
  return own !== undefined && (await session.row(unwatchedQuery)) === undefined;
}

/** Appliers have no user, or that of the system: what they do is no client's. */
const unwatchedQuery = `SELECT 1 FROM performance_schema.threads
  WHERE TYPE = 'FOREGROUND' AND INSTRUMENTED = 'NO' AND PROCESSLIST_USER <> 'system user' LIMIT 1`;

export const showTransactionsHint =
  "set ENABLED = 'YES' for events_transactions_current, global_instrumentation and thread_instrumentation in performance_schema.setup_consumers, and for transaction in setup_instruments; let setup_actors leave no account out, and set INSTRUMENTED = 'YES' in threads for the sessions that are there";
