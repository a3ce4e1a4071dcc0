/**
 * Sends a DDL that is waited for no longer than the run may take. A server goes on with a statement whose client is
 * gone (MariaDB 10.11 and MySQL 9.7, tested), and the session keeps the pair's lock until it ends: so nothing is
 * begun meanwhile, and the next run finds out by looking what became of it. One that only waits for a metadata lock is
 * ended by MariaDB about a second after its client is gone, without having changed anything; MySQL waits on.
 */
import { StoppedError } from '../errors.js';
import { oneLine } from '../one-line.js';
import type { PlannedStatement } from '../plan/plan.js';
import type { Session } from '../server/connection.js';
import type { ServerError } from '../server/server-error.js';

/** Throws StoppedError when `leave` is aborted first: the session is given up then. */
export async function sendOrLeave(session: Session, sql: string, leave?: AbortSignal): Promise<void> {
  refuseWhenOver(leave, session.label);
  let onLeave = (): void => undefined;
  const left = new Promise<never>((_, reject) => {
    onLeave = () => reject(leftRunning(session, sql));
  });
  leave?.addEventListener('abort', onLeave);
  try {
    await Promise.race([session.send(sql), left]);
  } catch (error) {
    if (error instanceof StoppedError) session.abandon(error.message);
    throw error;
  } finally {
    leave?.removeEventListener('abort', onLeave);
  }
}

/** Throws StoppedError when there is no time left to begin another statement. */
export function refuseWhenOver(leave: AbortSignal | undefined, where: string): void {
  if (leave?.aborted === true) throw new StoppedError(`the next statement on ${where} was not begun`);
}

/** For a DDL that somebody ended with KILL QUERY, as `dbshift cancel` does: an answer, and no failure. */
export function cancelledStatement(
  { file, line, sql }: PlannedStatement,
  { where, cause }: { readonly where: string; readonly cause: ServerError },
): StoppedError {
  return new StoppedError(
    `${file}:${line}: cancelled on ${where}, nothing was changed: ${oneLine(sql, 80)}`,
    {
      hint: 'run the same command again: it sends the statement again',
      cause,
    },
  );
}

function leftRunning({ label }: Session, sql: string): StoppedError {
  return new StoppedError(`${label}: goes on there, and the next run picks it up: ${oneLine(sql, 80)}`);
}
