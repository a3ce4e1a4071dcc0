/**
 * The steps that a run would take from a state, by the same rules: what `plan` prints and what `status` calls next.
 * Pure. The simulated application keeps writing, so that the steps which wait for the passive are shown where a
 * busy pair needs them.
 */
import type { Entry } from '../journal/entry.js';
import { applyEntry } from '../journal/fold.js';
import type { Facts, RuleLimits } from '../pair/facts.js';
import { otherSide, type ReplicaKey, type ServerKey, sideOf, sides } from '../pair/side.js';
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
  /** Servers that a leg makes tell how far a DDL is, with what the switch for that says before; none by default. */
  readonly ddlProgress?: DdlProgress;
};

export type DdlProgress = { readonly [server in ServerKey]?: string };

/** A step with what was seen before it. */
export type SimulatedStep = { readonly step: Step; readonly view: View; readonly state: PairState };

export type Simulation = {
  readonly steps: readonly SimulatedStep[];
  /** The pair as it is when the run ends. */
  readonly last: PairState;
  readonly lastView: View;
  readonly end: Exclude<Decision, { readonly kind: 'step' }>;
};

/** Far beyond what any plan needs: reaching it is a bug of the rules. */
const maxSteps = 1000;

export function simulate(simulated: Simulated): Simulation {
  const { facts: known, limits, capabilities, ddlProgress = {} } = simulated;
  const world: World = { plan: known.intent?.plan ?? null, capabilities };
  const steps: SimulatedStep[] = [];
  let state = withSimulatedPositions(simulated.state);
  let facts = known;
  for (;;) {
    const late = lateEntry({ view: viewOf(state, facts, limits) });
    if (late !== null) facts = applyEntry(facts, late, known.intent?.runId ?? '');
    const view = viewOf(state, facts, limits);
    const decision = steps.length < maxSteps ? decide(view) : endless;
    if (decision.kind !== 'step') return { steps, last: state, lastView: view, end: decision };
    const { step } = decision;
    steps.push({ step, view, state });
    ({ state, facts } = take({ step, view, state, facts, now: state.at }, { ...world, ddlProgress }));
    state = write(state, steps.length);
  }
}

const endless: Decision = {
  kind: 'blocked',
  id: 'uncovered',
  why: 'the simulated run does not end',
  advice: '',
};

/** One step: its records and its effects. */
function take(
  moment: Moment,
  world: World & { readonly ddlProgress: DdlProgress },
): Pick<Moment, 'state' | 'facts'> {
  const { step } = moment;
  const runId = moment.facts.intent?.runId ?? '';
  const record = (facts: Facts, entries: readonly Entry[]): Facts =>
    entries.reduce((known, entry) => applyEntry(known, entry, runId), facts);
  const state = step.actions.reduce((before, action) => effect(action, before, world), moment.state);
  const before = record(moment.facts, [
    ...entriesBefore(moment),
    ...entriesWithin(moment, world.ddlProgress),
  ]);
  return { state, facts: record(before, entriesAfter({ ...moment, facts: before })) };
}

/** What actions write down themselves: the fence when its checks are through, a leg when it has found the switch off. */
function entriesWithin({ step, view, now }: Moment, ddlProgress: DdlProgress): readonly Entry[] {
  if (step.id === 'fence') return [{ kind: 'flip', from: view.active, to: view.passive, at: now }];
  if (step.id !== 'migrate') return [];
  return [view.passive, ...view.replicas.map(({ key }) => key)].flatMap(server => {
    const old = ddlProgress[server];
    const place = server === view.passive ? {} : { replica: server as ReplicaKey };
    return old === undefined
      ? []
      : [{ kind: 'changed' as const, side: view.passive, ...place, name: 'ddl-progress' as const, old }];
  });
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
