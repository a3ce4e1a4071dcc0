/** The commands that work on a pair: their options, and where their bodies are. */
import { Argument, type Command, Option } from 'commander';
import { grantees } from '../grants/account-grants.js';
import type { FlipFlags } from './commands/flip.js';
import type { GrantsFlags } from './commands/grants.js';
import type { HistoryFlags } from './commands/history.js';
import type { MigrateFlags } from './commands/migrate.js';
import type { PlanFlags } from './commands/plan.js';
import type { RecoverFlags } from './commands/recover.js';
import type { SchemaFlags } from './commands/schema.js';
import type { StatusFlags } from './commands/status.js';
import type { VerifyFlags } from './commands/verify.js';
import type { Connect } from './connect.js';
import { numberBetween, parseCount, wholeNumber } from './parse-number.js';
import { type FormFlags, planForms } from './plan-form.js';
import { addLockOption, addRunOptions, type LockFlags } from './run-flags.js';

type Add = (name: string, description: string) => Command;

export function addPairCommands(program: Command, connect: Connect): void {
  program.commandsGroup('A pair:');
  const add: Add = (name, description) =>
    program.command(name).description(description).configureHelp({ showGlobalOptions: true });
  addLookingCommands(add, connect);
  addVerify(add, connect);
  addRunCommands(add, connect);
}

function addLookingCommands(add: Add, connect: Connect): void {
  const status = add('status', 'show the state of the pair').option(
    '-w, --watch',
    'look again every 2 s until Ctrl-C',
  );
  connect<StatusFlags>(status, async (context, flags) =>
    (await import('./commands/status.js')).statusCommand(context, flags),
  );

  const history = add('history', 'show what was run on the pair').addOption(number);
  connect<HistoryFlags>(history, async (context, flags) =>
    (await import('./commands/history.js')).historyCommand(context, flags),
  );

  const plan = add('plan', 'print what migrate would do')
    .addOption(format)
    .addOption(steps)
    .addOption(out)
    .addOption(schema)
    .addOption(withProcs)
    .addOption(down)
    .addOption(downTo);
  connect<PlanFlags>(plan, async (context, flags) =>
    (await import('./commands/plan.js')).planCommand(context, flags),
  );

  const show = add('show', 'print a plan from a file, without any server')
    .addArgument(planFile)
    .addOption(format)
    .addOption(steps);
  connect<FormFlags>(show, async (context, flags) =>
    (await import('./commands/show.js')).showCommand(context, show.args[0] ?? '', flags),
  );

  addSchema(add, connect);

  const grants = add('grants', 'print the accounts that a pair needs, as statements')
    .addOption(whom)
    .addOption(flavor)
    .option('--database <name>', 'the schema whose tables are changed')
    .option('--user <name>', 'name of the account of dbshift')
    .option('--host <host>', 'from where the accounts connect, as their names say it');
  connect<GrantsFlags>(grants, async (context, flags) =>
    (await import('./commands/grants.js')).grantsCommand(context, flags),
  );
}

function addSchema(add: Add, connect: Connect): void {
  const dump = add('schema', 'what a plan needs of the pair, for where it cannot be reached')
    .command('dump')
    .description('print it, or write it to a file, for plan --schema')
    .addOption(schemaOut);
  connect<SchemaFlags>(dump, async (context, flags) =>
    (await import('./commands/schema.js')).schemaDump(context, flags),
  );
}

function addVerify(add: Add, connect: Connect): void {
  const verify = addLockOption(add('verify', 'compare structures and rows of both sides, under load'))
    .option('--table <names...>', 'only these tables')
    .addOption(sample)
    .addOption(seed);
  connect<VerifyFlags>(verify, async (context, flags) =>
    (await import('./commands/verify.js')).verifyCommand(context, flags),
  );
}

