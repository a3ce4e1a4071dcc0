/** A program for a terminal: shows a recorded run with the live view. `play-tasks.js whole-run|given-up-run|…` */
import { makeOutput } from '../../src/cli/output.js';
import { heldWhilePaused } from '../../src/cli/render/held-while-paused.js';
import { renderTasks } from '../../src/cli/render/tasks.js';
import type { TimedEvent } from '../../src/cli/render/timed-event.js';
import { givenUpRun, play, stoppedRun, wholeRun } from './recorded-run.js';

async function* failingRun(): AsyncGenerator<TimedEvent, void> {
  yield* givenUpRun().slice(0, 3);
  throw new Error('lost');
}

const runs: Readonly<Record<string, () => AsyncIterable<TimedEvent>>> = {
  'whole-run': () => play(wholeRun()),
  'given-up-run': () => play(givenUpRun()),
  'stopped-run': () => play(stoppedRun()),
  'failing-run': failingRun,
};

const [name = ''] = process.argv.slice(2);
const events = runs[name]?.() ?? play([]);
const output = makeOutput(process);
const signal = new AbortController().signal;
await renderTasks(heldWhilePaused(events), { output, signal }).catch((error: Error) => {
  output.print(`caught: ${error.message}`);
});
output.print(`live: ${output.live}, can ask: ${output.canAsk}`);
