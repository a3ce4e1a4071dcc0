/** What commands do to the stored programs of the simulated pair outside of a run. */
import type { View } from '../../src/pair/view.js';
import { programKey } from '../../src/programs/program.js';
import type { ModelPair } from './model-pair.js';

/** As an abort does before it plans: what is left then is structure. Whether there was anything. */
export function takeProgramsBack(pair: ModelPair, { current, passive }: View): boolean {
  const keys = (current?.programs ?? []).map(programKey).filter(key => pair[passive].programs[key] !== 'old');
  for (const key of keys) pair[passive].setProgram(key, 'old');
  return keys.length > 0;
}
