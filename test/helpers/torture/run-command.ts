/** Runs a command to its end, as a pipeline does again and again: output to a file, one number back. */
import { spawn } from 'node:child_process';
import { createWriteStream } from 'node:fs';
import { cliFile } from '../run-cli.js';

/** `hangs`: it did not end in time and was killed. `crashed`: it showed a stack trace, or ended without a code. */
export type CommandEnd = { readonly code: number | 'hangs' | 'crashed'; readonly output: string };

export async function runCommand(
  args: readonly string[],
  { cwd, logFile, withinMs = 120_000 }: { cwd: string; logFile: string; withinMs?: number },
): Promise<CommandEnd> {
  const child = spawn(process.execPath, [cliFile, ...args], { cwd, stdio: ['ignore', 'pipe', 'pipe'] });
  const log = createWriteStream(logFile, { flags: 'a' });
  log.write(`\n$ dbshift ${args.join(' ')}   # ${new Date().toISOString()}\n`);
  let output = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.on('data', data => {
      output += data;
      log.write(data);
    });
  }
  let late = false;
  const timer = setTimeout(() => {
    late = true;
    child.kill('SIGKILL');
  }, withinMs);
  const code = await new Promise<number | null>(resolve => child.once('close', resolve));
  clearTimeout(timer);
  log.end(`# exit code ${code}\n`);
  const trace = /^\s+at .+:\d+:\d+\)?$/m.test(output);
  if (late) return { code: 'hangs', output };
  return { code: code === null || trace ? 'crashed' : code, output };
}
