/**
 * Holds the applier of a replica for a leg. Its side is held already, so everything it can still get is of the old
 * structure: it first gets all of that. Held earlier, it would have to fit old rows into the new structure.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import { FailedError } from '../errors.js';
import type { Flavor } from '../flavor/flavor.js';
import type { GtidSet } from '../gtid/gtid-set.js';
import { type ReplicaKey, sideOf } from '../pair/side.js';
import type { Session } from '../server/connection.js';
import { actOn } from './act-on.js';
import type { PerformDeps } from './perform.js';
import { prepareReplication } from './prepare-replication.js';

const pollMs = 100;

/** Throws FailedError when the replica does not come nearer to its side for `limits.catchUpStallMs`. */
export async function holdReplica(deps: PerformDeps, replica: ReplicaKey): Promise<void> {
  const { flavor } = deps;
  const session = await deps.pair.controlReplica(replica);
  await catchUp(deps, replica, session);
  for (const sql of flavor.holdApplier()) await session.send(sql);
}

async function catchUp(deps: PerformDeps, replica: ReplicaKey, session: Session): Promise<void> {
  const { flavor, pair, config } = deps;
  const source = await actOn(pair, sideOf(replica));
  const target = await readExecuted(flavor, source);
  let best = Number.POSITIVE_INFINITY;
  let since = performance.now();
  for (;;) {
    const missing = Number(target.minus(await readExecuted(flavor, session)).size);
    if (missing === 0) return;
    if (best === Number.POSITIVE_INFINITY) await followIfStopped(deps, session);
    if (missing < best) [best, since] = [missing, performance.now()];
    if (performance.now() - since > config.limits.catchUpStallMs) throw stalled(pair.label(replica), missing);
    await sleep(pollMs);
  }
}

async function readExecuted(flavor: Flavor, session: Session): Promise<GtidSet> {
  return flavor.readServer((await session.row(flavor.serverQuery)) ?? {}).executed;
}

/** One that is held behind its side has to go on first. */
async function followIfStopped({ flavor }: PerformDeps, session: Session): Promise<void> {
  const { applier, receiver } = flavor.readReplication(await session.rows(flavor.replicationQuery));
  if (applier === 'running' && receiver !== 'stopped') return;
  await prepareReplication(flavor, session);
  for (const sql of flavor.startReplication()) await session.send(sql);
}

function stalled(label: string, missing: number): FailedError {
  return new FailedError(`${label}: lacks ${missing} transactions of its side and does not come nearer`, {
    hint: 'see its replication status; mend it and run the same command again',
  });
}
