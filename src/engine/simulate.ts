/**
 * The steps that a run would take from a state, by the same rules: what `plan` prints and what `status` calls next.
 * Pure. The simulated application keeps writing, so that the steps which wait for the passive are shown where a
 * busy pair needs them.
 */
import { applyEntry } from '../journal/fold.js';
import type { Facts, RuleLimits } from '../pair/facts.js';
import { otherSide, sideOf, sides } from '../pair/side.js';
import type { PairState } from '../pair/state.js';
import { type View, viewOf } from '../pair/view.js';
import { type Decision, decide } from './decide.js';
import { effect, type World } from './effects.js';
import { entriesAfter, entriesBefore, lateEntry, type Moment } from './record.js';
import type { Step } from './rules.js';
import { SimulatedSet } from './simulated-set.js';

export type Simulated = {
  readonly state: PairState;
  /** With the intent, and the approval where the flips are to be shown too. */
  readonly facts: Facts;
  readonly limits: RuleLimits;
  readonly capabilities: World['capabilities'];
};

export type SimulatedStep = { readonly step: Step; readonly view: View };

export type Simulation = {
  readonly steps: readonly SimulatedStep[];
  /** The pair as it is when the run ends. */
  readonly last: PairState;
  readonly end: Exclude<Decision, { readonly kind: 'step' }>;
};

/** Far beyond what any plan needs: reaching it is a bug of the rules. */
const maxSteps = 1000;

export function simulate({ state: seen, facts: known, limits, capabilities }: Simulated): Simulation {
  const world: World = { plan: known.intent?.plan ?? null, capabilities };
  const steps: SimulatedStep[] = [];
  let state = withSimulatedPositions(seen);
  let facts = known;
  while (steps.length < maxSteps) {
    const view = viewOf(state, facts, limits);
    const late = lateEntry({ view });
    if (late !== null) facts = applyEntry(facts, late, known.intent?.runId ?? '');
    const decision = decide(late === null ? view : viewOf(state, facts, limits));
    if (decision.kind !== 'step') return { steps, last: state, end: decision };
    steps.push({ step: decision.step, view });
    ({ state, facts } = take({ step: decision.step, view, state, facts, now: state.at }, world));
    state = write(state, steps.length);
  }
  return {
    steps,
    last: state,
    end: { kind: 'blocked', id: 'uncovered', why: 'the simulated run does not end', advice: '' },
  };
}

/** One step: its records and its effects. */
function take(moment: Moment, world: World): Pick<Moment, 'state' | 'facts'> {
  const { step, view, now } = moment;
  const runId = moment.facts.intent?.runId ?? '';
  const state = step.actions.reduce((before, action) => effect(action, before, world), moment.state);
  // The fence writes its own record, when its checks are through.
  const fence =
    step.id === 'fence' ? [{ kind: 'flip' as const, from: view.active, to: view.passive, at: now }] : [];
  const before = [...entriesBefore(moment), ...fence].reduce(
    (facts, entry) => applyEntry(facts, entry, runId),
    moment.facts,
  );
  const facts = entriesAfter({ ...moment, facts: before }).reduce(
    (known, entry) => applyEntry(known, entry, runId),
    before,
  );
  return { state, facts };
}

/** The application writes on; a passive that does not apply falls behind, and has to be waited for. */
function write(state: PairState, n: number): PairState {
  if (state.pointer.kind !== 'names') return state;
  const active = state[state.pointer.side];
  const passive = state[otherSide(state.pointer.side)];
  if (!active.reachable || !active.writable) return state;
  const executed = active.executed.union(new SimulatedSet([`write ${n}`]));
  const near = state.near && passive.reachable && passive.applier === 'running';
  return { ...state, [state.pointer.side]: { ...active, executed }, near };
}

/** Only what one side has and the other has not matters to a rule. */
function withSimulatedPositions(state: PairState): PairState {
  const { a, b } = state;
  if (!a.reachable || !b.reachable) return state;
  const own = {
    a: a.executed.minus(b.executed).isEmpty ? [] : ['a'],
    b: b.executed.minus(a.executed).isEmpty ? [] : ['b'],
  };
  const [simulatedA, simulatedB] = sides.map(side => new SimulatedSet(['both', ...own[side]]));
  if (simulatedA === undefined || simulatedB === undefined) return state;
  const replicas = state.replicas.map(replica => ({
    ...replica,
    near: true,
    server: replica.server.reachable
      ? { ...replica.server, executed: sideOf(replica.key) === 'a' ? simulatedA : simulatedB }
      : replica.server,
  }));
  return { ...state, a: { ...a, executed: simulatedA }, b: { ...b, executed: simulatedB }, replicas };
}
