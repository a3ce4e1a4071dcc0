/**
 * Notices that a run goes in circles: the same step for the same state again and again. A wait may take hours as
 * long as the passive's position moves; anything else gets three looks.
 */
import type { PairState } from '../pair/state.js';
import type { View } from '../pair/view.js';
import type { Decision } from './decide.js';
import type { Clock } from './ports.js';
import type { Step } from './rules.js';

export type StallWatch = (decision: Decision, view: View, state: PairState) => Decision;

/** A wait without any movement ends after this time. */
const stallMs = 600_000;
const patience = 3;

/** Passes decisions through, but for a step that had no effect: that one becomes a block. */
export function newStallWatch(clock: Clock): StallWatch {
  let last = '';
  let since = 0;
  let times = 0;
  return (decision, view, state) => {
    if (decision.kind !== 'step') return decision;
    const { step } = decision;
    const key = keyOf(step, view, state);
    if (key !== last) {
      last = key;
      since = clock.now();
      times = 0;
    }
    times++;
    const patient = waitsFor(step) ? clock.now() - since < stallMs : times <= patience;
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
