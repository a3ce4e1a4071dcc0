/**
 * A network cut between two servers that leaves both reachable for us: the source turns the replica's account away
 * and drops its connection. The receiver tries again every second (`Connecting`), the applier goes on; unlike a
 * stopped thread, and as with a real cut, replication comes back by itself once it is healed.
 */
import type { Session } from '../server/connection.js';
import { errno } from '../server/errno.js';
import { isErrno } from '../server/server-error.js';

/** `source` is a session of root on the server that is replicated from. */
export async function cutReplication(source: Session): Promise<void> {
  await setLock(source, 'LOCK');
  const dumps = await source.rows<{ id: number }>(
    "SELECT id FROM information_schema.processlist WHERE user = 'repl'",
  );
  for (const { id } of dumps) {
    await source.send(`KILL ${id}`).catch((error: unknown) => {
      if (!isErrno(error, errno.noSuchThread)) throw error;
    });
  }
}

/** The replica is back within its MASTER_CONNECT_RETRY of one second. */
export async function healReplication(source: Session): Promise<void> {
  await setLock(source, 'UNLOCK');
}

async function setLock(source: Session, word: 'LOCK' | 'UNLOCK'): Promise<void> {
  await source.send('SET SESSION sql_log_bin = 0');
  await source.send(`ALTER USER 'repl'@'127.0.0.1' ACCOUNT ${word}`);
}
