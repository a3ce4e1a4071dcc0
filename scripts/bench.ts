/**
 * `npm run bench`: what dbshift costs. Each number is a ratio to something measured in the same run, interleaved, so
 * that it means the same on every machine.
 */
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const bin = fileURLToPath(new URL('../../bin/dbshift.js', import.meta.url));
const repetitions = 21;

/** The floor of every command: nothing starts faster than Node. */
const nothing = ['-e', '0'];

const commands: Readonly<Record<string, readonly string[]>> = {
  'dbshift --help': [bin, '--help'],
  'dbshift migrate --help': [bin, 'migrate', '--help'],
};

for (const [name, args] of Object.entries(commands)) {
  const times = { nothing: [] as number[], command: [] as number[] };
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
