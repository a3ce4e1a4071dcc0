/** `dbshift show`: a plan from a file, in any form. Asks no server. */
import type { Context } from '../context.js';
import type { ExitCode } from '../exit.js';
import type { FormFlags } from '../plan-form.js';
import { planExitCode, planText } from '../print-plan.js';
import { readPlanFile } from '../read-plan-file.js';

export async function showCommand(context: Context, file: string, flags: FormFlags): Promise<ExitCode> {
  const plan = await readPlanFile(file, context.cwd);
  context.output.print(await planText(plan, context, flags));
  return planExitCode(plan);
}
