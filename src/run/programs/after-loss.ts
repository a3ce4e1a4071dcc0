/**
 * A lost connection leaves a deploy of which nobody knows how far it came. This is the one place that goes on from
 * there: it takes the pair again, as any later command would, looks at both servers, and puts back what differs. No
 * statement is sent a second time because its answer is missing.
 */
import type { Config } from '../../config/config.js';
import { FailedError, ShiftError } from '../../errors.js';
import type { DeployEvent } from './deploy-event.js';
import { isLost } from './deploying.js';
import { type TakeOptions, withTakenPair } from './take-pair.js';

/** A server notices within 20 s that a session is gone, and its lock with it. */
const lockTimeoutMs = 60_000;

/** Throws FailedError where everything was put back; the first error where that could not be seen to. */
export async function* mendingLoss(
  config: Config,
  options: TakeOptions,
  work: AsyncGenerator<DeployEvent, void>,
): AsyncGenerator<DeployEvent, void> {
  try {
    yield* work;
  } catch (error) {
    if (!isLost(error) || !(error instanceof ShiftError)) throw error;
    const outcome = yield* lookAgain(config, options, error);
    if (outcome === 'done') return;
    if (outcome === null) throw error;
    throw new FailedError(error.message, {
      hint: 'nothing is changed: every program reads back as it was, on both servers; run the same command again',
      cause: error,
    });
  }
}

/** How the deploy ended; null: it had not begun. */
async function* lookAgain(
  config: Config,
  { signal }: TakeOptions,
  error: ShiftError,
): AsyncGenerator<DeployEvent, 'done' | 'put-back' | null> {
  let outcome: 'done' | 'put-back' | null = null;
  try {
    for await (const event of withTakenPair(config, { signal, lockTimeoutMs, endOnly: true }, nothingMore)) {
      if (event.type === 'half-done-ended') outcome = event.outcome;
      yield event;
    }
    return outcome;
  } catch (again) {
    if (!(again instanceof ShiftError)) throw again;
    throw new FailedError(error.message, {
      hint: `whether programs are changed could not be seen (${again.message}): \`dbshift recover\` looks again, and puts them back`,
      cause: error,
    });
  }
}

async function* nothingMore(): AsyncGenerator<DeployEvent, void> {
  // The pair was taken to end what died.
}
