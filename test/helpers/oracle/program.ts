/**
 * Programs that a test starts beside itself: forked, given their input over the IPC channel (never in arguments, a
 * password is in it), stopped by a word, and gone when the test's process goes.
 */
import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';

export type Program<Report> = {
  /** What the program told last; null until it said something. */
  latest(): Report | null;
  /** Lets it end its current work. Rejects when it failed, now or earlier. */
  stop(): Promise<void>;
  /** SIGKILL: nothing is ended. */
  kill(): Promise<void>;
};

type Message<Report> = { readonly ready: true } | { readonly report: Report };

/** Starts the compiled program at `file` and resolves when it says that it is at work. */
export async function forkProgram<Input extends object, Report>(
  file: URL,
  input: Input,
): Promise<Program<Report>> {
  const child = fork(file, { execArgv: [], stdio: ['ignore', 'inherit', 'inherit', 'ipc'] });
  let report: Report | null = null;
  const ended = once(child, 'exit');
  const ready = new Promise<void>(resolve => {
    child.on('message', (message: Message<Report>) => {
      if ('ready' in message) resolve();
      else report = message.report;
    });
  });
  child.send({ input });
  await Promise.race([ready, ended.then(() => failUnlessDone(file, child))]);
  return {
    latest: () => report,
    stop: async () => {
      if (child.connected) child.send({ stop: true });
      await ended;
      failUnlessDone(file, child);
    },
    kill: async () => {
      child.kill('SIGKILL');
      await ended;
    },
  };
}

function failUnlessDone(file: URL, { exitCode, signalCode }: ChildProcess): void {
  if (exitCode === 0) return;
  throw new Error(`${file.pathname} ended by itself (${signalCode ?? `exit code ${exitCode}`})`);
}

export type Work<Report> = {
  /** Says that the work has begun. */
  ready(): void;
  tell(report: Report): void;
  readonly stopping: AbortSignal;
};

/** The other end: runs `work` with what the parent sent, until the parent says stop or is gone. */
export async function runProgram<Input, Report>(
  work: (input: Input, channel: Work<Report>) => Promise<void>,
): Promise<void> {
  const stopping = new AbortController();
  process.on('disconnect', () => stopping.abort());
  const [{ input }] = (await once(process, 'message')) as [{ input: Input }];
  process.on('message', () => stopping.abort());
  const send = (message: Message<Report>): void => void (process.connected && process.send?.(message));
  await work(input, {
    ready: () => send({ ready: true }),
    tell: report => send({ report }),
    stopping: stopping.signal,
  });
  if (process.connected) process.disconnect();
}
