/** Entry point of both bins: parses, runs one command, and says in one place what went wrong. */
import { CommanderError } from 'commander';
import { describeError, errorEvent } from './describe-error.js';
import { type ExitCode, exitCodeOf, exitCodes } from './exit.js';
import { makeOutput, type Output } from './output.js';
import { makeProgram } from './program.js';

/** Resolves to the exit code; rejects never. */
export async function main(args: readonly string[]): Promise<number> {
  const output = makeOutput(process);
  let code: ExitCode = exitCodes.done;
  const program = makeProgram({ output, cwd: process.cwd(), done: result => (code = result) });
  const fail = (error: unknown): ExitCode => reportError(error, output, program.opts().json === true);
  // What nobody waits for, such as a connection that breaks between two statements.
  process.on('uncaughtException', error => process.exit(fail(error)));
  try {
    await program.parseAsync([...args], { from: 'user' });
    return code;
  } catch (error) {
    return error instanceof CommanderError ? usageCode(error) : fail(error);
  }
}

/** Commander has said already what is wrong; `--help` and `--version` end in an exception too. */
function usageCode({ exitCode }: CommanderError): ExitCode {
  return exitCode === 0 ? exitCodes.done : exitCodes.usage;
}

function reportError(error: unknown, output: Output, json: boolean): ExitCode {
  const stack = process.env.DBSHIFT_DEBUG === '1';
  output.warn(describeError(error, { stack }));
  if (json) output.print(JSON.stringify(errorEvent(error)));
  return exitCodeOf(error);
}
