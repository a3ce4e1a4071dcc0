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
      hint: alikeBy(change),
    }));
}

/** A plain deploy drops what no file has only where it is told to. */
function alikeBy({ kind, name, after }: ProgramChange): string {
  const program = `${kind}:${name}`;
  return after === null
    ? `no file has it: \`dbshift procs deploy --prune ${program}\` without --via-flip drops it on both, \`dbshift procs pull ${program}\` writes a file of it`
    : `\`dbshift procs deploy ${program}\` without --via-flip makes both like the files`;
}

function textsOf(changes: readonly ProgramChange[]): ReadonlyMap<string, string> {
  return new Map(changes.map(change => [programKey(change), JSON.stringify(change.before)]));
}
