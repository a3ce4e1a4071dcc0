/**
 * A program that watches a run of a certain temper, as a command does: `obedient` ends once it is told to stop, `deaf`
 * does not hear, `stray` has an error that nobody waits for and reaches its goal all the same.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import { exitCodeOf } from '../../src/cli/exit.js';
import { makeOutput } from '../../src/cli/output.js';
import { watchRun } from '../../src/cli/watch-run.js';
import type { RunEvent } from '../../src/engine/event.js';
import { base } from './views.js';

type Temper = (signal: AbortSignal) => AsyncGenerator<RunEvent, void>;

const begun: RunEvent = { type: 'step', step: 'catch-up', title: 'wait until b has caught up', view: base };

const runs: Readonly<Record<string, Temper>> = {
  async *obedient(signal) {
    yield begun;
    while (!signal.aborted) await sleep(10);
    yield { type: 'interrupted', view: base };
  },
  async *deaf() {
    yield begun;
    for (;;) await sleep(10);
  },
  async *stray(signal) {
    yield begun;
    setImmediate(() => {
      throw new TypeError('nobody waits for this');
    });
    while (!signal.aborted) await sleep(10);
    yield { type: 'goal', view: base };
  },
};

const [temper = '', ...flags] = process.argv.slice(2);
const run = runs[temper];
if (run === undefined) throw new Error(`no run is called ${temper}`);
const context = { output: makeOutput(process), cwd: '/', json: flags.includes('--json') };
try {
  process.exitCode = await watchRun(
    { start: ({ signal }) => run(signal), approve: async () => undefined },
    context,
  );
} catch (error) {
  context.output.warn(`thrown: ${error}`);
  process.exitCode = exitCodeOf(error);
}
