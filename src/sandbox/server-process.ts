/**
 * The process of one sandbox server: start, is it there, stop. A process is known by its id *and* its option file,
 * because the system gives ids away again.
 */
import { execFile, execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { open, readFile } from 'node:fs/promises';
import { promisify } from 'node:util';
import { FailedError } from '../errors.js';
import { waitUntil } from './wait-until.js';

export type ServerProcess = { readonly pid: number; readonly optionFile: string };

/** `process`: dies with the process that started it, also by SIGKILL (Linux). `detached`: stays until it is stopped. */
export type Lifetime = 'process' | 'detached';

export type StartOptions = {
  readonly command: readonly string[];
  readonly optionFile: string;
  /** Extra arguments behind the option file. */
  readonly args: readonly string[];
  /** Takes what the server prints before it opens its own error log. */
  readonly errorLog: string;
  readonly lifetime: Lifetime;
};

/** A clean stop takes 0.1 s when nothing is wrong; after this long the server is killed. */
const stopWithinMs = 20_000;
const dieWithinMs = 5_000;

/** Starts a server in a session of its own, so that Ctrl-C reaches us alone. It takes connections some time later. */
export async function startProcess(options: StartOptions): Promise<ServerProcess> {
  const { command, optionFile, args, errorLog, lifetime } = options;
  const [program, ...words] = [...tied(lifetime), ...command, `--defaults-file=${optionFile}`, ...args];
  const log = await open(errorLog, 'a', 0o600);
  try {
    const child = spawn(program ?? '', words, { detached: true, stdio: ['ignore', log.fd, log.fd] });
    await once(child, 'spawn');
    child.unref();
    return { pid: child.pid ?? 0, optionFile };
  } catch (error) {
    throw new FailedError(`cannot start ${command.join(' ')}: ${(error as Error).message}`, { cause: error });
  } finally {
    await log.close();
  }
}

/** setpriv(1) asks the kernel for the parent's death and then becomes the server: the id stays the same. */
function tied(lifetime: Lifetime): readonly string[] {
  return lifetime === 'process' && process.platform === 'linux'
    ? ['setpriv', '--pdeathsig', 'KILL', '--']
    : [];
}

/** A process has no command line for a moment while it becomes another program, and while it dies: asks again then. */
export async function isRunning({ pid, optionFile }: ServerProcess): Promise<boolean> {
  let line = '';
  const told = async () => {
    line = await commandLine(pid);
    return line !== '' || (await isGone(pid));
  };
  await waitUntil(told, { withinMs: dieWithinMs });
  return line.includes(`--defaults-file=${optionFile}`);
}

/** Lets the server shut down cleanly; kills it when it takes too long. Does nothing when it is not running. */
export async function stopProcess(server: ServerProcess): Promise<void> {
  if (!(await isRunning(server))) return;
  signal(server.pid, 'SIGTERM');
  if (!(await waitUntil(() => isGone(server.pid), { withinMs: stopWithinMs }))) await killProcess(server);
}

/** Ends the server as a power cut would, as far as a process can tell. Does nothing when it is not running. */
export async function killProcess(server: ServerProcess): Promise<void> {
  if (!(await isRunning(server))) return;
  signal(server.pid, 'SIGKILL');
  if (await waitUntil(() => isGone(server.pid), { withinMs: dieWithinMs })) return;
  throw new FailedError(`server process ${server.pid} is still there ${dieWithinMs / 1000} s after SIGKILL`);
}

/** Sends it off without waiting for anything, for a process that is ending itself. */
export function killAtOnce({ pid, optionFile }: ServerProcess): void {
  if (commandLineNow(pid).includes(`--defaults-file=${optionFile}`)) signal(pid, 'SIGKILL');
}

/** A process that has gone in the meantime is what was asked for. */
function signal(pid: number, name: 'SIGTERM' | 'SIGKILL'): void {
  try {
    process.kill(pid, name);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
  }
}

async function commandLine(pid: number): Promise<string> {
  if (process.platform === 'linux') return readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => '');
  return ps(pid, 'command=');
}

function commandLineNow(pid: number): string {
  try {
    return process.platform === 'linux'
      ? readFileSync(`/proc/${pid}/cmdline`, 'utf8')
      : execFileSync('ps', ['-ww', '-o', 'command=', '-p', String(pid)], { encoding: 'utf8' });
  } catch {
    return '';
  }
}

/**
 * Gone means that its files and its port are free. A dying process loses its command line before them, and keeps
 * its id as a zombie (state Z) after them, for good where nobody buries it.
 */
async function isGone(pid: number): Promise<boolean> {
  if (process.platform !== 'linux') return /^(Z.*)?$/.test((await ps(pid, 'stat=')).trim());
  const stat = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => '');
  return stat === '' || /^ [ZX] /.test(stat.slice(stat.lastIndexOf(')') + 1));
}

async function ps(pid: number, column: string): Promise<string> {
  return promisify(execFile)('ps', ['-ww', '-o', column, '-p', String(pid)]).then(
    ({ stdout }) => stdout,
    () => '',
  );
}
