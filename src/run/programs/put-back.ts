/**
 * Ends a deploy that failed or died. It looks at both servers: where everything is there, the deploy had only not said
 * so; else whatever differs is put back as it was, and read back. There is no cursor, so it may die and begin again.
 */
import { FailedError, ShiftError } from '../../errors.js';
import { otherSide, sides } from '../../pair/side.js';
import { asOn, type Deploy } from '../../programs/deploy-record.js';
import { type Deployed, isHidden, programKey } from '../../programs/program.js';
import { missingGrants } from '../../programs/routine-grant.js';
import { sameDefinition } from '../../programs/same-definition.js';
import { readPrograms } from '../../server/program-catalog.js';
import { readRoutineGrants } from '../../server/routine-grants.js';
import { awaitApplied } from './await-applied.js';
import { bringSide } from './bring-side.js';
import type { DeployEvent } from './deploy-event.js';
import { type Deploying, isLost } from './deploying.js';

/** For one that died. The pair must be locked and steady. */
export async function* endHalfDone(deploying: Deploying, deploy: Deploy): AsyncGenerator<DeployEvent, void> {
  yield* awaitApplied(deploying);
  const finished = await isAllThere(deploying, deploy);
  if (finished) await deploying.deploys.end(deploy.epoch, 'done');
  else yield* putBack(deploying, deploy);
  const { command, by, at } = deploy;
  yield { type: 'half-done-ended', deploy: { command, by, at }, outcome: finished ? 'done' : 'put-back' };
}

/** Throws FailedError that says how to go on where a server refuses what it had. */
export async function* putBack(deploying: Deploying, deploy: Deploy): AsyncGenerator<DeployEvent, void> {
  try {
    // Each state on the way back was one on the way there: whatever a program needs is there.
    const backwards = [...deploy.changes].reverse();
    for (const side of [deploying.active, otherSide(deploying.active)]) {
      const changes = backwards.map(change => asOn(change, side));
      yield* bringSide(deploying, {
        side,
        changes,
        grants: deploy.changes.flatMap(({ grants }) => grants[side]),
      });
      if (side === deploying.active) yield* awaitApplied(deploying);
    }
  } catch (error) {
    if (isLost(error) || !(error instanceof ShiftError)) throw error;
    throw new FailedError(`the programs could not be put back: ${error.message}`, {
      hint: '`dbshift recover` tries it again; what both servers had is in dbshift.deploys on each of them',
      cause: error,
    });
  }
  await deploying.deploys.end(deploy.epoch, 'put-back');
}

async function isAllThere({ run }: Deploying, { changes, database }: Deploy): Promise<boolean> {
  for (const side of sides) {
    const session = run.pair.control(side);
    const found = new Map((await readPrograms(session, database)).map(one => [programKey(one), one]));
    const there = changes.every(change => isThere(change.after, found.get(programKey(change))));
    const kept = changes.filter(({ after }) => after !== null).flatMap(({ grants }) => grants[side]);
    const lost = missingGrants(kept, await readRoutineGrants(session, database));
    if (!there || lost.length > 0) return false;
  }
  return true;
}

function isThere(after: Deploy['changes'][number]['after'], found: Deployed | undefined): boolean {
  if (after === null || found === undefined) return after === null && found === undefined;
  return !isHidden(found) && sameDefinition(after, found);
}
