/**
 * Runs the engine on a `ModelPair` as a pipeline would: whatever ends a run but the goal or a block, the same
 * command is run again. Between operations and looks a schedule may do harm.
 */
import { converge } from '../../src/engine/converge.js';
import type { RunEvent } from '../../src/engine/event.js';
import type { StepId } from '../../src/engine/rules.js';
import { ShiftError } from '../../src/errors.js';
import type { Entry } from '../../src/journal/entry.js';
import type { Facts, Intent } from '../../src/pair/facts.js';
import type { PairState } from '../../src/pair/state.js';
import type { ModelPair } from './model-pair.js';
import { type Count, type Fate, ModelRunner, RunnerDied, type Schedule } from './model-runner.js';

export type Harm = {
  /** Fates of operations by their number. */
  readonly fates?: ReadonlyMap<number, Fate>;
  /** What happens to the pair directly before an operation, by its number. */
  readonly beforeOperation?: ReadonlyMap<number, (pair: ModelPair) => void>;
  /** The same before a look. */
  readonly beforeLook?: ReadonlyMap<number, (pair: ModelPair) => void>;
  /** The runner dies before it takes this event, counted over all runs. */
  readonly deathAtEvent?: number;
  /** What happens when a step begins, before its first action: once each. */
  readonly during?: StepHooks;
  /** What happens when a step has been done, before the next look: once each. */
  readonly after?: StepHooks;
  /** The runner is told to stop when this step begins. */
  readonly stopAt?: StepId;
  /** Wait for an approval instead of ending. */
  readonly awaitApproval?: boolean;
  /** How often the command is repeated at most. */
  readonly runs?: number;
  /** Called for each wait for an approval. */
  readonly onWaiting?: (pair: ModelPair) => Promise<void>;
};

export type StepHooks = { readonly [step in StepId]?: (pair: ModelPair) => void };

export type Outcome = {
  /** `goal`, the id of the block, `interrupted`, or the message of the error that the last run ended with. */
  readonly end: string;
  readonly steps: readonly string[];
  readonly told: readonly RunEvent[];
  readonly events: number;
  readonly operations: number;
  readonly looks: number;
  readonly runs: number;
};

/** Commands that end without a goal or a block are repeated so often. */
const maxRuns = 12;
const maxEvents = 6000;

/** Opens a run in the journal, as the command does before it converges. */
export async function openRun(pair: ModelPair, intent: Partial<Intent> = {}, approved = true): Promise<void> {
  const entries: readonly Entry[] = [
    { kind: 'open', intent: { ...defaultIntent, plan: pair.plan.plan, ...intent } },
    ...(approved ? [{ kind: 'approve' as const, what: 'flip' as const, by: 'a test' }] : []),
  ];
  await append(pair, entries);
}

export async function append(pair: ModelPair, entries: readonly Entry[]): Promise<void> {
  const runner = new ModelRunner(pair, noHarm, { operations: 0, looks: 0 });
  await runner.ports.journal.reload();
  for (const entry of entries) await runner.ports.journal.append(entry);
}

/** One look, and what the journal says. */
export async function watch(pair: ModelPair): Promise<{ readonly state: PairState; readonly facts: Facts }> {
  const { ports } = new ModelRunner(pair, noHarm, { operations: 0, looks: 0 });
  return { state: await ports.observe(null, false), facts: await ports.journal.reload() };
}

export async function drive(pair: ModelPair, harm: Harm = {}): Promise<Outcome> {
  const count: Count & { events: number } = { operations: 0, looks: 0, events: 0 };
  const run: Run = { harm, count, steps: [], told: [], struck: new Set() };
  for (let runs = 1; ; runs++) {
    const end = await runOnce(pair, run);
    const { steps, told } = run;
    if (end.final || runs === (harm.runs ?? maxRuns)) return { end: end.how, steps, told, runs, ...count };
    pair.clock.advance(1000);
  }
}

type Run = {
  readonly harm: Harm;
  readonly count: Count & { events: number };
  readonly steps: string[];
  readonly told: RunEvent[];
  readonly struck: Set<string>;
};

type End = { readonly how: string; readonly final: boolean };

async function runOnce(pair: ModelPair, run: Run): Promise<End> {
  const runner = new ModelRunner(pair, scheduleOf(pair, run.harm), run.count);
  try {
    runner.lock();
    const end = await consume(runner, run);
    if (end.how === 'goal') await append(pair, [{ kind: 'end', outcome: 'done' }]);
    return end;
  } catch (error) {
    if (error instanceof RunnerDied) return { how: error.message, final: false };
    if (error instanceof ShiftError) return { how: `${error.code}: ${error.message}`, final: false };
    throw error;
  } finally {
    runner.die();
  }
}

/** A dead process does not return from its generator: it is left where it stands. */
async function consume({ ports, pair }: ModelRunner, run: Run): Promise<End> {
  const { harm, count, steps } = run;
  const abort = new AbortController();
  const events = converge(ports, { signal: abort.signal, awaitApproval: harm.awaitApproval === true });
  for (;;) {
    if (harm.deathAtEvent === count.events++) throw new RunnerDied('stopped consuming');
    if (count.events > maxEvents) return { how: 'endless', final: true };
    const { value: event, done } = await events.next();
    if (done === true) return { how: 'ended without a word', final: true };
    run.told.push(event);
    if (event.type === 'step') steps.push(event.step);
    if (event.type === 'step' && event.step === harm.stopAt) abort.abort();
    if (event.type === 'waiting') await harm.onWaiting?.(pair);
    strikeAt(run, pair, event);
    const end = endOf(event);
    if (end !== null) return end;
  }
}

/** Calls what was to happen in or after a step, the first time that it comes. */
function strikeAt({ harm, struck }: Run, pair: ModelPair, event: RunEvent): void {
  if (event.type !== 'step' && event.type !== 'step-done') return;
  const hook = event.type === 'step' ? harm.during?.[event.step] : harm.after?.[event.step];
  const key = `${event.type} ${event.step}`;
  if (hook === undefined || struck.has(key)) return;
  struck.add(key);
  pair.as('hand', () => hook(pair));
}

function scheduleOf(pair: ModelPair, { fates, beforeOperation, beforeLook }: Harm): Schedule {
  return {
    fateOf: operation => fates?.get(operation) ?? null,
    beforeOperation: operation => beforeOperation?.get(operation)?.(pair),
    beforeLook: look => beforeLook?.get(look)?.(pair),
  };
}

function endOf(event: RunEvent): End | null {
  switch (event.type) {
    case 'goal':
    case 'interrupted':
      return { how: event.type, final: true };
    case 'blocked':
      return { how: event.id, final: event.id !== 'server-lost' };
    default:
      return null;
  }
}

export const noHarm = { fateOf: () => null, beforeOperation: () => undefined, beforeLook: () => undefined };

const defaultIntent: Intent = {
  runId: 'run-1',
  epoch: 1,
  goal: 'migrate',
  plan: null,
  wantActive: null,
  pauseAt: 'never',
  startedAt: 1_767_225_600,
  sqlMode: '',
  knexId: 1,
  knexBatch: 1,
  replicas: [],
};
