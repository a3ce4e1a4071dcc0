/** Options that all commands share which carry out a run: declared once, and turned into what runs are told. */
import { resolve } from 'node:path';
import { type Command, InvalidArgumentError, Option } from 'commander';
import type { Config } from '../config/config.js';
import { type FlipWindow, parseFlipWindow, windowRule } from '../pair/flip-window.js';
import { type Acceptable, acceptable } from '../preflight/acceptable.js';
import type { RunOptions } from '../run/run-options.js';
import { type Context, canAsk } from './context.js';
import { parseDuration } from './parse-duration.js';
import type { Report } from './report/report.js';
import { keepReport } from './report/write-report.js';
import type { Run } from './watch-run.js';

export type LockFlags = { readonly lockTimeout?: number };

export type RunFlags = LockFlags & {
  readonly maxTime?: number;
  readonly flipWindow?: FlipWindow;
  readonly report?: string;
  readonly yes?: boolean;
  readonly accept?: readonly Acceptable[];
};

const maxTime = new Option(
  '--max-time <time>',
  'end after so long; a DDL goes on in its server (50m)',
).argParser(parseDuration);
const lockTimeout = new Option(
  '--lock-timeout <time>',
  'wait so long for another run to end (10m)',
).argParser(parseDuration);

const flipWindow = new Option(
  '--flip-window <window>',
  'when flips may begin (02:00-04:00, 22:00-04:00 Europe/Berlin)',
).argParser(readWindow);

const accept = new Option('--accept <finding...>', 'what preflight cannot see, and you vouch for').choices([
  ...acceptable,
]);

/** For a command that takes the lock and is none of the long ones. */
export function addLockOption(command: Command): Command {
  return command.addOption(lockTimeout);
}

export function addRunOptions(command: Command): Command {
  return command
    .addOption(maxTime)
    .addOption(lockTimeout)
    .addOption(flipWindow)
    .addOption(accept)
    .option('--report <folder>', 'keep a report of the run there, as Markdown and JSON');
}

export function lockOptions({ lockTimeout }: LockFlags): Pick<RunOptions, 'lockTimeoutMs'> {
  return lockTimeout === undefined ? {} : { lockTimeoutMs: lockTimeout };
}

/** Without those that only one command has. */
export function runOptions(
  { maxTime, yes = false, accept: accepted = [], ...flags }: RunFlags,
  context: Context,
): Pick<RunOptions, 'yes' | 'accept' | 'awaitApproval' | 'awaitWindow' | 'lockTimeoutMs'> {
  return {
    yes,
    accept: accepted,
    // Somebody is there to be asked; else a run that needs approval ends.
    awaitApproval: !yes && canAsk(context),
    // Somebody is there to see it wait, or the wait has an end.
    awaitWindow: maxTime !== undefined || canAsk(context),
    ...lockOptions(flags),
  };
}

/** What the views of a run are told by its flags. Throws ConfigError where no report can be kept. */
export async function watchOptions(
  { maxTime: maxTimeMs, report }: RunFlags,
  { cwd, config, goal }: { readonly cwd: string; readonly config: Config; readonly goal: Report['goal'] },
): Promise<Pick<Run, 'maxTimeMs' | 'report'>> {
  const folder = report === undefined ? config.reports : resolve(cwd, report);
  return {
    ...(maxTimeMs === undefined ? {} : { maxTimeMs }),
    ...(folder === undefined ? {} : { report: await keepReport(folder, goal) }),
  };
}

/** What the command line says goes before what the configuration says. */
export function withRunFlags(config: Config, { flipWindow }: RunFlags): Config {
  return flipWindow === undefined ? config : { ...config, flipWindow };
}

function readWindow(text: string): FlipWindow {
  const window = parseFlipWindow(text);
  if (window === null) throw new InvalidArgumentError(`It ${windowRule}.`);
  return window;
}
