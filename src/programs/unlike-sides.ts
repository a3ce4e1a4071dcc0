/** Programs that the sides do not have alike: a run that changes both in turn begins with equal ones. Pure. */
import type { Finding } from '../errors.js';
import type { Side } from '../pair/side.js';
import { programKey, programTitle } from './program.js';
import type { ProgramChange } from './program-change.js';

export function unlikeSides({ a, b }: Readonly<Record<Side, readonly ProgramChange[]>>): readonly Finding[] {
  const [onA, onB] = [textsOf(a), textsOf(b)];
  const all = new Map([...a, ...b].map(change => [programKey(change), change]));
  return [...all]
    .filter(([key]) => onA.get(key) !== onB.get(key))
    .map(([, change]) => ({
      id: 'programs-differ',
      where: programTitle(change),
      message: 'a and b do not have the same',
      hint: `\`dbshift procs deploy ${change.kind}:${change.name}\` without --via-flip makes both like the files`,
    }));
}

function textsOf(changes: readonly ProgramChange[]): ReadonlyMap<string, string> {
  return new Map(changes.map(change => [programKey(change), JSON.stringify(change.before)]));
}
