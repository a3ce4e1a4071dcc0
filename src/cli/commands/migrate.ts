/** `dbshift migrate`: the main job. What it does is in `src/run/migrate.ts`; here flags become options. */
import type { Acceptable } from '../../preflight/run-preflight.js';
import { approveFlip } from '../../run/approve.js';
import { migrate } from '../../run/migrate.js';
import { type Context, canAsk } from '../context.js';
import type { ExitCode } from '../exit.js';
import { findConfig } from '../find-config.js';
import { watchRun } from '../watch-run.js';
import { planCommand } from './plan.js';

export type MigrateFlags = {
  readonly dryRun?: boolean;
  readonly until?: 'passive';
  readonly holdBeforeFlip?: boolean;
  readonly yes?: boolean;
  readonly accept?: readonly Acceptable[];
};

export async function migrateCommand(context: Context, flags: MigrateFlags): Promise<ExitCode> {
  if (flags.dryRun === true) return planCommand(context, {});
  const { until, holdBeforeFlip = false, yes = false, accept = [] } = flags;
  const config = await findConfig(context);
  const options = {
    ...(until === undefined ? {} : { until }),
    holdBeforeFlip,
    yes,
    accept,
    // Waiting is asked for, or somebody is there to be asked; else a run that needs approval ends.
    awaitApproval: holdBeforeFlip || (!yes && canAsk(context)),
  };
  const start = (signal: AbortSignal) => migrate(config, { ...options, signal });
  return watchRun({ start, approve: () => approveFlip(config) }, context);
}
