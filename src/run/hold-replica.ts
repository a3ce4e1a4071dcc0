/**
 * Holds the applier of a replica for a leg. Its side is held already, so everything it can still get is of the old
 * structure: it first gets all of that. Held earlier, it would have to fit old rows into the new structure.
 */
import { type ReplicaKey, sideOf } from '../pair/side.js';
import type { Session } from '../server/connection.js';
import { actOn } from './act-on.js';
import { catchUp } from './catch-up.js';
import type { PerformDeps } from './perform.js';
import { prepareReplication } from './prepare-replication.js';

/** Throws FailedError when the replica does not come nearer to its side for `limits.catchUpStallMs`. */
export async function holdReplica(deps: PerformDeps, replica: ReplicaKey): Promise<void> {
  const { flavor, pair, config } = deps;
  const follower = await pair.controlReplica(replica);
  const source = await actOn(pair, sideOf(replica));
  const stallMs = config.limits.catchUpStallMs;
  await catchUp({ flavor, source, follower, label: pair.label(replica), stallMs }, () =>
    followIfStopped(deps, follower),
  );
  for (const sql of flavor.holdApplier()) await follower.send(sql);
}

/** One that is held behind its side has to go on first. */
async function followIfStopped({ flavor }: PerformDeps, session: Session): Promise<void> {
  const { applier, receiver } = flavor.readReplication(await session.rows(flavor.replicationQuery));
  if (applier === 'running' && receiver !== 'stopped') return;
  await prepareReplication(flavor, session);
  for (const sql of flavor.startReplication()) await session.send(sql);
}
