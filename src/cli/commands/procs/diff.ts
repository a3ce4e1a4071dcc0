/** `dbshift procs diff`: what a deploy would change on each server. */
import { diffDeployed } from '../../../run/programs/diff.js';
import type { Context } from '../../context.js';
import { type ExitCode, exitCodes } from '../../exit.js';
import { findConfig } from '../../find-config.js';
import { describeFindings } from '../../render/findings.js';
import { describeProgramsDiff, programsDiffJson } from '../../render/programs-diff.js';
import { untilSignal } from '../../until-signal.js';

export type DiffFlags = { readonly prune?: boolean };

export async function diffCommand(
  context: Context,
  { prune = false }: DiffFlags,
  names: readonly string[],
): Promise<ExitCode> {
  const { output, json } = context;
  const config = await findConfig(context);
  const found = await untilSignal(output, stop => diffDeployed(config, { names, prune, stop }));
  for (const line of json ? [programsDiffJson(found)] : describeProgramsDiff(found, output.colors))
    output.print(line);
  if (!json) for (const line of describeFindings(found.hidden)) output.warn(line);
  if (found.hidden.length > 0) return exitCodes.person;
  return found.differences.length > 0 ? exitCodes.changes : exitCodes.done;
}
