/**
 * The pair's lock: one GET_LOCK session per server. It is the session that fences, promotes and runs DDL, so a lost
 * lock cannot act, and an ALTER that outlives its runner still holds it.
 */
import { LockHeldError } from '../errors.js';
import type { Flavor } from '../flavor/flavor.js';
import { oneLine } from '../one-line.js';
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

/** Takes the lock, waiting so long for it (whole seconds). Throws LockHeldError that names the holder. */
export async function takeLock(session: Session, flavor: Flavor, waitSeconds = 0): Promise<HeldLock> {
  await session.send(`SET SESSION wait_timeout = ${idleSeconds}`);
  const taken = await session.row<{ got: number | null }>(
    `SELECT GET_LOCK('${lockName}', ${waitSeconds}) AS got`,
  );
  if (Number(taken?.got) === 1) return { session, stop: keepAlive(session) };
  const holder = await readLockHolder(session, flavor);
  throw new LockHeldError(
    `${session.label}: another dbshift is at work (${holder === null ? 'unknown session' : describeHolder(holder)})`,
    { hint: holder?.statement == null ? waitForIt : outlives },
  );
}

const waitForIt = 'wait for it to end (`--lock-timeout 10m` does), or see what it does with `dbshift status`';

const outlives =
  'a statement goes on in its server although its runner may be gone: wait for it (`--lock-timeout 10m` does), or end it with `dbshift cancel`';

/** Who holds the lock on a server, and what that session does there now. */
export type LockHolder = {
  /** Of the connection, as the process list knows it. */
  readonly id: number;
  /** `dbshift@10.0.0.5`, or null for a session that is ending. */
  readonly account: string | null;
  /** The statement that runs, as far as the process list has it; null between two statements. */
  readonly statement: string | null;
  /** How far it is, 0 to 1, or null where the server does not tell. */
  readonly share: number | null;
};

/** `connection 42 of dbshift@10.0.0.5: ALTER TABLE …, 43 %`. */
export function describeHolder({ id, account, statement, share }: LockHolder): string {
  const who = account === null ? '' : ` of ${account}`;
  const far = share === null ? '' : `, ${Math.floor(share * 100)} %`;
  return `connection ${id}${who}${statement === null ? '' : `: ${oneLine(statement, 80)}${far}`}`;
}

/** Null when nobody holds the lock. */
export async function readLockHolder(session: Session, flavor: Flavor): Promise<LockHolder | null> {
  const row = await session.row<{
    id: number | null;
    user: string | null;
    host: string | null;
    info: string | null;
  }>(
    `SELECT used.id, p.user, p.host, p.info
     FROM (SELECT IS_USED_LOCK('${lockName}') AS id) used
     LEFT JOIN ${flavor.processlist} p ON p.id = used.id`,
  );
  if (row?.id == null) return null;
  const id = Number(row.id);
  const account = row.user === null ? null : `${row.user}@${String(row.host).replace(/:\d+$/, '')}`;
  const share = row.info === null ? null : await readShare(session, flavor, id);
  return { id, account, statement: row.info, share };
}

/** Not every account may see that. */
async function readShare(session: Session, flavor: Flavor, id: number): Promise<number | null> {
  return session.rows(flavor.ddlProgressQuery(id)).then(flavor.readDdlProgress, () => null);
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
