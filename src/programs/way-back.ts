/** In which order programs are brought back to what they were. Pure. */
import { programKinds } from './program.js';
import type { ProgramChange } from './program-change.js';
import { inTriggerOrder } from './trigger-order.js';

/**
 * First what is made, then what goes: nothing needs that any more. Which view reads which is not known here: a server
 * that refuses one is asked again when others are back.
 */
export function wayBack(changes: readonly ProgramChange[]): readonly ProgramChange[] {
  const made = byKind(changes.filter(({ after }) => after !== null));
  const dropped = byKind(changes.filter(({ after }) => after === null));
  return [...inTriggerOrder(made), ...dropped.reverse()];
}

function byKind(changes: readonly ProgramChange[]): ProgramChange[] {
  return programKinds.flatMap(kind => changes.filter(change => change.kind === kind));
}
