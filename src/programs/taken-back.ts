/** What a structure looks like when the stored programs of a batch are back as another side has them. Pure. */
import type { Structure } from '../plan/structure.js';
import type { ProgramId } from './program.js';
import { keyInStructure } from './structures-while.js';

export function takenBack(now: Structure, old: Structure, programs: readonly ProgramId[]): Structure {
  const keys = programs.map(keyInStructure);
  const kept = Object.entries(now.others).filter(([key]) => !keys.includes(key));
  const back = Object.entries(old.others).filter(([key]) => keys.includes(key));
  return { ...now, others: Object.fromEntries([...kept, ...back]) };
}
