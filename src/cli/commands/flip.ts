/** `dbshift flip`: a change of roles alone. What it does is in `src/run/flip.ts`; here flags become options. */
import type { Side } from '../../pair/side.js';
import { approveFlip } from '../../run/approve.js';
import { flip } from '../../run/flip.js';
import type { Context } from '../context.js';
import type { ExitCode } from '../exit.js';
import { findConfig } from '../find-config.js';
import { type RunFlags, runOptions, watchOptions, withRunFlags } from '../run-flags.js';
import { watchRun } from '../watch-run.js';

export type FlipFlags = RunFlags & { readonly to?: Side };

export async function flipCommand(context: Context, flags: FlipFlags): Promise<ExitCode> {
  const { to } = flags;
  const config = withRunFlags(await findConfig(context), flags);
  const options = { ...runOptions(flags, context), ...(to === undefined ? {} : { to }) };
  return watchRun(
    {
      start: signals => flip(config, { ...options, ...signals }),
      approve: () => approveFlip(config),
      ...(await watchOptions(flags, { cwd: context.cwd, config, goal: 'flip' })),
    },
    context,
  );
}
