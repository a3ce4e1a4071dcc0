/** Triggers that only change their place, behind one that does too: nothing that a server tells of them says so. Pure. */
import type { Finding } from '../errors.js';
import { programTitle } from './program.js';
import type { ProgramChange } from './program-change.js';
import { sameDefinition } from './same-definition.js';

/** A run looks at each program of its plan to see how far it is: these would be as before and as wanted at once. */
export function movedAlong(changes: readonly ProgramChange[]): readonly Finding[] {
  return changes
    .filter(({ before, after }) => before !== null && after !== null && sameDefinition(after, before))
    .map(change => ({
      id: 'trigger-moves',
      where: programTitle(change),
      message: 'is to run elsewhere in the order of its table, behind the same trigger as before',
      hint: '`dbshift procs deploy` without --via-flip brings triggers into their order; then run the same command again',
    }));
}
