/** The commands for stored programs: `dbshift procs …`. */
import { Argument, type Command, Option } from 'commander';
import { sides } from '../pair/side.js';
import type { DeployFlags } from './commands/procs/deploy.js';
import type { DiffFlags } from './commands/procs/diff.js';
import type { HistoryFlags } from './commands/procs/history.js';
import type { PullFlags } from './commands/procs/pull.js';
import type { RollbackFlags } from './commands/procs/rollback.js';
import type { TestFlags } from './commands/procs/test.js';
import type { Connect } from './connect.js';
import { parseDuration } from './parse-duration.js';
import { parseCount } from './parse-number.js';
import { procsExamples } from './procs-examples.js';
import { addLockOption } from './run-flags.js';

type Add = (name: string, description: string) => Command;

export function addProcsCommands(program: Command, connect: Connect): void {
  program.commandsGroup('Stored programs:');
  const procs = program
    .command('procs')
    .description('deploy procedures, functions, triggers, events and views from files')
    .addHelpText('after', procsExamples['dbshift procs'] ?? '');
  const add: Add = (name, description) =>
    procs.command(name).description(description).configureHelp({ showGlobalOptions: true });
  addFileCommands(add, connect);
  addServerCommands(add, connect);
  addPastCommands(add, connect);
}

/** Those that look at files, and try them where nothing can be hurt. */
function addFileCommands(add: Add, connect: Connect): void {
  // Reads one file and nothing else, so of the options of all commands it has no --config.
  const split = add('split', 'show how a file is read, statement by statement')
    .configureHelp({ showGlobalOptions: false })
    .addArgument(file)
    .option('--json', 'print JSON, for programs');
  connect<object>(split, async (context, _flags, [path = '']) =>
    (await import('./commands/procs/split.js')).splitCommand(context, path),
  );

  const lint = add('lint', 'look for what fails or surprises when a program runs').addArgument(names);
  connect<object>(lint, async (context, _flags, args) =>
    (await import('./commands/procs/lint.js')).lintCommand(context, args),
  );

  const test = add('test', 'run the tests of the programs, each in a schema of its own')
    .addArgument(files)
    .addOption(jobs)
    .addOption(server)
    .addOption(timeout);
  connect<TestFlags>(test, async (context, flags, args) =>
    (await import('./commands/procs/test.js')).testCommand(context, flags, args),
  );
}

function addServerCommands(add: Add, connect: Connect): void {
  const diff = add('diff', 'show what a deploy would change on each server')
    .addArgument(names)
    .addOption(prune);
  connect<DiffFlags>(diff, async (context, flags, args) =>
    (await import('./commands/procs/diff.js')).diffCommand(context, flags, args),
  );

  const pull = add('pull', 'write files from what a server has')
    .addArgument(names)
    .addOption(from)
    .option('--force', 'write over files that say something else');
  connect<PullFlags>(pull, async (context, flags, args) =>
    (await import('./commands/procs/pull.js')).pullCommand(context, flags, args),
  );

  const deploy = addLockOption(add('deploy', 'bring both servers to what the files have, all or nothing'))
    .addArgument(names)
    .addOption(prune)
    .addOption(viaFlip)
    .option('-n, --dry-run', 'say what would be done and do nothing')
    .addOption(yes);
  connect<DeployFlags>(deploy, async (context, flags, args) =>
    (await import('./commands/procs/deploy.js')).deployCommand(context, flags, args),
  );
}

function addPastCommands(add: Add, connect: Connect): void {
  const history = add('history', 'show what was deployed: of one program, or of all')
    .addArgument(name)
    .addOption(number);
  connect<HistoryFlags>(history, async (context, flags, args) =>
    (await import('./commands/procs/history.js')).historyCommand(context, flags, args),
  );

  const rollback = addLockOption(add('rollback', 'deploy an earlier version of one program'))
    .addArgument(oneName)
    .addOption(to)
    .addOption(mayDrop);
  connect<RollbackFlags>(rollback, async (context, flags, [program = '']) =>
    (await import('./commands/procs/rollback.js')).rollbackCommand(context, flags, program),
  );
}

const file = new Argument('<file>', 'an .sql file');
const files = new Argument('[files...]', 'only these; all of procedures/test by default');
const names = new Argument('[names...]', 'only these programs');
const name = new Argument('[name]', 'only this program');
const oneName = new Argument('<name>', 'the program; with its kind where two share a name: function:total');
const jobs = new Option(
  '--jobs <count>',
  'so many tests at a time; as the machine has cores by default',
).argParser(parseCount);
const server = new Option(
  '--server <name>',
  'on a throw-away one of this machine, such as "mysql 9.7"; by default at workspace.url, else on the first that is here',
);
const timeout = new Option('--timeout <time>', 'a test fails after it; 1m by default').argParser(
  parseDuration,
);
const number = new Option('-n, --number <count>', 'so many, the newest').argParser(parseCount).default(20);
const prune = new Option('--prune', 'drop programs that no file has');
const from = new Option('--from <side>', 'of that side; of the active by default').choices(sides);
const to = new Option(
  '--to <number>',
  'the version, as history numbers them; the one before by default',
).argParser(parseCount);
const viaFlip = new Option(
  '--via-flip',
  'replace on the passive, flip, replace on the other: no call meets a missing or a mixed program',
);
const yes = new Option('-y, --yes', 'approve the flip, or to drop, for pipelines');
const mayDrop = new Option('-y, --yes', 'drop the program, where that version had none');
