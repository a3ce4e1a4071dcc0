/**
 * Notices that a run goes in circles: the same step for the same state again and again, also with others in between.
 * A wait may take hours as long as the passive's position moves. The fence and the pointer have counters of their
 * own in the journal; anything else is tried a few times in a row, and a few more in all.
 */
import type { PairState } from '../pair/state.js';
import type { View } from '../pair/view.js';
import type { Decision } from './decide.js';
import type { Clock } from './ports.js';
import type { Step } from './rules.js';

export type StallWatch = (decision: Decision, view: View, state: PairState) => Decision;

/** A wait without any movement ends after this time. */
const stallMs = 600_000;
const timesInARow = 3;
const timesInAll = 20;

/** Passes decisions through, but for a step that had no effect: that one becomes a block. */
export function newStallWatch(clock: Clock): StallWatch {
  const all = new Map<string, number>();
  let last = '';
  let since = 0;
  let row = 0;
  return (decision, view, state) => {
    if (decision.kind !== 'step' || isCounted(decision.step)) return decision;
    const { step } = decision;
    const key = keyOf(step, view, state);
    const times = (all.get(key) ?? 0) + 1;
    all.set(key, times);
    if (key !== last) since = clock.now();
    row = key === last ? row + 1 : 1;
    last = key;
    const patient = waitsFor(step)
      ? clock.now() - since < stallMs
      : row <= timesInARow && times <= timesInAll;
    return patient ? decision : describeStall(step, view);
  };
}

function keyOf(step: Step, view: View, state: PairState): string {
  const { lagMs: _lag, current: _current, ...rest } = view;
  const position = (side: View['active']): string => {
    const server = state[side];
    return server.reachable ? server.executed.toString() : server.error;
  };
  return JSON.stringify([step.id, rest, waitsFor(step) ? position(view.passive) : null]);
}

function isCounted({ id }: Step): boolean {
  return id === 'fence' || id === 'repoint';
}

function waitsFor(step: Step): boolean {
  return step.actions.some(action => action.do === 'wait-applied');
}

function describeStall(step: Step, view: View): Decision {
  const errors = [view.detail.passive, view.detail.active].filter(detail => detail !== null);
  return {
    kind: 'blocked',
    id: 'stalled',
    why: `\`${step.id}\` was done again and again without effect${errors.length > 0 ? `: ${errors.join('; ')}` : ''}`,
    advice: 'see `dbshift status` and the error logs of both servers, then run the same command again',
  };
}
