/**
 * The steps of a run before it runs: the table of rules walked on a simulated pair, each step with the SQL that each
 * server gets and with what holds if the run ends there. Pure.
 */
import type { Flavor } from '../flavor/flavor.js';
import { type ServerKey, type Side, sideOf } from '../pair/side.js';
import type { PairState } from '../pair/state.js';
import type { Plan } from '../plan/plan.js';
import type { RunbookStep, SentStatement } from '../plan/runbook-step.js';
import type { Action } from './action.js';
import { batchStatements, programTexts } from './batch-statements.js';
import { besideOf } from './beside.js';
import { ifStopped } from './if-stopped.js';
import { type Simulated, type SimulatedStep, simulate } from './simulate.js';
import { type StatementLimits, statements } from './statements.js';

export type Run = Omit<Simulated, 'capabilities'> & {
  readonly flavor: Flavor;
  readonly statementLimits: StatementLimits;
  /** What moves with a flip, by name. */
  readonly pointers: readonly string[];
};

/** What is sent and stands in no step: nothing of it changes a table of the database or a setting of a server. */
export const leftOut =
  'reads, settings of our own sessions, locks, and rows of the bookkeeping (the journal, the records of migrations, the lock row of knex)';

/** Up to the goal, or to what a person has to resolve first. */
export function runbook(run: Run): readonly RunbookStep[] {
  const { steps, lastView } = simulate({ ...run, capabilities: run.flavor.capabilities });
  const plan = run.facts.intent?.plan ?? null;
  return steps.map((simulated, index) => {
    const { step, view } = simulated;
    const sent = step.actions.flatMap(action => sentBy(action, { ...simulated, run, plan }));
    const [batch = null] = step.actions.flatMap(action => (action.do === 'run-batch' ? [action.index] : []));
    return {
      step: step.id,
      title: step.title,
      batch,
      sides: sidesOf(step.actions, sent),
      statements: sent,
      beside: step.actions.flatMap(action => besideOf(action, { ...simulated, ...run, plan })),
      ifStopped: ifStopped({ step: step.id, before: view, after: steps[index + 1]?.view ?? lastView }),
    };
  });
}

type Sending = SimulatedStep & { readonly run: Run; readonly plan: Plan | null };

function sentBy(action: Action, { run, plan, state }: Sending): readonly SentStatement[] {
  if (action.do !== 'run-batch')
    return statements(action, run.flavor, run.statementLimits).map(({ side, sql }) => ({ on: side, sql }));
  const batch = plan?.batches[action.index];
  if (batch === undefined) return [];
  return [action.side, ...(action.replicas ?? [])].flatMap(on => {
    const server = serverIn(state, on);
    if (server?.reachable !== true) return [];
    const { level } = server;
    const texts = [...batchStatements(batch, level).map(({ sql }) => sql), ...programTexts(batch, level)];
    return [...switchOn(run, action, on), ...texts].map(sql => ({ on, sql }));
  });
}

function serverIn(state: PairState, on: ServerKey): PairState['a'] | undefined {
  return on === 'a' || on === 'b' ? state[on] : state.replicas.find(({ key }) => key === on)?.server;
}

/** Of a leg, so that it can be told how far a DDL is. */
function switchOn(
  { flavor, ddlProgress = {} }: Run,
  { how }: Extract<Action, { readonly do: 'run-batch' }>,
  on: ServerKey,
): readonly string[] {
  const found = flavor.ddlProgressSwitch;
  return found === null || how !== 'leg' || ddlProgress[on] === undefined ? [] : [found.set(found.on)];
}

function sidesOf(actions: readonly Action[], sent: readonly SentStatement[]): readonly Side[] {
  const acted = actions.flatMap((action): readonly Side[] => {
    switch (action.do) {
      case 'restore-setting':
        return [action.setting.side];
      case 'move-pointer':
        return [];
      case 'verify':
        return ['a', 'b'];
      default:
        return [action.side];
    }
  });
  return [...new Set([...acted, ...sent.map(({ on }) => sideOf(on))])].sort();
}
