/** `dbshift procs lint`: what fails or surprises when a stored program runs. */
import { isRefusal } from '../../../programs/lint/lint-refusals.js';
import { lintWanted } from '../../../run/programs/lint.js';
import type { Context } from '../../context.js';
import { type ExitCode, exitCodes } from '../../exit.js';
import { findConfig } from '../../find-config.js';
import { describeProgramLint, programLintJson } from '../../render/program-lint.js';
import { untilSignal } from '../../until-signal.js';

/** Warnings keep nothing from being deployed, so they change no exit code: as in a plan. */
export async function lintCommand(context: Context, names: readonly string[]): Promise<ExitCode> {
  const { output, json } = context;
  const config = await findConfig(context);
  const linted = await untilSignal(output, stop => lintWanted(config, names, stop));
  const lines = json ? [programLintJson(linted)] : describeProgramLint(linted, output.colors);
  for (const line of lines) output.print(line);
  return linted.findings.some(isRefusal) ? exitCodes.person : exitCodes.done;
}
