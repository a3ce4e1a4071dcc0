/** How the files that declare commands attach bodies to them. */
import type { Command } from 'commander';
import type { Context } from './context.js';
import type { ExitCode } from './exit.js';

/** `Flags` are the command's own options, as commander parsed them; `args` its arguments, of the choices it declared. */
export type Connect = <Flags extends object>(
  command: Command,
  body: (context: Context, flags: Flags, args: readonly string[]) => Promise<ExitCode>,
) => void;
