import test from 'ava';
import { renderJson } from '../../../src/cli/render/json.js';
import { isGolden } from '../../helpers/golden.js';
import { givenUpRun, play, wholeRun } from '../../helpers/recorded-run.js';
import { newTextOutput } from '../../helpers/text-output.js';

async function rendered(events: ReturnType<typeof wholeRun>): Promise<string> {
  const output = newTextOutput();
  await renderJson(play(events), { output, signal: new AbortController().signal });
  return output.text();
}

test('every event of a run is one line of JSON with its type and its time', async t => {
  const events = wholeRun();
  const lines = (await rendered(events)).trimEnd().split('\n');
  t.deepEqual(
    lines.map(line => {
      const { at, type } = JSON.parse(line) as { at: string; type: string };
      return { at: Date.parse(at), type };
    }),
    events.map(({ at, event }) => ({ at, type: event.type })),
  );
});

test('the lines of a run that was given up stay as they are documented', async t => {
  await isGolden(t, 'cli/given-up-run.jsonl', await rendered(givenUpRun()));
});

test('a line carries neither structures nor the statements of the whole plan', async t => {
  const text = await rendered(wholeRun());
  for (const word of ['"before"', '"after"', 'structureBefore', '"current"']) t.false(text.includes(word));
});

test('a line says when the run was told to stop', async t => {
  const output = newTextOutput();
  const stop = new AbortController();
  async function* events() {
    stop.abort('because');
    yield* givenUpRun();
  }
  await renderJson(events(), { output, signal: stop.signal });
  const [first = ''] = output.text().split('\n');
  t.like(JSON.parse(first), { type: 'stopping', why: 'because' });
});
