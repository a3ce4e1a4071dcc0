/** Adds the steps of its run to a plan: from where the pair stands now, or on a pair that nobody asked. */
import type { Config } from '../config/config.js';
import { idealPair } from '../engine/ideal-pair.js';
import { plannedFacts } from '../engine/planned-facts.js';
import { type Run as Runbook, runbook } from '../engine/runbook.js';
import type { DdlProgress } from '../engine/simulate.js';
import type { Flavor } from '../flavor/flavor.js';
import { type ServerKey, sides } from '../pair/side.js';
import type { Plan } from '../plan/plan.js';
import { programsOf } from '../plan/programs-of.js';
import type { RunbookStep } from '../plan/runbook-step.js';
import { openPointers } from '../pointer/open-pointers.js';
import { accessRefusals } from '../server/errno.js';
import { isErrno } from '../server/server-error.js';
import { enginePorts, type Run } from './engine-ports.js';

/** Reads the pair; `run.journal` has been read. A plan that cannot be run has no steps. */
export async function withSteps(run: Run, plan: Plan): Promise<Plan> {
  const { config, pair, journal, pointers } = run;
  const servers = Object.fromEntries(
    [...sides, ...pair.replicas()].map(server => [server, pair.label(server)]),
  );
  if (plan.batches.length === 0) return { ...plan, servers };
  // The plan is no run yet: its programs are to be looked at all the same.
  const watched = { ...run.watched, programs: () => programsOf(plan) };
  const { observe, limits } = enginePorts({ ...run, watched });
  const steps = runbook({
    ...fixed(config, pair.flavor),
    state: await observe(null, false),
    facts: plannedFacts(plan, config.preferredActive ?? null, journal.facts()),
    limits: { ...limits, flipWindow: null },
    ddlProgress: await readSwitches(run),
    pointers: pointers.map(({ name }) => name),
  });
  return { ...plan, servers, steps };
}

/** As on a pair that is as it should be, whose active is the preferred one, else a. */
export function stepsWithoutPair(plan: Plan, config: Config, flavor: Flavor): readonly RunbookStep[] {
  const { preferredActive = null, limits } = config;
  const found = flavor.ddlProgressSwitch;
  return runbook({
    ...fixed(config, flavor),
    state: idealPair(plan, preferredActive ?? 'a'),
    facts: plannedFacts(plan, preferredActive),
    limits: { ...limits, repointAttempts: 1, flipWindow: null },
    // Off by default.
    ddlProgress: found === null ? {} : { a: 'NO', b: 'NO' },
    pointers: openPointers(config).map(({ name }) => name),
  });
}

function fixed({ limits }: Config, flavor: Flavor): Pick<Runbook, 'flavor' | 'statementLimits'> {
  return { flavor, statementLimits: limits };
}

/** Where a leg will find the switch off. */
async function readSwitches({ pair }: Run): Promise<DdlProgress> {
  const found = pair.flavor.ddlProgressSwitch;
  if (found === null) return {};
  const read = async (server: ServerKey): Promise<readonly (readonly [ServerKey, string])[]> => {
    const session = await pair.watch(server);
    const row = await session?.row<{ value: string }>(found.query).catch((error: unknown) => {
      if (isErrno(error, ...accessRefusals)) return undefined;
      throw error;
    });
    return row === undefined || row.value === found.on ? [] : [[server, row.value]];
  };
  return Object.fromEntries((await Promise.all([...sides, ...pair.replicas()].map(read))).flat());
}
