/** Brings programs one after the other, where their order is known and where it is not. */
import { FailedError } from '../../errors.js';
import type { ProgramChange } from '../../programs/program-change.js';

type Bring<T> = (change: ProgramChange) => Promise<T>;

/** The first one that is refused is the last one that is tried. */
export async function* inTurn<T>(
  changes: readonly ProgramChange[],
  bring: Bring<T>,
): AsyncGenerator<T, void> {
  for (const change of changes) yield await bring(change);
}

/**
 * What is refused is tried again as long as each round brings one: it may need what comes later. Before each further
 * round `lookAgain`: one that was dropped and then refused is not there any more. Throws FailedError with everything that
 * is refused in the last round.
 */
export async function* inRounds<T>(
  changes: readonly ProgramChange[],
  bring: Bring<T>,
  lookAgain: () => Promise<void>,
): AsyncGenerator<T, void> {
  for (let left = changes; left.length > 0; ) {
    const refused: { readonly change: ProgramChange; readonly error: FailedError }[] = [];
    for (const change of left) {
      try {
        yield await bring(change);
      } catch (error) {
        if (!(error instanceof FailedError)) throw error;
        refused.push({ change, error });
      }
    }
    if (refused.length === left.length) throw allOf(refused.map(({ error }) => error));
    left = refused.map(({ change }) => change);
    if (left.length > 0) await lookAgain();
  }
}

function allOf(errors: readonly FailedError[]): FailedError {
  return new FailedError(errors.map(({ message }) => message).join('\n'), { cause: errors[0] });
}
