/** Parts of a run in which a fault may fall, by what the run said last: columns of the table of `npm run torture`. */
import type { StepId } from '../../../src/engine/rules.js';

export const phases = ['ddl', 'catch-up', 'fence', 'drain', 'promote', 'repoint', 'other'] as const;

export type Phase = (typeof phases)[number];

const bySteps: { readonly [step in StepId]?: Phase } = {
  migrate: 'ddl',
  resync: 'catch-up',
  'catch-up': 'catch-up',
  fence: 'fence',
  drain: 'drain',
  unconvert: 'drain',
  promote: 'promote',
  repoint: 'repoint',
};

/** `null`: before the first step. */
export function phaseOf(step: StepId | null): Phase {
  return (step === null ? undefined : bySteps[step]) ?? 'other';
}
