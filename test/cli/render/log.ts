import test from 'ava';
import { heldWhilePaused } from '../../../src/cli/render/held-while-paused.js';
import { renderLog } from '../../../src/cli/render/log.js';
import type { TimedEvent } from '../../../src/cli/render/timed-event.js';
import { isGolden } from '../../helpers/golden.js';
import { givenUpRun, play, stoppedRun, wholeRun } from '../../helpers/recorded-run.js';
import { newTextOutput } from '../../helpers/text-output.js';

const recorded: Readonly<Record<string, () => readonly TimedEvent[]>> = {
  'whole-run': wholeRun,
  'given-up-run': givenUpRun,
  'stopped-run': stoppedRun,
};

for (const [name, events] of Object.entries(recorded))
  test(`the log of a ${name} has a time in UTC, a step and one thing on each line`, async t => {
    const output = newTextOutput();
    await renderLog(heldWhilePaused(play(events())), { output, signal: new AbortController().signal });
    await isGolden(t, `cli/${name}.txt`, output.text());
  });

test('a log line cannot steer a terminal, whatever a server says', async t => {
  const output = newTextOutput();
  await renderLog(play(givenUpRun()), { output, signal: new AbortController().signal });
  t.regex(output.text(), /connection lost: \[31mread ECONNRESET/u);
  t.false(output.text().includes('\u001B'));
});

test('the log says at once that the run was told to stop', async t => {
  const output = newTextOutput();
  const stop = new AbortController();
  async function* events() {
    yield* wholeRun().slice(0, 3);
    stop.abort('stopping after the current action');
    yield* wholeRun().slice(3, 5);
  }
  await renderLog(events(), { output, signal: stop.signal });
  const lines = output.text().split('\n');
  const at = lines.findIndex(line => line.endsWith('stopping      stopping after the current action'));
  t.true(at > 0 && at < lines.length - 2);
});
