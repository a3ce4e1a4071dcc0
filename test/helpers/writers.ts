/** Writers that think as briefly as appliers keep up with: the load under which a comparison must not be wrong. */
import { setTimeout as delay } from 'node:timers/promises';
import type { ExecutionContext } from 'ava';
import type { Sandbox } from '../../src/sandbox/open-sandbox.js';
import { openSession, type Session } from '../../src/server/connection.js';
import { errno } from '../../src/server/errno.js';
import { isErrno } from '../../src/server/server-error.js';

export type Writers = {
  /** Statements that were acknowledged so far. */
  readonly acknowledged: () => number;
  /** Resolves when every writer has had its last answer. Throws what a writer was refused with. */
  stop(): Promise<void>;
};

/**
 * So many sessions of the application's account on side a, each sending `next(n)` (n counts over all of them) as
 * fast as it is answered and has thought. Deadlocks and duplicates are part of such a life.
 */
export async function startWriters(
  t: ExecutionContext,
  pair: Sandbox,
  { sessions: count, next }: { readonly sessions: number; readonly next: (n: number) => string },
): Promise<Writers> {
  const endpoint = await pair.endpoint('a', 'app');
  const sessions = await Promise.all(Array.from({ length: count }, () => openSession(endpoint)));
  let [n, acknowledged, running] = [0, 0, true];
  const thinkMs = pair.image.startsWith('mysql') ? 12 : 4;
  const write = async (session: Session): Promise<void> => {
    while (running) {
      await session.send(next(n++)).then(
        () => acknowledged++,
        (error: unknown) => {
          if (!isErrno(error, errno.deadlock, errno.dupEntry, errno.lockWaitTimeout)) throw error;
        },
      );
      await delay(thinkMs);
    }
    await session.close();
  };
  const written = Promise.allSettled(sessions.map(write));
  const stop = async (): Promise<void> => {
    running = false;
    for (const result of await written) if (result.status === 'rejected') throw result.reason;
  };
  t.teardown(stop);
  return { acknowledged: () => acknowledged, stop };
}
