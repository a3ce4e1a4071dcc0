/** `dbshift plan`: what `dbshift migrate` would do, and whether it would. */
import { resolve } from 'node:path';
import { makePlan } from '../../run/plan.js';
import { allPrograms } from '../../run/programs/plan-programs.js';
import type { Context } from '../context.js';
import { type DownFlags, downOf } from '../down-flags.js';
import type { ExitCode } from '../exit.js';
import { findConfig } from '../find-config.js';
import type { FormFlags } from '../plan-form.js';
import { planReport } from '../plan-report.js';
import { planExitCode, planFile, planText } from '../print-plan.js';
import { untilSignal } from '../until-signal.js';
import { writeOut } from '../write-out.js';

export type PlanFlags = DownFlags &
  FormFlags & { readonly out?: string; readonly schema?: string; readonly withProcs?: boolean };

export async function planCommand(context: Context, flags: PlanFlags): Promise<ExitCode> {
  const down = downOf(flags);
  const schema = flags.schema === undefined ? {} : { schema: resolve(context.cwd, flags.schema) };
  const programs = flags.withProcs === true ? { programs: allPrograms } : {};
  const config = await findConfig(context);
  const wish = { ...schema, ...programs, ...(down && { down }) };
  const plan = await untilSignal(context.output, stop =>
    makePlan(config, { ...wish, stop, report: planReport(context, stop) }),
  );
  if (flags.out !== undefined) await writeOut(`${planFile(plan)}\n`, resolve(context.cwd, flags.out));
  context.output.print(await planText(plan, context, flags));
  return planExitCode(plan);
}
