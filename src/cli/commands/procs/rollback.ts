/** `dbshift procs rollback`. What it does is in `src/run/programs/rollback-program.ts`. */
import { rollbackProgram } from '../../../run/programs/rollback-program.js';
import type { Context } from '../../context.js';
import type { ExitCode } from '../../exit.js';
import { findConfig } from '../../find-config.js';
import { type LockFlags, lockOptions } from '../../run-flags.js';
import { watchDeploy } from '../../watch-deploy.js';

export type RollbackFlags = LockFlags & {
  readonly to?: number;
  readonly yes?: boolean;
};

export async function rollbackCommand(
  context: Context,
  { to, yes = false, ...flags }: RollbackFlags,
  name: string,
): Promise<ExitCode> {
  const config = await findConfig(context);
  const options = { name, to: to ?? null, mayDrop: yes, ...lockOptions(flags) };
  return watchDeploy(({ signal }) => rollbackProgram(config, { ...options, signal }), context);
}
