/** Whether a run wants the roles changed now, and what it waits for. */
import type { Batch } from '../plan/plan.js';
import type { Facts, RuleLimits } from './facts.js';
import { isInWindow } from './flip-window.js';
import type { Hold } from './hold.js';
import type { BatchLevel } from './progress.js';
import type { Side } from './side.js';
import type { PairState } from './state.js';

/**
 * `settled`: nothing to flip. `paused`: the run was told to stop here. `unapproved`: waits for a person. `out-of-hours`:
 * waits for the flip window to open.
 */
export type FlipWish = 'settled' | 'wanted' | 'unapproved' | 'out-of-hours' | 'paused' | 'failed-too-often';

type Wish = {
  readonly state: PairState;
  readonly facts: Facts;
  readonly limits: RuleLimits;
  /** The first batch that not both sides have. */
  readonly current: Batch | null;
  readonly active: Side;
  readonly activeLevel: BatchLevel;
  readonly passiveLevel: BatchLevel;
  readonly hold: Hold;
};

export function flipWish({
  state,
  facts,
  limits,
  current,
  active,
  activeLevel,
  passiveLevel,
  hold,
}: Wish): FlipWish {
  const { intent } = facts;
  if (hold === 'lost') return 'settled';
  if (hold === 'back') {
    // Asked for now, whatever time it is, by the person who would approve it; and once it is done no flip is wanted.
    if (activeLevel !== 'new' || passiveLevel !== 'old') return 'settled';
    return facts.failedFlips >= limits.flipAttempts ? 'failed-too-often' : 'wanted';
  }
  const forBatch = current?.strategy === 'flip' && activeLevel === 'old' && passiveLevel === 'new';
  const forRole = current === null && intent?.wantActive != null && intent.wantActive !== active;
  if (intent === null || !(forBatch || forRole)) return 'settled';
  if (facts.failedFlips >= limits.flipAttempts) return 'failed-too-often';
  if (forBatch && intent.pauseAt === 'passive') return 'paused';
  if (!facts.approvedFlip) return 'unapproved';
  // One that has begun is finished, whatever time it has become.
  const { flipWindow } = limits;
  const closed = flipWindow !== null && facts.flipFrom === null && !isInWindow(flipWindow, state.at);
  return closed ? 'out-of-hours' : 'wanted';
}
