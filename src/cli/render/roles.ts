/** Who accepts writes, in a sentence. */
import type { View } from '../../pair/view.js';

export function describeRoles({ situation, active, passive }: View): string {
  switch (situation) {
    case 'steady':
      return `${active} is active and accepts writes, ${passive} is passive`;
    case 'fenced':
      return 'neither side accepts writes';
    case 'crossed':
      return `${passive} accepts writes and ${active} does not, but the pointer does not name ${passive} yet`;
    case 'split':
      return 'both sides accept writes';
    case 'fenced-alone':
      return `${active} does not accept writes, and ${passive} cannot be reached`;
    case 'lost':
      return 'a server cannot be reached';
    default: {
      const never: never = situation;
      return never;
    }
  }
}
