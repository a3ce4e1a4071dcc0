/** `dbshift procs deploy`: both servers get what the files have, all or nothing. */
import type { Config } from '../../config/config.js';
import { mendingLoss } from './after-loss.js';
import { carryOut } from './carry-out.js';
import type { DeployEvent } from './deploy-event.js';
import type { Deploying } from './deploying.js';
import { announce, type Ordered, orderDeploy, type Wish } from './order-deploy.js';
import { previewDeploy } from './preview-deploy.js';
import { rememberUnchanged } from './remember-unchanged.js';
import { type TakeOptions, withTakenPair } from './take-pair.js';

export type DeployOptions = TakeOptions &
  Pick<Wish, 'names' | 'prune'> & {
    /** Say what would be done. */
    readonly dryRun: boolean;
  };

/** Throws ShiftError; whatever it leaves is as before on both servers, or said to be half done. */
export function deployPrograms(config: Config, options: DeployOptions): AsyncGenerator<DeployEvent, void> {
  if (options.dryRun) return previewDeploy(config, options);
  const work = withTakenPair(config, options, deploying => deploy(deploying, options));
  return mendingLoss(config, options, work);
}

async function* deploy(
  deploying: Deploying,
  { names, prune, signal: stop }: DeployOptions,
): AsyncGenerator<DeployEvent, void> {
  const { changes, surveyed } = yield* orderDeploy(deploying, { names, prune, mayUsePassive: true, stop });
  yield* carryOutOrdered(deploying, { command: 'deploy', changes });
  // Of a deploy of some nobody has said that the others are as they are to be.
  if (names.length === 0) await rememberUnchanged(deploying, surveyed, changes);
}

/** Says what will be done, and does it. */
export async function* carryOutOrdered(
  deploying: Deploying,
  ordered: Ordered,
): AsyncGenerator<DeployEvent, void> {
  yield* announce(deploying, ordered, false);
  if (ordered.changes.length > 0) yield* carryOut(deploying, ordered);
}
