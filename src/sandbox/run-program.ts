/** Runs a program of a server to its end, such as the one that prints a version. */
import { spawn } from 'node:child_process';
import { text } from 'node:stream/consumers';
import { FailedError } from '../errors.js';

/** Resolves to what it printed. Throws FailedError with the end of its complaint when it fails. */
export async function runProgram(command: readonly string[], input = ''): Promise<string> {
  const [program = '', ...args] = command;
  const child = spawn(program, args, { stdio: 'pipe' });
  const ended = new Promise<number | null>((resolve, reject) =>
    child.on('close', resolve).on('error', reject),
  );
  // A program that ends early does not read all of it; its exit code tells.
  child.stdin.on('error', () => undefined).end(input);
  const [output, complaint, code] = await Promise.all([text(child.stdout), text(child.stderr), ended]).catch(
    (error: Error) => {
      throw new FailedError(`${program} failed: ${error.message}`, { cause: error });
    },
  );
  if (code === 0) return output;
  const told = complaint.trim().split('\n').slice(-12).join('\n');
  throw new FailedError(`${command.slice(0, 4).join(' ')} failed: ${told || `exit code ${code}`}`);
}
