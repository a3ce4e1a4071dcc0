/**
 * Carries a deploy out, all or nothing: what both servers have is written down on both, then the active gets the
 * programs with its binlog on, and the passive by replication. What is other on the passive alone is put right before,
 * with its binlog off: else its applier would stop at the first DROP of what is not there.
 */
import { BlockedError, FailedError, ShiftError } from '../../errors.js';
import { otherSide } from '../../pair/side.js';
import {
  asOn,
  type Deploy,
  type DeployCommand,
  grantsAtStake,
  type RecordedChange,
} from '../../programs/deploy-record.js';
import { missingGrants } from '../../programs/routine-grant.js';
import { wayBack } from '../../programs/way-back.js';
import { whoAmI } from '../who-am-i.js';
import { awaitApplied } from './await-applied.js';
import { bringSide } from './bring-side.js';
import type { DeployEvent } from './deploy-event.js';
import { type Deploying, leavesHalfDone } from './deploying.js';
import { findOver } from './find-over.js';
import { findChangedSince } from './look-since.js';
import { putBack } from './put-back.js';

export type Order = { readonly command: DeployCommand; readonly changes: readonly RecordedChange[] };

/**
 * Throws FailedError when a server refuses a program: everything is as it was then, on both servers, and read back. A
 * lost connection is passed on, and so is being stopped in a wait: whoever takes the pair again looks first.
 */
export async function* carryOut(
  deploying: Deploying,
  { command, changes }: Order,
): AsyncGenerator<DeployEvent, void> {
  const { deploys, active, run } = deploying;
  await refuseChangedMeanwhile(deploying, changes);
  const begun = { command, by: whoAmI(), active, database: run.config.database };
  const epoch = await deploys.begin([
    { kind: 'begin', ...begun },
    ...changes.map(change => ({ kind: 'program', change }) as const),
  ]);
  yield { type: 'recorded', deploy: epoch };
  const deploy: Deploy = { ...begun, epoch, at: '', changes, outcome: null };
  try {
    yield* bringBoth(deploying, deploy);
  } catch (error) {
    if (leavesHalfDone(error)) throw error;
    yield* putBack(deploying, deploy);
    const before = changes.map(change => asOn(change, active));
    throw nothingChanged(error, await findOver(deploying, before));
  }
  await deploys.end(epoch, { outcome: 'done' });
  yield { type: 'deployed', deploy: epoch, changes: changes.length };
}

async function* bringBoth(deploying: Deploying, { changes }: Deploy): AsyncGenerator<DeployEvent, void> {
  const { active, run } = deploying;
  const passive = otherSide(active);
  const { replaces } = run.pair.flavor.capabilities;
  const grantsOf = (side: typeof active) => grantsAtStake(changes, side, replaces);
  const wanted = changes.map(change => asOn(change, 'after'));
  // What is there already is left alone; as the active has them now, they may need each other in another order.
  yield* bringSide(deploying, {
    side: passive,
    changes: wayBack(changes.map(change => asOn(change, active))),
    grants: grantsOf(passive),
    inRounds: true,
  });
  yield* bringSide(deploying, { side: active, changes: wanted, grants: grantsOf(active) });
  yield* awaitApplied(deploying);
  // What replication brought is proved. A DROP of the active has taken grants there that the active never had.
  const own = missingGrants(grantsOf(passive), grantsOf(active));
  yield* bringSide(deploying, { side: passive, changes: wanted, grants: own });
  run.pair.assertLocked();
}

/** Between the look and now the files were compiled. */
async function refuseChangedMeanwhile(
  deploying: Deploying,
  changes: readonly RecordedChange[],
): Promise<void> {
  const found = await findChangedSince(deploying, changes);
  if (found.length === 0) return;
  const findings = found.map(({ hint: _, ...finding }) => finding);
  throw new BlockedError('somebody changes the same programs: nothing is done', {
    findings,
    hint: 'run the same command again: it looks at them anew',
  });
}

function nothingChanged(error: unknown, over: readonly string[]): unknown {
  if (!(error instanceof ShiftError)) return error;
  const unless = over.length === 0 ? '' : `, but for what is over by now: ${over.join(', ')}`;
  return new FailedError(error.message, {
    hint: [error.hint, `nothing is changed: every program reads back as it was, on both servers${unless}`]
      .filter(Boolean)
      .join('\n'),
    cause: error,
  });
}
