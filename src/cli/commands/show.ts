/** `dbshift show`: a plan from a file, in any form. Asks no server. */
import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { ConfigError } from '../../errors.js';
import { readPlan } from '../../plan/read-plan.js';
import type { Context } from '../context.js';
import type { ExitCode } from '../exit.js';
import type { FormFlags } from '../plan-form.js';
import { planExitCode, planText } from '../print-plan.js';

export async function showCommand(context: Context, file: string, flags: FormFlags): Promise<ExitCode> {
  const path = resolve(context.cwd, file);
  const text = await readFile(path, 'utf8').catch((error: NodeJS.ErrnoException) => {
    throw new ConfigError(`${path} cannot be read (${error.code})`, {
      hint: 'name a file that `dbshift plan --out` has written',
    });
  });
  const plan = readPlan(text, path);
  context.output.print(await planText(plan, context, flags));
  return planExitCode(plan);
}
