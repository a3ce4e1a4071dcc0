/** How the files that declare commands attach bodies to them. */
import type { Command } from 'commander';
import type { Context } from './context.js';
import type { ExitCode } from './exit.js';

/** `Flags` are the command's own options, as commander parsed them. */
export type Connect = <Flags extends object>(
  command: Command,
  body: (context: Context, flags: Flags) => Promise<ExitCode>,
) => void;
