/** The pointer does not do what it is told, for a while, from any moment on. */
import { failPointer, mendPointer, pointerFaults } from './failing-pointer.js';
import type { Fault } from './fault.js';

export const failingPointers = pointerFaults.map(
  (how): Fault => ({
    name: `the pointer ${how}`,
    weight: 1,
    execPointer: true,
    strike: async ({ contest: { sandbox }, random }) => {
      await failPointer(sandbox, how);
      return { afterMs: random.pick([100, 1000, 5000, 9000]), heal: () => mendPointer(sandbox) };
    },
  }),
);
