/** What every step of a deploy is given: a pair that is locked, and steady. */

import { LockLostError, StoppedError } from '../../errors.js';
import type { DeployJournal } from '../../journal/deploy-journal.js';
import type { Side } from '../../pair/side.js';
import { isConnectionLost } from '../../server/server-error.js';
import type { Run } from '../engine-ports.js';

/** A pair of which it is known which side accepts writes. */
export type Steady = {
  readonly run: Run;
  readonly active: Side;
};

export type Deploying = Steady & {
  readonly deploys: DeployJournal;
  /** Ends a wait; what is begun stays half done then, and the next command looks again. */
  readonly signal: AbortSignal;
};

/** What became of a statement is not known: nothing may be sent again before somebody has looked. */
export function isLost(error: unknown): boolean {
  return isConnectionLost(error) || error instanceof LockLostError;
}

/** Whatever it has begun is ended by the next command, which looks first. */
export function leavesHalfDone(error: unknown): boolean {
  return isLost(error) || error instanceof StoppedError;
}
