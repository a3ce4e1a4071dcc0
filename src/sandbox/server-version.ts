/** Asks the program of a server what it is, without starting it. */
import { FailedError } from '../errors.js';
import type { FlavorName } from '../flavor/flavor.js';
import { runProgram } from './run-program.js';

export type ServerVersion = { readonly flavor: FlavorName; readonly version: string };

/** Throws FailedError when it does not run or does not say a version. */
export async function askVersion(command: readonly string[]): Promise<ServerVersion> {
  const told = await runProgram([...command, '--no-defaults', '--version']);
  const version = /\bVer (\d+\.\d+\.\d+)/.exec(told)?.[1];
  if (version === undefined)
    throw new FailedError(`${command.at(-1)} --version names no version: ${told.trim()}`);
  return { flavor: /mariadb/i.test(told.slice(told.indexOf(version))) ? 'mariadb' : 'mysql', version };
}
