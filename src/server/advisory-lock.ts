/**
 * The pair's lock: one GET_LOCK session per server. It is the session that fences, promotes and runs DDL, so a lost
 * lock cannot act, and an ALTER that outlives its runner still holds it.
 */
import { LockHeldError } from '../errors.js';
import type { Flavor } from '../flavor/flavor.js';
import type { Session } from './connection.js';

const lockName = 'dbshift';

/** A runner that vanished without closing its sockets loses its locks after this time. Whole seconds. */
const idleSeconds = 20;

const pingMs = 5000;

export type HeldLock = {
  readonly session: Session;
  /** Stops the pings; the lock goes with the session. */
  stop(): void;
};

/** Takes the lock without waiting. Throws LockHeldError that names the holder. */
export async function takeLock(session: Session, flavor: Flavor): Promise<HeldLock> {
  await session.send(`SET SESSION wait_timeout = ${idleSeconds}`);
  const taken = await session.row<{ got: number | null }>(`SELECT GET_LOCK('${lockName}', 0) AS got`);
  if (Number(taken?.got) !== 1) {
    const holder = await readLockHolder(session, flavor);
    throw new LockHeldError(`${session.label}: another dbshift is at work (${holder ?? 'unknown session'})`, {
      hint: 'wait for it to end, or see what it does with `dbshift status`',
    });
  }
  return { session, stop: keepAlive(session) };
}

/** `connection 42 of dbshift@10.0.0.5`, with its statement if one runs; null when nobody holds the lock. */
export async function readLockHolder(session: Session, { processlist }: Flavor): Promise<string | null> {
  const row = await session.row<{
    id: number | null;
    user: string | null;
    host: string | null;
    info: string | null;
  }>(
    `SELECT used.id, p.user, p.host, LEFT(p.info, 80) AS info
     FROM (SELECT IS_USED_LOCK('${lockName}') AS id) used
     LEFT JOIN ${processlist} p ON p.id = used.id`,
  );
  if (row?.id == null) return null;
  const who = row.user === null ? '' : ` of ${row.user}@${String(row.host).replace(/:\d+$/, '')}`;
  return `connection ${row.id}${who}${row.info == null ? '' : `: ${row.info}`}`;
}

/** A ping waits behind a running statement, so there is never more than one under way. */
function keepAlive(session: Session): () => void {
  let busy = false;
  const timer = setInterval(() => {
    if (busy || !session.isOpen()) return;
    busy = true;
    // A failed ping marks the session as closed; whoever acts next on it learns it from there.
    session
      .send('DO 0')
      .catch(() => undefined)
      .finally(() => {
        busy = false;
      });
  }, pingMs);
  timer.unref();
  return () => clearInterval(timer);
}
