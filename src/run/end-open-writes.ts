/**
 * The one way through the fence of MySQL: what an XA transaction wrote before it can still be prepared and committed
 * behind it, also under super_read_only (9.7, tested). A transaction of another kind can only be rolled back there. So
 * before the other side is opened, the sessions that hold such writes are ended.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import { FailedError } from '../errors.js';
import type { Flavor } from '../flavor/flavor.js';
import type { Session } from '../server/connection.js';
import { errno } from '../server/errno.js';
import { isErrno } from '../server/server-error.js';

/** Throws FailedError that names what cannot be ended, or does not end in time. `control` is of the fenced side. */
export async function endOpenWrites(control: Session, flavor: Flavor): Promise<void> {
  if (!flavor.capabilities.xaPassesFence) return;
  const until = performance.now() + rollbackMs;
  for (;;) {
    const open = await readOpenWrites(control, flavor);
    if (open.length === 0) return;
    if (performance.now() > until)
      throw new FailedError(`${control.label}: transactions are still rolled back: ${describe(open)}`);
    for (const one of open) await end(control, one);
    await sleep(pollMs);
  }
}

/** A transaction that wrote much takes its time to be rolled back; the rules ask again as long as the pause may last. */
const rollbackMs = 1000;
const pollMs = 5;

type OpenWrite = { readonly id: number; readonly user: string; readonly host: string };

/** Without the applier's: nothing of it comes from a client. */
function readOpenWrites(control: Session, { processlist }: Flavor): Promise<readonly OpenWrite[]> {
  return control.rows<OpenWrite>(
    `SELECT p.id, p.user, p.host
     FROM information_schema.innodb_trx t JOIN ${processlist} p ON p.id = t.trx_mysql_thread_id
     WHERE t.trx_rows_modified > 0 AND p.user <> 'system user' AND p.id <> CONNECTION_ID()`,
  );
}

async function end(control: Session, one: OpenWrite): Promise<void> {
  await control.send(`KILL CONNECTION ${one.id}`).catch((error: unknown) => {
    if (isErrno(error, errno.noSuchThread)) return;
    if (!isErrno(error, errno.killDenied)) throw error;
    throw new FailedError(
      `${control.label}: a transaction that may pass the fence cannot be ended: ${describe([one])}`,
      {
        hint: 'an account with SYSTEM_USER is ended only by one that has it too; let it end its transaction',
        cause: error,
      },
    );
  });
}

function describe(open: readonly OpenWrite[]): string {
  return open.map(({ id, user, host }) => `connection ${id} (${user}@${host})`).join(', ');
}
