/** Waits until a server has applied what another one has, however long that takes, as long as it comes nearer. */
import { setTimeout as sleep } from 'node:timers/promises';
import { FailedError } from '../errors.js';
import type { Flavor } from '../flavor/flavor.js';
import type { GtidSet } from '../gtid/gtid-set.js';
import type { Session } from '../server/connection.js';
import { readReplication } from '../server/read-replication.js';

const pollMs = 100;

export type Follower = {
  readonly flavor: Flavor;
  readonly source: Session;
  readonly follower: Session;
  /** How it is called in an error. */
  readonly label: string;
  readonly stallMs: number;
};

/**
 * `begin` is called once, when something is missing. Throws FailedError when it comes no nearer for `stallMs`, or meets an
 * error.
 */
export async function catchUp(
  { flavor, source, follower, label, stallMs }: Follower,
  begin: () => Promise<void>,
): Promise<void> {
  const target = await readExecuted(flavor, source);
  let best = Number.POSITIVE_INFINITY;
  let since = performance.now();
  for (;;) {
    const missing = Number(target.minus(await readExecuted(flavor, follower)).size);
    if (missing === 0) return;
    if (best === Number.POSITIVE_INFINITY) await begin();
    else await assertApplies(follower, { flavor, label });
    if (missing < best) [best, since] = [missing, performance.now()];
    if (performance.now() - since > stallMs) throw stalled(label, missing);
    await sleep(pollMs);
  }
}

async function assertApplies(
  follower: Session,
  { flavor, label }: Pick<Follower, 'flavor' | 'label'>,
): Promise<void> {
  const { applier, error } = await readReplication(follower, flavor);
  if (applier === 'broken')
    throw new FailedError(`${label}: its applier stopped: ${error}`, {
      hint: 'resolve the error, start the applier, and run the same command again',
    });
}

async function readExecuted(flavor: Flavor, session: Session): Promise<GtidSet> {
  return flavor.readServer((await session.row(flavor.serverQuery)) ?? {}).executed;
}

function stalled(label: string, missing: number): FailedError {
  return new FailedError(
    `${label}: lacks ${missing} transactions of the server it follows and does not come nearer`,
    {
      hint: 'see its replication status; mend it and run the same command again',
    },
  );
}
