/** Where an estimate comes from, in a sentence. Pure. */
import { aboutBytes } from './about.js';
import type { Basis } from './plan-numbers.js';

/** Null where nothing had to be estimated. */
export function describeBasis(basis: Basis): string | null {
  switch (basis.kind) {
    case 'nothing':
      return null;
    case 'stated':
      return `times are by a stated rate, ${aboutBytes(basis.bytesPerSecond)}/s: no run of these servers has measured such a statement`;
    case 'measured':
      return `times are by a measured rate, ${aboutBytes(basis.bytesPerSecond)}/s, the median of ${statements(basis.statements)} of earlier runs`;
    case 'partly-measured':
      return `times are in part by a measured rate (${statements(basis.statements)} of earlier runs), in part by a stated one: ${aboutBytes(basis.bytesPerSecond)}/s together`;
    default: {
      const never: never = basis;
      return never;
    }
  }
}

function statements(count: number): string {
  return count === 1 ? 'one statement' : `${count} statements`;
}
