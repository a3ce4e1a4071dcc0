/** What transactions of others keep a flip from: named before writes are paused, and never ended here. */
import { setTimeout as sleep } from 'node:timers/promises';
import type { Config } from '../config/config.js';
import { FailedError } from '../errors.js';
import type { Flavor } from '../flavor/flavor.js';
import type { Session } from '../server/connection.js';
import { seesTransactions, showTransactionsHint } from '../server/sees-transactions.js';

type Deps = { readonly config: Config; readonly flavor: Flavor };

/**
 * Closing a server waits for running writes and DDL while every new write hangs: long ones are named instead, and
 * waited for outside the pause. Throws FailedError when they do not end in `limits.longTransactionMs`.
 */
export async function assertQuiet({ config, flavor }: Deps, control: Session): Promise<void> {
  const until = performance.now() + config.limits.longTransactionMs;
  for (;;) {
    const busy = await readBusySessions(control, flavor, config.limits.fenceLockWaitMs);
    if (busy.length === 0) return;
    if (performance.now() > until) {
      throw new FailedError(`${control.label}: not fenced, long transactions: ${busy.join(', ')}`, {
        hint: 'wait for them to end, or end them; they are never killed',
      });
    }
    await sleep(quietPollMs);
  }
}

/** What is prepared can be committed behind the fence (MySQL), or is refused there. Throws FailedError. */
export async function assertNoPreparedXa({ flavor }: Pick<Deps, 'flavor'>, control: Session): Promise<void> {
  const rows = await control.rows(flavor.preparedXaQuery);
  if (rows.length > 0) {
    throw new FailedError(`${control.label}: ${rows.length} prepared XA transactions`, {
      hint: 'commit or roll them back: `XA RECOVER` lists them',
    });
  }
}

/** What `endOpenXa` cannot see may write behind the fence: better known before writes are paused. Throws FailedError. */
export async function assertSeesXa({ flavor }: Pick<Deps, 'flavor'>, control: Session): Promise<void> {
  if ((await seesTransactions(control, flavor)) !== false) return;
  throw new FailedError(
    `${control.label}: does not show transactions, so an open XA transaction would not be seen`,
    {
      hint: showTransactionsHint,
    },
  );
}

const quietPollMs = 200;

async function readBusySessions(
  control: Session,
  { processlist }: Flavor,
  longMs: number,
): Promise<readonly string[]> {
  const rows = await control.rows<{ id: number; user: string; host: string; seconds: number; what: string }>(
    `SELECT p.id, p.user, p.host, TIMESTAMPDIFF(SECOND, t.trx_started, NOW()) AS seconds,
            COALESCE(LEFT(p.info, 60), 'idle in a transaction') AS what
     FROM information_schema.innodb_trx t JOIN ${processlist} p ON p.id = t.trx_mysql_thread_id
     WHERE p.user <> 'system user' AND (t.trx_rows_modified > 0 OR t.trx_rows_locked > 0 OR p.info NOT LIKE 'SELECT%')
       AND TIMESTAMPDIFF(MICROSECOND, t.trx_started, NOW(6)) >= ? * 1000`,
    [longMs],
  );
  return rows.map(
    ({ id, user, host, seconds, what }) => `connection ${id} (${user}@${host}, ${seconds} s, ${what})`,
  );
}
