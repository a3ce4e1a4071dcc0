/** What a comparison of both sides has proved, and for how long. */
import type { Facts, RuleLimits } from './facts.js';
import type { Side } from './side.js';
import type { PairState } from './state.js';

/**
 * Names what a verification proved: the levels of both sides, the direction and the boots. A reboot or a flip or
 * another level gives another key, so that an old proof proves nothing. Records count too: a migration may rebuild
 * a table without a trace in its structure.
 */
export function verificationKey(state: PairState, facts: Facts, active: Side): string {
  const part = (side: Side): string => {
    const server = state[side];
    if (!server.reachable) return 'lost';
    const { structure, recorded } = server.level;
    return `${structure.slice(0, 16)}+${recorded.length}@${server.identity.bootedAt}`;
  };
  return `${facts.intent?.runId ?? 'none'} ${active} a=${part('a')} b=${part('b')}`;
}

/**
 * A run may wait for hours between the proof and the flip: for a person, or for the window. A flip that has begun does
 * not stop for it.
 */
export function isFresh(state: PairState, { verifiedAt, flipFrom }: Facts, { proofMs }: RuleLimits): boolean {
  return verifiedAt === null || flipFrom !== null || state.at - verifiedAt <= proofMs;
}
