/** `dbshift recover`: for the always-step of a pipeline, a timer, and a person at night. */
import type { Accepted } from '../../run/doubted-journal.js';
import { recover } from '../../run/recover.js';
import type { Context } from '../context.js';
import type { ExitCode } from '../exit.js';
import { findConfig } from '../find-config.js';
import { type LockFlags, lockOptions } from '../run-flags.js';
import { type Run, watchRun } from '../watch-run.js';

export type RecoverFlags = LockFlags & {
  readonly accept?: readonly Accepted[];
  readonly keepProgram?: readonly string[];
};

export async function recoverCommand(
  context: Context,
  { accept = [], keepProgram: keep = [], ...flags }: RecoverFlags,
): Promise<ExitCode> {
  const config = await findConfig(context);
  const start: Run['start'] = ({ signal }) =>
    recover(config, { accept, keep, signal, ...lockOptions(flags) });
  // There is nothing that a person could approve.
  return watchRun({ start, approve: async () => undefined }, context);
}
