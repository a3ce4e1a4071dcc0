/**
 * What a run does after a flip with the side that has the old structure, where a person wants to be able to go back. Pure.
 */
import type { Batch } from '../plan/plan.js';
import { lossesOf } from '../plan/rollback/losses-of.js';
import type { Facts } from './facts.js';
import type { BatchLevel } from './progress.js';
import type { Side } from './side.js';

/**
 * `none`: it gets its leg. `follow`: it follows, and going back loses nothing. `stay`: it stays as it was at the flip, and
 * going back would lose what was written since. `back`: the flip is being taken back. `lost`: somebody else has made the
 * old side active again.
 */
export type Hold = 'none' | 'follow' | 'stay' | 'back' | 'lost';

type Standing = {
  readonly index: number;
  readonly current: Batch | null;
  readonly activeLevel: BatchLevel;
  readonly passiveLevel: BatchLevel;
  readonly passive: Side;
};

export function holdOf({ intent, finished, rollingBack, landedOn }: Facts, standing: Standing): Hold {
  const { index, current, activeLevel, passiveLevel, passive } = standing;
  if (intent === null || current?.strategy !== 'flip' || current.oneLeg === true) return 'none';
  if (rollingBack === index) return 'back';
  const flipped = activeLevel === 'new' && (passiveLevel === 'old' || passiveLevel === 'partial');
  if (intent.holdAfterFlip !== true || finished.includes(index)) return 'none';
  if (activeLevel === 'old' && landedOn === passive) return 'lost';
  if (!flipped) return 'none';
  return passiveLevel === 'old' && lossesOf(current, intent.replicas).length === 0 ? 'follow' : 'stay';
}
