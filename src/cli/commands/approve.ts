/** `dbshift approve flip`: writes an approval where the open run looks for it, from any machine. */
import { approveFlip } from '../../run/approve.js';
import type { Context } from '../context.js';
import { type ExitCode, exitCodes } from '../exit.js';
import { findConfig } from '../find-config.js';

export async function approveCommand(context: Context): Promise<ExitCode> {
  const { runId } = await approveFlip(await findConfig(context));
  context.output.print(context.json ? JSON.stringify({ runId }) : `run ${runId} may flip`);
  return exitCodes.done;
}
