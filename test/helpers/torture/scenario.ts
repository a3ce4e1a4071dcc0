/** What happens in one run, drawn from a seed and the number of the run. */
import type { StepId } from '../../../src/engine/rules.js';
import type { Fault } from './fault.js';
import { faults } from './faults.js';
import type { Phase } from './phase.js';
import { type Random, randomOf } from './random.js';
import { stepEvents, type Trigger } from './trigger.js';

export type Scenario = {
  readonly seed: number;
  readonly run: number;
  readonly fault: Fault;
  readonly trigger: Trigger;
  /** Replication starts by itself when a server boots, where that cannot be seen and so is not refused (MariaDB). */
  readonly autoStart: boolean;
  /** `recover` runs before each further command, as a pipeline's always-step does. */
  readonly recovers: boolean;
  /** For what the fault draws itself. */
  readonly random: Random;
};

export function drawScenario(seed: number, run: number): Scenario {
  const random = randomOf(seed, run);
  const weights = Object.fromEntries(faults.map(({ name, weight }) => [name, weight]));
  const name = random.weighted(weights);
  const fault = faults.find(one => one.name === name);
  if (fault === undefined) throw new Error(`no fault is called ${name}`);
  const trigger = fault.moment === undefined ? drawTrigger(random, fault.held === true) : never;
  return { seed, run, fault, trigger, autoStart: random.next() < 0.5, recovers: random.next() < 0.5, random };
}

/** For a fault that knows its own moment. */
const never: Trigger = { when: 'event', index: Number.POSITIVE_INFINITY };

/** In steps, the first of which that comes is meant: not every flip has something to drain. */
const aims: Readonly<
  Record<Phase, { readonly weight: number; steps: readonly StepId[]; ms: number; nth: number }>
> = {
  ddl: { weight: 3, steps: ['migrate'], ms: 2500, nth: 2 },
  'catch-up': { weight: 2, steps: ['resync', 'catch-up'], ms: 150, nth: 3 },
  fence: { weight: 2, steps: ['fence'], ms: 120, nth: 1 },
  drain: { weight: 3, steps: ['drain', 'unconvert', 'promote'], ms: 15, nth: 1 },
  promote: { weight: 2, steps: ['promote'], ms: 10, nth: 1 },
  repoint: { weight: 2, steps: ['repoint'], ms: 25, nth: 1 },
  other: { weight: 2, steps: [], ms: 9000, nth: 60 },
};

function drawTrigger(random: Random, held: boolean): Trigger {
  const phase = random.weighted(
    Object.fromEntries(Object.entries(aims).map(([name, { weight }]) => [name, weight])) as Record<
      Phase,
      number
    >,
  );
  const { steps, ms, nth } = aims[phase];
  const delayMs = held || random.next() < 0.5 ? 0 : random.between(1, ms);
  if (phase === 'other')
    return delayMs === 0 ? { when: 'event', index: random.between(0, nth) } : { when: 'time', ms: delayMs };
  const on = phase === 'drain' ? 'step' : random.pick(stepEvents);
  return { when: 'step', steps, on, nth: random.between(1, nth), delayMs };
}
