/**
 * The one way through the fence of MySQL: what an XA transaction wrote before it can still be prepared and committed
 * behind it, also under super_read_only (9.7, tested). A transaction of another kind can only be rolled back there. So
 * before the other side is opened, the sessions that are in one are ended.
 *
 * They are asked of performance_schema: `information_schema.innodb_trx` shows what it showed before whenever somebody
 * (a monitor) reads it more often than every 100 ms (9.7, tested).
 */
import { setTimeout as sleep } from 'node:timers/promises';
import { FailedError } from '../errors.js';
import type { Flavor } from '../flavor/flavor.js';
import type { Session } from '../server/connection.js';
import { errno } from '../server/errno.js';
import { isErrno } from '../server/server-error.js';

/** Throws FailedError that names what cannot be ended, or does not end in time. `control` is of the fenced side. */
export async function endOpenXa(control: Session, flavor: Flavor): Promise<void> {
  if (!flavor.capabilities.xaPassesFence) return;
  const until = performance.now() + rollbackMs;
  for (;;) {
    const open = await readOpenXa(control, flavor);
    if (open.length === 0) return;
    if (performance.now() > until)
      throw new FailedError(`${control.label}: XA transactions are still rolled back: ${describe(open)}`);
    for (const one of open) await end(control, one);
    await sleep(pollMs);
  }
}

/** A transaction that wrote much takes its time to be rolled back; the rules ask again as long as the pause may last. */
const rollbackMs = 1000;
const pollMs = 5;

type OpenXa = { readonly id: number; readonly user: string; readonly host: string };

/** Those that are prepared have no session any more. The applier's are no client's. */
function readOpenXa(control: Session, { processlist }: Flavor): Promise<readonly OpenXa[]> {
  return control.rows<OpenXa>(
    `SELECT p.ID AS id, p.USER AS user, p.HOST AS host
     FROM performance_schema.events_transactions_current t JOIN ${processlist} p ON PS_THREAD_ID(p.ID) = t.THREAD_ID
     WHERE t.STATE = 'ACTIVE' AND t.XA_STATE IN ('ACTIVE', 'IDLE') AND p.USER <> 'system user'`,
  );
}

async function end(control: Session, one: OpenXa): Promise<void> {
  await control.send(`KILL CONNECTION ${one.id}`).catch((error: unknown) => {
    if (isErrno(error, errno.noSuchThread)) return;
    if (!isErrno(error, errno.killDenied)) throw error;
    throw new FailedError(
      `${control.label}: an XA transaction that may pass the fence cannot be ended: ${describe([one])}`,
      {
        hint: 'an account with SYSTEM_USER is ended only by one that has it too; let it end its transaction',
        cause: error,
      },
    );
  });
}

function describe(open: readonly OpenXa[]): string {
  return open.map(({ id, user, host }) => `connection ${id} (${user}@${host})`).join(', ');
}
