/** Replication brings the passive what a deploy did on the active. */
import { otherSide } from '../../pair/side.js';
import { waitForPosition } from '../wait-applied.js';
import type { DeployEvent } from './deploy-event.js';
import type { Deploying } from './deploying.js';

/** Until the passive has everything that the active has now. */
export async function* awaitApplied({ run, active }: Deploying): AsyncGenerator<DeployEvent, void> {
  const begun = performance.now();
  const deps = { ...run, flavor: run.pair.flavor };
  await waitForPosition(deps, active, run.config.limits.catchUpStallMs);
  yield { type: 'applied', side: otherSide(active), ms: performance.now() - begun };
}
