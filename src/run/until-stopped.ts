/** Work that may be ended in the middle: its servers and sessions are taken from under it. */
import { StoppedError } from '../errors.js';

/**
 * Runs `work`. Whatever comes of it once `stop` is aborted comes of that: StoppedError with `message` is thrown then, and
 * nothing else.
 */
export async function untilStopped<T>(
  stop: AbortSignal | undefined,
  message: string,
  work: () => Promise<T>,
): Promise<T> {
  const isStopped = () => stop?.aborted === true;
  const stopped = (options?: { readonly cause: unknown }) =>
    new StoppedError(message, { ...options, hint: 'run the same command again' });
  if (isStopped()) throw stopped();
  const result = await work().catch((cause: unknown) => {
    throw isStopped() ? stopped({ cause }) : cause;
  });
  if (isStopped()) throw stopped();
  return result;
}
