/** `dbshift history`: what was run on the pair, by whom, and how it ended. Writes nothing. */
import { readRuns } from '../../run/history.js';
import type { Context } from '../context.js';
import { type ExitCode, exitCodes } from '../exit.js';
import { findConfig } from '../find-config.js';
import { describeHistory } from '../render/history.js';

export type HistoryFlags = { readonly number: number };

export async function historyCommand(context: Context, { number }: HistoryFlags): Promise<ExitCode> {
  const runs = await readRuns(await findConfig(context), number);
  const lines = context.json ? [JSON.stringify(runs)] : describeHistory(runs);
  for (const line of lines) context.output.print(line);
  return exitCodes.done;
}
