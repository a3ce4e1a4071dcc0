/** Lets the application's pools connect anew behind a flip. */
import type { Progress, Report } from '../engine/ports.js';
import type { Side } from '../pair/side.js';
import { errno } from '../server/errno.js';
import { isErrno } from '../server/server-error.js';
import type { FlipDeps } from './flip-actions.js';

/**
 * Ends the application's sessions of our database on a demoted side; replication, system and our own stay. Those that
 * may not be ended are told: their pools go on talking to a server that refuses their writes.
 */
export async function endSessions(
  { config, flavor, pair }: FlipDeps,
  side: Side,
  report: Report,
): Promise<void> {
  const session = pair.control(side);
  const rows = await session.rows<{ id: number; user: string; host: string }>(
    `SELECT id, user, host FROM ${flavor.processlist}
     WHERE db = ? AND user NOT IN (SUBSTRING_INDEX(CURRENT_USER(), '@', 1), 'system user', 'event_scheduler')
       AND command NOT IN ('Binlog Dump', 'Binlog Dump GTID', 'Daemon')`,
    [config.database],
  );
  const left: string[] = [];
  for (const { id, user, host } of rows) {
    // One that has gone by itself in between is no failure.
    await session.send(`KILL CONNECTION ${id}`).catch((error: unknown) => {
      if (isErrno(error, errno.killDenied)) left.push(`connection ${id} (${user}@${host})`);
    });
  }
  if (left.length > 0) report(notEnded(session.label, left));
}

function notEnded(where: string, sessions: readonly string[]): Progress {
  const finding = {
    id: 'sessions-left',
    where,
    message: `sessions that dbshift may not end still use the demoted server: ${sessions.join(', ')}`,
    hint: 'end them, or let their pools connect anew; on MySQL only an account with SYSTEM_USER ends one that has it',
  };
  return { what: finding.message, share: null, etaMs: null, findings: [finding] };
}
