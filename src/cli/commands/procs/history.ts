/** `dbshift procs history`: which versions of programs were deployed, when and by whom. Writes nothing. */
import { readVersions } from '../../../run/programs/read-versions.js';
import type { Context } from '../../context.js';
import { type ExitCode, exitCodes } from '../../exit.js';
import { findConfig } from '../../find-config.js';
import { describeVersions } from '../../render/program-versions.js';

export type HistoryFlags = { readonly number: number };

export async function historyCommand(
  context: Context,
  { number }: HistoryFlags,
  [name]: readonly string[],
): Promise<ExitCode> {
  const versions = await readVersions(await findConfig(context), { name: name ?? null, count: number });
  const lines = context.json ? [JSON.stringify(versions)] : describeVersions(versions);
  for (const line of lines) context.output.print(line);
  return exitCodes.done;
}
