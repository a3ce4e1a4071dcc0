/** What every adapter does around a move: name the next value, judge what is read back. */
import { FailedError, OutcomeUnknownError, type ShiftError } from '../errors.js';
import type { Pointer, PointerTarget, PointerValue } from './pointer.js';

/** The value that a move from `expected` writes. The first value of all comes from generation 0. */
export function nextValue(
  expected: Pick<PointerValue, 'generation'>,
  { active, host, port }: PointerTarget,
): PointerValue {
  const updatedAt = new Date().toISOString();
  return { active, host, port, generation: expected.generation + 1, updatedAt };
}

/** Somebody else moved the pointer between our look and our move. `present` is what it says now. */
export function lostMove(name: string, present: PointerValue): FailedError {
  return new FailedError(`${name} was moved by somebody else: it says ${describeValue(present)}`, {
    hint: 'find out who moves it; run the same command again when it rests',
  });
}

/** Reads a pointer that was just moved to `wanted`, and returns what it says only if that is it. */
export async function readBack(
  pointer: Pick<Pointer, 'name' | 'read'>,
  wanted: PointerValue,
): Promise<PointerValue> {
  const present = await pointer.read().catch((error: ShiftError) => {
    throw new OutcomeUnknownError(`${pointer.name} was moved and cannot be read now: ${error.message}`, {
      cause: error,
    });
  });
  if (present.generation < wanted.generation)
    throw new FailedError(`${pointer.name} took the move and still says ${describeValue(present)}`);
  if (present.generation > wanted.generation || !isSameTarget(present, wanted))
    throw lostMove(pointer.name, present);
  return present;
}

function isSameTarget(left: PointerTarget, right: PointerTarget): boolean {
  return left.active === right.active && left.host === right.host && left.port === right.port;
}

function describeValue({ active, host, port, generation }: PointerValue): string {
  return `${active} (${host}:${port}, generation ${generation})`;
}
