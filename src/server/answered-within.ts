/** Bounds the wait for a server that is there and says nothing: a stalled disk, a stopped machine, a dead network. */
import type { Session } from './connection.js';
import { serverError } from './server-error.js';

/**
 * The answer, or a lost connection after `limitMs`: the session is given up, because a late answer would be taken for
 * that of the next statement. What was asked has an unknown outcome then. Throws ServerError.
 */
export async function answeredWithin<T>(
  session: Session,
  limitMs: number,
  ask: () => Promise<T>,
): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => {
      session.abandon();
      reject(serverError(session.label, new Error(`no answer within ${limitMs} ms`)));
    }, limitMs);
  });
  try {
    return await Promise.race([ask(), late]);
  } finally {
    clearTimeout(timer);
  }
}
