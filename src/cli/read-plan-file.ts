/** A plan from a file, as `dbshift plan --out` wrote it: to be shown, or as the one that was reviewed (`--plan`). */
import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { ConfigError, UsageError } from '../errors.js';
import type { Plan } from '../plan/plan.js';
import { readPlan } from '../plan/read-plan.js';
import type { DownFlags } from './down-flags.js';

/** Throws ConfigError for a file that cannot be read or is no plan. */
export async function readPlanFile(path: string, cwd: string): Promise<Plan> {
  return readPlan(await textOf(path, cwd), path);
}

/** Throws UsageError too, for one that goes the other way than the command. */
export async function readReviewedPlan(path: string, cwd: string, { down }: DownFlags): Promise<Plan> {
  const plan = await readPlanFile(path, cwd);
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
    throw new ConfigError(`${path}: cannot be read (${code})`, {
      cause: error,
      hint: 'name a file that `dbshift plan --out` has written',
    });
  }
}
