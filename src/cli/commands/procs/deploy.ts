/** `dbshift procs deploy`. What it does is in `src/run/programs/`. */
import { approveFlip } from '../../../run/approve.js';
import { makePlan } from '../../../run/plan.js';
import { deployPrograms } from '../../../run/programs/deploy-programs.js';
import { deployViaFlip } from '../../../run/programs/deploy-via-flip.js';
import type { Context } from '../../context.js';
import type { ExitCode } from '../../exit.js';
import { findConfig } from '../../find-config.js';
import { planReport } from '../../plan-report.js';
import { planExitCode, planText } from '../../print-plan.js';
import { type LockFlags, lockOptions, runOptions, watchOptions } from '../../run-flags.js';
import { untilSignal } from '../../until-signal.js';
import { watchDeploy } from '../../watch-deploy.js';
import { watchRun } from '../../watch-run.js';

export type DeployFlags = LockFlags & {
  readonly prune?: boolean;
  readonly viaFlip?: boolean;
  readonly dryRun?: boolean;
  readonly yes?: boolean;
};

export async function deployCommand(
  context: Context,
  { viaFlip = false, ...flags }: DeployFlags,
  names: readonly string[],
): Promise<ExitCode> {
  if (viaFlip) return flags.dryRun === true ? printPlan(context, flags, names) : run(context, flags, names);
  const { prune = false, dryRun = false } = flags;
  const config = await findConfig(context);
  const options = { names, prune, dryRun, ...lockOptions(flags) };
  return watchDeploy(({ signal }) => deployPrograms(config, { ...options, signal }), context);
}

async function printPlan(
  context: Context,
  { prune = false }: DeployFlags,
  names: readonly string[],
): Promise<ExitCode> {
  const config = await findConfig(context);
  const programs = { names, prune, alone: true };
  const plan = await untilSignal(context.output, stop =>
    makePlan(config, { programs, stop, report: planReport(context, stop) }),
  );
  context.output.print(await planText(plan, context, {}));
  return planExitCode(plan);
}

async function run(
  context: Context,
  { prune = false, ...flags }: DeployFlags,
  names: readonly string[],
): Promise<ExitCode> {
  const config = await findConfig(context);
  const options = { ...runOptions(flags, context), names, prune };
  return watchRun(
    {
      start: signals => deployViaFlip(config, { ...options, ...signals }),
      approve: () => approveFlip(config),
      ...(await watchOptions({}, { cwd: context.cwd, config, goal: 'migrate' })),
    },
    context,
  );
}
