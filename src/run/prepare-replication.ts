/** Tells a server where to go on from when it replicates again, also one that takes writes meanwhile. */
import type { Flavor } from '../flavor/flavor.js';
import type { Session } from '../server/connection.js';
import { errno } from '../server/errno.js';
import { isErrno } from '../server/server-error.js';

/** A server of 1,000 commits per second refuses one in 1,500: even one that refuses every second takes it by then. */
const attempts = 100;

/** Leaves both threads stopped. Throws ServerError when a statement is refused. */
export async function prepareReplication(flavor: Flavor, session: Session): Promise<void> {
  for (const sql of flavor.prepareReplication()) await sendPastCommits(session, sql);
}

/**
 * MariaDB reads the server's own position, and then compares it with its binlog: a commit in between makes it too old,
 * and it is refused (10.11, tested). Nothing was changed then, and the next reading has that commit.
 */
async function sendPastCommits(session: Session, sql: string): Promise<void> {
  for (let attempt = 1; ; attempt++) {
    try {
      await session.send(sql);
      return;
    } catch (error) {
      if (!isErrno(error, errno.positionBehindBinlog) || attempt === attempts) throw error;
    }
  }
}
