/**
 * Runs a command of the user to its end or to its time limit. Without a shell, in a process group of its own, so
 * that the limit also ends what it started and Ctrl-C does not. It does not judge the exit code.
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import type { Readable } from 'node:stream';
import { setImmediate as nextTurn, setTimeout as sleep } from 'node:timers/promises';

export type Command = {
  readonly command: readonly [string, ...string[]];
  readonly cwd: string;
  readonly env: NodeJS.ProcessEnv;
  /** Given on stdin. A command that does not read it is no error. */
  readonly input: string;
  readonly timeoutMs: number;
};

export type CommandResult = {
  readonly stdout: string;
  readonly stderr: string;
  readonly end: CommandEnd;
};

/** `code` null: ended by a signal. */
export type CommandEnd =
  | { readonly kind: 'exited'; readonly code: number | null }
  | { readonly kind: 'timed-out' }
  | { readonly kind: 'not-started'; readonly reason: string };

/** More than this of an output, in characters, is cut off at its beginning. */
const outputLimit = 65_536;

/** How long, in ms, an output stays open for: a daemon that the command started may keep it for ever. */
const outputGraceMs = 200;

/** Of the event loop; what a pipe holds when its writer has ended comes in one or two. */
const turnsToRead = 4;

export async function runCommand({ command, cwd, env, input, timeoutMs }: Command): Promise<CommandResult> {
  const [program, ...args] = command;
  const child = spawn(program, args, { cwd, env, detached: true, stdio: 'pipe' });
  const stdout = tailOf(child.stdout);
  const stderr = tailOf(child.stderr);
  const closed = once(child, 'close').catch(() => undefined);
  // EPIPE: it ended without reading.
  child.stdin.on('error', () => undefined).end(input);
  const end = await endOf(child, timeoutMs);
  await Promise.race([closed, sleep(outputGraceMs)]);
  // A process that is late finds its timers over before it has read what lies ready: it reads that first.
  for (let turn = 0; turn < turnsToRead; turn++) await nextTurn();
  child.stdout.destroy();
  child.stderr.destroy();
  return { stdout: stdout(), stderr: stderr(), end };
}

async function endOf(child: ChildProcess, timeoutMs: number): Promise<CommandEnd> {
  try {
    const [code] = (await once(child, 'exit', { signal: AbortSignal.timeout(timeoutMs) })) as [number | null];
    return { kind: 'exited', code };
  } catch (error) {
    if (child.pid === undefined)
      return { kind: 'not-started', reason: (error as NodeJS.ErrnoException).code ?? String(error) };
    killGroup(child.pid);
    return { kind: 'timed-out' };
  }
}

/** Its process group has the id of the command, because it was started as the leader. */
function killGroup(pid: number): void {
  try {
    process.kill(-pid, 'SIGKILL');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
  }
}

function tailOf(stream: Readable): () => string {
  let text = '';
  stream.setEncoding('utf8').on('data', (chunk: string) => {
    text = (text + chunk).slice(-outputLimit);
  });
  return () => text;
}
