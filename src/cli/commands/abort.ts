/** `dbshift abort`: the way back of a run. What it does is in `src/run/abort.ts`. */

import { abort } from '../../run/abort.js';
import { approveFlip } from '../../run/approve.js';
import type { Context } from '../context.js';
import type { ExitCode } from '../exit.js';
import { findConfig } from '../find-config.js';
import { type LockFlags, lockOptions } from '../run-flags.js';
import { type Run, watchRun } from '../watch-run.js';

/** No abort flips, so that nobody is ever asked; the approval is what every run has. */
export async function abortCommand(context: Context, flags: LockFlags): Promise<ExitCode> {
  const config = await findConfig(context);
  const start: Run['start'] = signals => abort(config, { ...signals, ...lockOptions(flags) });
  return watchRun({ start, approve: () => approveFlip(config) }, context);
}
