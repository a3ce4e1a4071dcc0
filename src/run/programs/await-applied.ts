/** Replication brings the passive what a deploy did on the active. */
import { otherSide } from '../../pair/side.js';
import { waitForPosition } from '../wait-applied.js';
import type { DeployEvent } from './deploy-event.js';
import type { Deploying } from './deploying.js';

/**
 * Until the passive has everything that the active has now. Throws FailedError when its applier fails or stands still,
 * and StoppedError.
 */
export async function* awaitApplied({ run, active, signal }: Deploying): AsyncGenerator<DeployEvent, void> {
  const begun = performance.now();
  const deps = { ...run, flavor: run.pair.flavor };
  await waitForPosition(deps, active, { limitMs: run.config.limits.catchUpStallMs, signal });
  yield { type: 'applied', side: otherSide(active), ms: performance.now() - begun };
}
