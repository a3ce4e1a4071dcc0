/** Asks the user's own check (`before-flip`) once before each flip, while writes are still on. */
import type { View } from '../pair/view.js';
import type { Decision } from './decide.js';
import type { Ports } from './ports.js';

export type FlipGate = (decision: Decision, view: View) => Promise<Decision | 'look-again'>;

/**
 * Passes decisions through, but for a fence that the check refuses: that one becomes a block. The check takes its time,
 * so what was decided before it is decided anew after it.
 */
export function newFlipGate(mayFlip: Ports['mayFlip']): FlipGate {
  let allowed = false;
  return async (decision, view) => {
    if (mayFlip === undefined) return decision;
    if (decision.kind !== 'step' || decision.step.id !== 'fence') {
      // What it said was for the moment in which it was asked.
      allowed = false;
      return decision;
    }
    if (allowed) {
      allowed = false;
      return decision;
    }
    const why = await mayFlip(view);
    allowed = why === null;
    return why === null ? 'look-again' : refused(why);
  };
}

function refused(why: string): Decision {
  return {
    kind: 'blocked',
    id: 'hook-refused',
    why: `the hook before-flip says no, so nothing was flipped: ${why}`,
    advice: 'see to what it says, and run the same command again: it is asked again',
  };
}
