/** `dbshift rollback`: one flip back in the window after a flip. What it does is in `src/run/rollback.ts`. */
import { approveFlip } from '../../run/approve.js';
import { rollback } from '../../run/rollback.js';
import type { Context } from '../context.js';
import type { ExitCode } from '../exit.js';
import { findConfig } from '../find-config.js';
import { type LockFlags, lockOptions } from '../run-flags.js';
import { type Run, watchRun } from '../watch-run.js';

/** Whoever asks for a rollback approves its flip, so that nobody is asked; the approval is what every run has. */
export async function rollbackCommand(context: Context, flags: LockFlags): Promise<ExitCode> {
  const config = await findConfig(context);
  const start: Run['start'] = signals => rollback(config, { ...signals, ...lockOptions(flags) });
  return watchRun({ start, approve: () => approveFlip(config) }, context);
}
