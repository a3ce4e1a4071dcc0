/** `dbshift approve`: writes what a person allows where the open run looks for it, from any machine. */
import { approveFinish, approveFlip } from '../../run/approve.js';
import type { Context } from '../context.js';
import { type ExitCode, exitCodes } from '../exit.js';
import { findConfig } from '../find-config.js';

export async function approveCommand(context: Context, what: 'flip' | 'finish'): Promise<ExitCode> {
  const config = await findConfig(context);
  if (what === 'flip') {
    const { runId } = await approveFlip(config);
    context.output.print(context.json ? JSON.stringify({ runId }) : `run ${runId} may flip`);
    return exitCodes.done;
  }
  const finished = await approveFinish(config);
  const { runId, command, side, stopped } = finished;
  if (context.json) context.output.print(JSON.stringify(finished));
  else
    context.output.print(
      `run ${runId}: the rollback window is over, \`dbshift ${command}\` migrates ${side}`,
    );
  if (stopped !== null)
    context.output.warn(
      `the applier of ${side} has stopped (${stopped}): its leg forgets the error and goes on where it stopped, with the new structure`,
    );
  return exitCodes.done;
}
