/** `dbshift plan`: what `dbshift migrate` would run. Looks at the pair, or at a schema file, and writes on neither. */
import type { Config } from '../config/config.js';
import type { Report } from '../engine/ports.js';
import { detectFlavor } from '../flavor/detect.js';
import type { Down } from '../migrate/choose-finished.js';
import { listMigrationFiles } from '../migrate/files.js';
import { readMigrationSettings } from '../migrate/knexfile.js';
import { fingerprintStructure } from '../plan/fingerprint.js';
import type { Plan } from '../plan/plan.js';
import { withPairUntil } from './connect-pair.js';
import { prepareRun } from './engine-ports.js';
import { liveSource } from './live-source.js';
import { settingsIfAny } from './migration-settings-if-any.js';
import { partsOf } from './parts-of.js';
import { type PlanOptions, type Project, planFrom } from './plan-run.js';
import type { PlanBasis, PlanSource } from './plan-source.js';
import { stepsWithoutPair, withSteps } from './plan-steps.js';
import type { ProgramsWish } from './programs/plan-programs.js';
import { fileSource } from './schema-file.js';
import { untilStopped } from './until-stopped.js';

export type MakePlanOptions = {
  readonly down?: Down;
  /** Stored programs too. */
  readonly programs?: ProgramsWish;
  /** Path of a schema file: no server of the configuration is asked then. */
  readonly schema?: string;
  /** Aborted when nobody waits for the plan any more. */
  readonly stop?: AbortSignal;
  /** Told how far it is. */
  readonly report?: Report;
};

/**
 * The plan of the pending migrations, refusals included, and without batches when nothing is pending. While a run is
 * open it is that run's plan: `migrate` goes on with it. Throws StoppedError, beside what `planFrom` throws.
 */
export function makePlan(config: Config, options: MakePlanOptions = {}): Promise<Plan> {
  return untilStopped(options.stop, 'stopped before the plan was made: nothing was changed', () =>
    planNow(config, options),
  );
}

async function planNow(config: Config, { schema, ...options }: MakePlanOptions): Promise<Plan> {
  const project = await readProject(config, options.programs);
  const { settings } = project;
  if (schema !== undefined) return planFromFile(schema, project, options);
  return withPairUntil(config, options.stop, async pair => {
    const run = prepareRun(config, settings, pair);
    const open = (await run.journal.reload()).intent;
    if (open !== null && open.plan !== null) return withSteps(run, open.plan);
    const source = await liveSource(run, { mayUsePassive: false });
    return withSteps(run, await planOrNothing(source, project, options));
  });
}

/** A deploy of programs alone needs no migrations, nor a folder for them. */
async function readProject(config: Config, programs: ProgramsWish | undefined): Promise<Project> {
  if (programs?.alone === true) return { config, settings: await settingsIfAny(config), files: [] };
  const settings = await readMigrationSettings(config);
  return { config, settings, files: await listMigrationFiles(settings) };
}

async function planFromFile(path: string, project: Project, options: PlanOptions): Promise<Plan> {
  const source = await fileSource(path, project.config.database);
  const plan = await planOrNothing(source, project, options);
  if (plan.batches.length === 0) return plan;
  const { versions, comment } = await source.read();
  const flavor = detectFlavor(path, { version: versions.a, comment });
  return { ...plan, steps: stepsWithoutPair(plan, project.config, flavor) };
}

async function planOrNothing(source: PlanSource, project: Project, options: PlanOptions): Promise<Plan> {
  const planned = await planFrom(source, project, options);
  if (planned !== null) return planned.plan;
  return emptyPlan(source, await source.read());
}

function emptyPlan(source: PlanSource, basis: PlanBasis): Plan {
  const { database, original } = basis;
  const { structure } = original;
  const parts = partsOf({ source, basis, tried: { migrations: [] }, batches: [], before: structure });
  return {
    fingerprint: fingerprintStructure(structure),
    database,
    batches: [],
    refusals: [],
    before: structure,
    after: structure,
    review: { parts, statements: [], tables: [], lint: [], numbers: null, rewrites: [] },
  };
}
