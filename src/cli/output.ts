/** Where a command prints, and what it may do there. Made once from the process; everything else is told. */
import pc from 'picocolors';
import { passingLine } from './passing-line.js';

export type Colors = ReturnType<typeof pc.createColors>;

export type Output = {
  /** Results, progress and endings, for standard output; adds the line break. */
  print(line: string): void;
  /** Errors and remarks, for standard error. */
  warn(line: string): void;
  /**
   * Shows a line on standard error until anything else is written, this one again in its place; null where nobody
   * watches that.
   */
  readonly passing: ((line: string) => void) | null;
  /** Empties the screen of a person who watches, and begins a new paragraph for everybody else. */
  clear(): void;
  /** A person is watching: a view may redraw what it wrote. */
  readonly live: boolean;
  /** A person is there to be asked. */
  readonly canAsk: boolean;
  /** Do nothing where colours are not wanted. */
  readonly colors: Colors;
};

export type Streams = Pick<NodeJS.Process, 'stdin' | 'stdout' | 'stderr' | 'env'>;

export function makeOutput({ stdin, stdout, stderr, env }: Streams): Output {
  const terminal = stdout.isTTY === true && env.TERM !== 'dumb';
  const live = canRedraw(stdout, env);
  const { show, end } = passingLine(stderr);
  // NO_COLOR and --no-color are picocolors' to judge; a pipe never gets colours, whatever CI says.
  const colors = pc.createColors(terminal && pc.isColorSupported);
  outliveReader(stdout, stderr);
  return {
    print: line => {
      end();
      stdout.write(`${line}\n`);
    },
    warn: line => {
      end();
      stderr.write(`${line}\n`);
    },
    passing: canRedraw(stderr, env) ? show : null,
    clear: () => (live ? stdout.cursorTo(0, 0) && stdout.clearScreenDown() : undefined),
    live,
    // A pipeline may have a terminal, and nobody sits at it.
    canAsk: terminal && stdin.isTTY === true && !env.CI,
    colors,
  };
}

/** A terminal without a size (some containers) cannot be redrawn. */
function canRedraw({ isTTY, columns }: NodeJS.WriteStream, { TERM, CI }: NodeJS.ProcessEnv): boolean {
  return isTTY === true && TERM !== 'dumb' && columns > 0 && !CI;
}

/** `dbshift … | head`, a closed terminal, a full disk: a run must not die because nobody can watch it any more. */
function outliveReader(stdout: NodeJS.WriteStream, stderr: NodeJS.WriteStream): void {
  stderr.on('error', () => undefined);
  stdout.on('error', ({ code }: NodeJS.ErrnoException) => {
    if (code !== 'EPIPE' && code !== 'EIO') stderr.write(`standard output cannot be written (${code})\n`);
  });
}
