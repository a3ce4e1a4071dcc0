/** What every step of a deploy is given: a pair that is locked, and steady. */

import { LockLostError } from '../../errors.js';
import type { DeployJournal } from '../../journal/deploy-journal.js';
import type { Side } from '../../pair/side.js';
import { isConnectionLost } from '../../server/server-error.js';
import type { Run } from '../engine-ports.js';

export type Deploying = {
  readonly run: Run;
  readonly deploys: DeployJournal;
  readonly active: Side;
};

/** What became of a statement is not known: nothing may be sent again before somebody has looked. */
export function isLost(error: unknown): boolean {
  return isConnectionLost(error) || error instanceof LockLostError;
}
