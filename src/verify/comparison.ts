/** What every part of a comparison works with: the two sessions, and the way from one position to the other. */
import { setTimeout as sleep } from 'node:timers/promises';
import type { Flavor } from '../flavor/flavor.js';
import type { GtidSet } from '../gtid/gtid-set.js';
import type { Session } from '../server/connection.js';
import type { ByRole } from './role.js';

export type Comparison = {
  readonly sessions: ByRole<Session>;
  readonly flavor: Flavor;
};

const firstPauseMs = 1;
const longestPauseMs = 20;

/**
 * Waits until the passive has applied what the active has executed now; false when that took longer than `withinMs`.
 * The passive's rows may become visible a moment later: a server logs a transaction before it commits it.
 */
export async function followActive({ sessions, flavor }: Comparison, withinMs: number): Promise<boolean> {
  const wanted = await readExecuted(sessions.active, flavor);
  const deadline = performance.now() + withinMs;
  for (let pause = firstPauseMs; ; pause = Math.min(pause * 2, longestPauseMs)) {
    if ((await readExecuted(sessions.passive, flavor)).contains(wanted)) return true;
    if (performance.now() > deadline) return false;
    await sleep(pause);
  }
}

async function readExecuted(session: Session, flavor: Flavor): Promise<GtidSet> {
  return flavor.readServer((await session.row(flavor.serverQuery)) ?? {}).executed;
}
