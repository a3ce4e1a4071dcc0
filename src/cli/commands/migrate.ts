/** `dbshift migrate`: the main job. What it does is in `src/run/migrate.ts`; here flags become options. */
import { approveFlip } from '../../run/approve.js';
import { migrate } from '../../run/migrate.js';
import type { Context } from '../context.js';
import { type DownFlags, downOf } from '../down-flags.js';
import type { ExitCode } from '../exit.js';
import { findConfig } from '../find-config.js';
import { readReviewedPlan } from '../read-plan-file.js';
import { type RunFlags, runOptions, watchOptions, withRunFlags } from '../run-flags.js';
import { watchRun } from '../watch-run.js';
import { planCommand } from './plan.js';

export type MigrateFlags = RunFlags &
  DownFlags & {
    readonly dryRun?: boolean;
    readonly until?: 'passive';
    readonly holdBeforeFlip?: boolean;
    /** Path of a reviewed plan. */
    readonly plan?: string;
    readonly holdAfterFlip?: boolean;
    readonly withProcs?: boolean;
  };

export async function migrateCommand(context: Context, flags: MigrateFlags): Promise<ExitCode> {
  if (flags.dryRun === true)
    return planCommand(context, {
      ...(flags.down && { down: flags.down }),
      ...(flags.to && { to: flags.to }),
      ...(flags.withProcs && { withProcs: true }),
    });
  const { until, holdBeforeFlip = false, holdAfterFlip = false, plan } = flags;
  const down = downOf(flags);
  const reviewed = plan === undefined ? undefined : await readReviewedPlan(plan, context.cwd, flags);
  const config = withRunFlags(await findConfig(context), flags);
  const options = runOptions(flags, context);
  const told = {
    ...options,
    ...(until === undefined ? {} : { until }),
    ...(down === undefined ? {} : { down }),
    ...(reviewed === undefined ? {} : { reviewed }),
    holdBeforeFlip,
    holdAfterFlip,
    withPrograms: flags.withProcs === true,
    // Waiting is asked for, or somebody is there to be asked; else a run that needs approval ends.
    awaitApproval: holdBeforeFlip || options.awaitApproval,
  };
  return watchRun(
    {
      start: signals => migrate(config, { ...told, ...signals }),
      approve: () => approveFlip(config),
      ...(await watchOptions(flags, { cwd: context.cwd, config, goal: 'migrate' })),
    },
    context,
  );
}
