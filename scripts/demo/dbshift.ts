/** Runs the command as a user does, with its output on this terminal. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';

const bin = fileURLToPath(new URL('../../../bin/dbshift.js', import.meta.url));

/** Resolves to the exit code. `cwd` is where the configuration is found. */
export async function dbshift(args: readonly string[], cwd: string): Promise<number> {
  console.log(`\n$ dbshift ${args.join(' ')}`);
  const child = spawn(process.execPath, [bin, ...args], { cwd, stdio: ['ignore', 'inherit', 'inherit'] });
  const [code] = (await once(child, 'close')) as [number | null];
  return code ?? 2;
}
