/** `--plan FILE`: the plan that was reviewed, as `dbshift plan --out` wrote it. */
import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { ConfigError, UsageError } from '../errors.js';
import type { Plan } from '../plan/plan.js';
import { readPlan } from '../plan/read-plan.js';
import type { DownFlags } from './down-flags.js';

/** Throws ConfigError for a file that is no plan, and UsageError for one that goes the other way than the command. */
export async function readPlanFile(path: string, cwd: string, { down }: DownFlags): Promise<Plan> {
  const plan = readPlan(await textOf(path, cwd), path);
  const takesBack = plan.batches.some(({ migrations }) =>
    migrations.some(one => one.takesBack !== undefined),
  );
  if (takesBack && down === undefined)
    throw new UsageError(`${path} takes migrations back`, {
      hint: 'run it with the --down that it was made with',
    });
  if (!takesBack && plan.batches.length > 0 && down !== undefined)
    throw new UsageError(`${path} takes nothing back`, { hint: 'run it without --down' });
  return plan;
}

async function textOf(path: string, cwd: string): Promise<string> {
  try {
    return await readFile(resolve(cwd, path), 'utf8');
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    throw new ConfigError(`${path}: cannot be read (${code})`, { cause: error });
  }
}
