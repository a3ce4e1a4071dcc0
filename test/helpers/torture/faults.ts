/** All that may happen in a run of `npm run torture`. */
import type { Fault } from './fault.js';
import { handFaults } from './hand-faults.js';
import { networkFaults } from './network-faults.js';
import { passiveFaults } from './passive-faults.js';
import { failingPointers } from './pointer-faults.js';
import { processFaults } from './process-faults.js';

export const faults: readonly Fault[] = [
  ...processFaults,
  ...networkFaults,
  ...passiveFaults,
  ...failingPointers,
  ...handFaults,
];

/** Throws when there is none of that name. */
export function faultOf(name: string): Fault {
  const fault = faults.find(one => one.name === name);
  if (fault === undefined) throw new Error(`no fault is called ${JSON.stringify(name)}`);
  return fault;
}
