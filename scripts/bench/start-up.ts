/** How long the command needs until it says something, beside Node alone: nothing starts faster than that. */
import { spawnSync } from 'node:child_process';
import { cliFile } from '../../test/helpers/run-cli.js';

const repetitions = 21;
const nothing = ['-e', '0'];

const commands: Readonly<Record<string, readonly string[]>> = {
  'dbshift --help': [cliFile, '--help'],
  'dbshift migrate --help': [cliFile, 'migrate', '--help'],
};

export async function benchStartUp(): Promise<void> {
  for (const [name, args] of Object.entries(commands)) {
    const times = { nothing: [] as number[], command: [] as number[] };
    // In turn, so that what else the machine does falls on both.
    for (let count = 0; count < repetitions; count += 1) {
      times.nothing.push(measureStart(nothing));
      times.command.push(measureStart(args));
    }
    const [floor, ms] = [median(times.nothing), median(times.command)];
    const details = `${ms.toFixed(0)} ms, node alone ${floor.toFixed(0)} ms`;
    console.log(
      `start-up  ${name}: ${(ms / floor).toFixed(2)} times node (${details}; medians of ${repetitions})`,
    );
  }
}

/** Time from start to end of one process in ms. */
function measureStart(args: readonly string[]): number {
  const begun = performance.now();
  const { status } = spawnSync(process.execPath, args, { stdio: 'ignore' });
  if (status !== 0) throw new Error(`node ${args.join(' ')} exited with ${status}`);
  return performance.now() - begun;
}

function median(values: readonly number[]): number {
  return [...values].sort((left, right) => left - right)[Math.floor(values.length / 2)] ?? Number.NaN;
}
