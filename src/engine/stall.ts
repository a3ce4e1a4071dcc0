/**
 * Notices that a run goes in circles: the same step for the same state again and again, also with others in between.
 * A wait may take hours as long as the passive's position moves. Anything else is tried a few times.
 */
import type { PairState } from '../pair/state.js';
import type { View } from '../pair/view.js';
import type { Decision } from './decide.js';
import type { Ports } from './ports.js';
import type { Step } from './rules.js';

export type StallWatch = (decision: Decision, view: View, state: PairState) => Decision;

const timesInARow = 3;
const timesInAll = 20;

/** Passes decisions through, but for a step that had no effect: that one becomes a block. */
export function newStallWatch({ clock, limits }: Pick<Ports, 'clock' | 'limits'>): StallWatch {
  const all = new Map<string, number>();
  let last = '';
  let since = 0;
  let row = 0;
  return (decision, view, state) => {
    if (decision.kind !== 'step') {
      // A wait that somebody else ends: whatever comes after it is no circle.
      all.clear();
      last = '';
      return decision;
    }
    const { step } = decision;
    const patience = patienceFor(step, view);
    const key = keyOf(step, view, state);
    const times = (all.get(key) ?? 0) + 1;
    all.set(key, times);
    if (key !== last) since = clock.now();
    row = key === last ? row + 1 : 1;
    last = key;
    if (patience === 'counted') return decision;
    const patient =
      patience === 'time'
        ? clock.now() - since < limits.catchUpStallMs
        : row <= timesInARow && times <= timesInAll;
    return patient ? decision : describeStall(step, view);
  };
}

/**
 * counted: the journal counts, over all runs. time: there is nothing else to do than to wait or to try again, as
 * when half of the pointers were moved. tries: what had no effect a few times will have none.
 */
type Patience = 'counted' | 'time' | 'tries';

function patienceFor(step: Step, { distance }: View): Patience {
  if (step.id === 'repoint') return distance === 'ahead' ? 'time' : 'counted';
  if (step.id === 'fence') return 'counted';
  return step.id === 'repoint-back' || waitsFor(step) ? 'time' : 'tries';
}

function keyOf(step: Step, view: View, state: PairState): string {
  const { lagMs: _lag, current: _current, detail, ...rest } = view;
  const passive = state[view.passive];
  const positions = [passive, ...state.replicas.map(({ server }) => server)].map(server =>
    server.reachable ? server.executed.toString() : server.error,
  );
  // A receiver that cannot connect counts its attempts in its error: that is no progress.
  return JSON.stringify([step.id, rest, waitsFor(step) ? positions : detail]);
}

function waitsFor(step: Step): boolean {
  return step.actions.some(action => action.do === 'wait-applied');
}

function describeStall(step: Step, view: View): Decision {
  const errors = [view.detail.pointer, view.detail.passive, view.detail.replica, view.detail.active].filter(
    text => text !== null,
  );
  const because = errors.length > 0 ? `: ${errors.join('; ')}` : '';
  const [action] = step.actions;
  if (action?.do === 'move-pointer') {
    return {
      kind: 'blocked',
      id: 'pointer-refuses',
      why: `${action.to} accepts writes, but not every pointer can be moved to it${because}`,
      advice: `make every pointer name ${action.to} by hand, and run the same command again`,
    };
  }
  return {
    kind: 'blocked',
    id: 'stalled',
    why: `\`${step.id}\` was done again and again without effect${because}`,
    advice: 'see `dbshift status` and the error logs of both servers, then run the same command again',
  };
}
