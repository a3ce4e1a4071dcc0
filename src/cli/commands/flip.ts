/** `dbshift flip`: a change of roles alone. What it does is in `src/run/flip.ts`; here flags become options. */
import type { Side } from '../../pair/side.js';
import type { Acceptable } from '../../preflight/run-preflight.js';
import { approveFlip } from '../../run/approve.js';
import { flip } from '../../run/flip.js';
import { type Context, canAsk } from '../context.js';
import type { ExitCode } from '../exit.js';
import { findConfig } from '../find-config.js';
import { watchRun } from '../watch-run.js';

export type FlipFlags = {
  readonly to?: Side;
  readonly yes?: boolean;
  readonly accept?: readonly Acceptable[];
};

export async function flipCommand(
  context: Context,
  { to, yes = false, accept = [] }: FlipFlags,
): Promise<ExitCode> {
  const config = await findConfig(context);
  const options = {
    ...(to === undefined ? {} : { to }),
    yes,
    accept,
    awaitApproval: !yes && canAsk(context),
  };
  const start = (signal: AbortSignal) => flip(config, { ...options, signal });
  return watchRun({ start, approve: () => approveFlip(config) }, context);
}