function addRunCommands(add: Add, connect: Connect): void {
  const migrate = addRunOptions(add('migrate', 'bring both sides to the newest migration'))
    .option('-n, --dry-run', 'print the plan and do nothing, like `dbshift plan`')
    .addOption(until)
    .addOption(reviewed)
    .option('--hold-before-flip', 'wait before the flip until somebody approves it')
    .option('--hold-after-flip', 'end after the flip with the old side as it was, until `approve finish`')
    .addOption(withProcs)
    .addOption(down)
    .addOption(downTo)
    .addOption(yes);
  connect<MigrateFlags>(migrate, async (context, flags) =>
    (await import('./commands/migrate.js')).migrateCommand(context, flags),
  );

  const flip = addRunOptions(add('flip', 'make the passive side the active one'))
    .addOption(to)
    .addOption(yes);
  connect<FlipFlags>(flip, async (context, flags) =>
    (await import('./commands/flip.js')).flipCommand(context, flags),
  );

  const recover = addLockOption(
    add('recover', 'let the side that the pointer names accept writes, and it alone'),
  )
    .addOption(accept)
    .addOption(keepProgram);
  connect<RecoverFlags>(recover, async (context, flags) =>
    (await import('./commands/recover.js')).recoverCommand(context, flags),
  );

  const abort = addLockOption(
    add('abort', 'bring the passive side back to what the active has, and end the run'),
  );
  connect<LockFlags>(abort, async (context, flags) =>
    (await import('./commands/abort.js')).abortCommand(context, flags),
  );

  const rollback = addLockOption(
    add(
      'rollback',
      'go back to the old side, in the window after a flip that `migrate --hold-after-flip` keeps',
    ),
  );
  connect<LockFlags>(rollback, async (context, flags) =>
    (await import('./commands/rollback.js')).rollbackCommand(context, flags),
  );

  const approve = add('approve', 'allow what a run waits for').addArgument(what);
  connect<object>(approve, async (context, _flags, [allowed]) =>
    (await import('./commands/approve.js')).approveCommand(context, allowed === 'finish' ? 'finish' : 'flip'),
  );

  const cancel = add('cancel', 'end the DDL that a run has running now');
  connect<object>(cancel, async context => (await import('./commands/cancel.js')).cancelCommand(context));
}

const number = new Option('-n, --number <count>', 'so many runs, the newest')
  .argParser(parseCount)
  .default(20);
const sample = new Option('--sample <percent>', 'compare so much of the rows, drawn at random').argParser(
  numberBetween(0, 100),
);
const seed = new Option('--seed <number>', 'draw the same sample as another time').argParser(wholeNumber);
const format = new Option('--format <format>', 'how to print it').choices(planForms);
const steps = new Option('--steps', 'print the steps: what each server is sent, and what if it stops there');
const out = new Option('--out <file>', 'write the plan there too, as JSON, for show');
const schema = new Option('--schema <file>', 'plan from what schema dump has written: no server is asked');
const schemaOut = new Option('--out <file>', 'write it there');
const planFile = new Argument('<file>', 'what plan --out has written');
const whom = new Option('--for <account>', 'only that account').choices([...grantees]);
const flavor = new Option('--flavor <flavor>', 'ask no server what it is').choices(['mariadb', 'mysql']);
const yes = new Option('-y, --yes', 'approve every flip, for pipelines');
const to = new Option('--to <side>', 'the side that is to be active').choices(['a', 'b']);
const until = new Option('--until <side>', 'stop when that side is migrated and verified').choices([
  'passive',
]);
const accept = new Option('--accept <fact...>', 'what you vouch for').choices(['passive-lost']);

const keepProgram = new Option(
  '--keep-program <name...>',
  'leave these programs of a deploy that died as they are',
);
const withProcs = new Option(
  '--with-procs',
  'deploy the stored programs too, in the same legs: both switch at the flip',
).conflicts('down');
const down = new Option('--down [count]', 'take back the newest migrations instead, one by default')
  .preset(1)
  .argParser(parseCount);
const downTo = new Option('--to <name>', 'with --down: all that ran after that one');
const reviewed = new Option(
  '--plan <file>',
  'run that reviewed plan and nothing else (plan --out)',
).conflicts('dryRun');
const what = new Argument('<what>', 'what is allowed').choices(['flip', 'finish']);
