/**
 * Ends a deploy that failed or died. It looks at both servers: where everything is there, the deploy had only not said
 * so; else whatever differs is put back as it was, and read back. There is no cursor, so it may die and begin again. What
 * somebody has changed since is written down nowhere: nothing is sent then.
 */
import { BlockedError, FailedError, ShiftError } from '../../errors.js';
import { otherSide, sides } from '../../pair/side.js';
import { asOn, type Deploy, grantsAtStake } from '../../programs/deploy-record.js';
import { grantsDropped, missingGrants } from '../../programs/routine-grant.js';
import { hasAll } from '../../programs/since-begun.js';
import { wayBack } from '../../programs/way-back.js';
import { readRoutineGrants, readRoutineTimes } from '../../server/routine-grants.js';
import { awaitApplied } from './await-applied.js';
import { bringSide } from './bring-side.js';
import type { DeployEvent } from './deploy-event.js';
import { type Deploying, leavesHalfDone } from './deploying.js';
import { findOver, goneAsOver } from './find-over.js';
import { keepPrograms } from './keep-programs.js';
import { findChangedSince, lookAt } from './look-since.js';

/**
 * For one that died. The pair must be locked and steady. `keep`: names of programs that a person wants left as they are.
 * Throws BlockedError for a deploy into another database, and for programs that somebody changed since.
 */
export async function* endHalfDone(
  deploying: Deploying,
  died: Deploy,
  keep: readonly string[],
): AsyncGenerator<DeployEvent, void> {
  refuseOther(deploying, died);
  const { deploy, kept } = keepPrograms(died, keep);
  yield* awaitApplied(deploying);
  const finished = deploy.changes.length > 0 && (await isAllThere(deploying, deploy));
  if (finished) await deploying.deploys.end(deploy.epoch, { outcome: 'done', ...kept });
  else yield* putBack(deploying, deploy, kept);
  const target = finished ? 'after' : deploying.active;
  const over = await findOver(
    deploying,
    deploy.changes.map(change => asOn(change, target)),
  );
  const { command, by, at } = deploy;
  yield {
    type: 'half-done-ended',
    deploy: { command, by, at },
    outcome: finished ? 'done' : 'put-back',
    ...kept,
    ...(over.length === 0 ? {} : { over }),
  };
}

/** Throws FailedError that says how to go on where a server refuses what it had. */
export async function* putBack(
  deploying: Deploying,
  deploy: Deploy,
  kept: { readonly kept?: readonly string[] } = {},
): AsyncGenerator<DeployEvent, void> {
  await refuseChangedSince(deploying, deploy);
  try {
    for (const side of [deploying.active, otherSide(deploying.active)]) {
      yield* bringSide(deploying, {
        side,
        changes: wayBack(deploy.changes.map(change => asOn(change, side))),
        grants: grantsAtStake(deploy.changes, side, deploying.run.pair.flavor.capabilities.replaces),
        inRounds: true,
      });
      if (side === deploying.active) yield* awaitApplied(deploying);
    }
  } catch (error) {
    if (leavesHalfDone(error) || !(error instanceof ShiftError)) throw error;
    throw new FailedError(`the programs could not be put back: ${error.message}`, {
      hint: [
        ...(error.hint === undefined ? [] : [error.hint]),
        '`dbshift recover` tries it again; what both servers had is in dbshift.deploys on each of them',
        '`dbshift recover --keep-program NAME` puts back the others and leaves that one as it is',
      ].join('\n'),
      cause: error,
    });
  }
  await deploying.deploys.end(deploy.epoch, { outcome: 'put-back', ...kept });
}

function refuseOther({ run }: Deploying, { database, command, by }: Deploy): void {
  if (database === run.config.database) return;
  throw new BlockedError(`procs ${command} of ${by} into database ${database} did not end`, {
    hint: `\`dbshift recover\` with the configuration for ${database} ends it`,
  });
}

async function refuseChangedSince(deploying: Deploying, { changes }: Deploy): Promise<void> {
  const findings = await findChangedSince(deploying, changes);
  if (findings.length > 0)
    throw new BlockedError('somebody changed programs of a deploy that did not end: nothing is put back', {
      findings,
    });
}

async function isAllThere(deploying: Deploying, { changes, database }: Deploy): Promise<boolean> {
  const { pair } = deploying.run;
  for (const side of sides) {
    const found = await lookAt(deploying, side);
    const over = new Set(await goneAsOver(pair.control(side), { changes, found }));
    const lasting = changes.filter(change => !over.has(change));
    if (!hasAll(lasting, found)) return false;
    const kept = changes.filter(({ after }) => after !== null);
    const atStake = grantsAtStake(kept, side, pair.flavor.capabilities.replaces);
    const dropped = grantsDropped(atStake, await readRoutineTimes(pair.control(side), database));
    const granted = await readRoutineGrants(pair.control(side), database);
    if (missingGrants(dropped, granted).length > 0) return false;
  }
  return true;
}
