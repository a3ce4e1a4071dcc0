/**
 * The command line as a whole: what all commands share. commander is imported in `cli/` only. Bodies are loaded
 * when their command runs, so that `--help` costs little more than starting Node.
 */
import { Command } from 'commander';
import { UsageError } from '../errors.js';
import type { Connect } from './connect.js';
import { examples } from './examples.js';
import type { ExitCode } from './exit.js';
import type { Output } from './output.js';
import { addPairCommands } from './pair-commands.js';
import { addProcsCommands } from './procs-commands.js';
import { addProjectCommands } from './project-commands.js';
import { readVersion } from './version.js';

export type ProgramOptions = {
  readonly output: Output;
  readonly cwd: string;
  /** Told the exit code of the command that ran. */
  done(code: ExitCode): void;
};

/** A program that throws CommanderError, after saying why, where commander would have ended the process. */
export function makeProgram({ output, cwd, done }: ProgramOptions): Command {
  const program = makeRoot();
  const connect: Connect = (command, body) => {
    command.addHelpText('after', examples[pathOf(command)] ?? '');
    command.action(async () => {
      const { config, json } = program.opts<{ config?: string; json?: boolean }>();
      const context = { output, cwd, json: json === true, ...(config === undefined ? {} : { config }) };
      done(await body(context, command.opts(), command.args));
    });
  };
  addPairCommands(program, connect);
  addProcsCommands(program, connect);
  addProjectCommands(program, connect);
  program.helpCommand('help [command]', 'print the help of a command');
  program.hook('preAction', (_, command) => refuseUnusedOptions(program, command));
  return program;
}

function makeRoot(): Command {
  return new Command('dbshift')
    .description(
      'Changes the schema of a MySQL or MariaDB pair under load: migrates the passive side, proves it equal, ' +
        'flips, moves the pointer, migrates the other side. Nothing lost, never two writers.',
    )
    .version(readVersion(), '-V, --version', 'print the version')
    .option('-c, --config <path>', 'configuration (else the nearest dbshift.config.*)')
    .option('--json', 'print JSON, for programs')
    .option('--no-color', 'print without colours')
    .helpOption('-h, --help', 'print this help')
    .showHelpAfterError('(add --help to see what there is)')
    .exitOverride()
    .addHelpText('after', examples.dbshift ?? '');
}

/** `dbshift sandbox up`. */
function pathOf(command: Command): string {
  return command.parent === null ? command.name() : `${pathOf(command.parent)} ${command.name()}`;
}

/**
 * The options of all commands that work on a pair; elsewhere they would be taken and do nothing. A command that
 * declares one of them itself has that one alone.
 */
function refuseUnusedOptions(program: Command, command: Command): void {
  if (command.configureHelp().showGlobalOptions === true) return;
  for (const name of ['config', 'json']) {
    if (program.getOptionValueSource(name) === undefined) continue;
    if (command.options.some(({ long }) => long === `--${name}`)) continue;
    throw new UsageError(`'${pathOf(command)}' has no option '--${name}'`);
  }
}
