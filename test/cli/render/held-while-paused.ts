import test from 'ava';
import { heldWhilePaused } from '../../../src/cli/render/held-while-paused.js';
import type { TimedEvent } from '../../../src/cli/render/timed-event.js';
import { givenUpRun, play, wholeRun } from '../../helpers/recorded-run.js';

const nameOf = ({ event }: TimedEvent): string => (event.type === 'step' ? event.step : event.type);

/** What the run had done, by name, at each moment a view was given an event. */
async function watch(events: readonly TimedEvent[]): Promise<Map<TimedEvent, string>> {
  let latest = '';
  const seen = new Map<TimedEvent, string>();
  async function* source() {
    for (const event of events) {
      latest = nameOf(event);
      yield event;
    }
  }
  for await (const event of heldWhilePaused(source())) seen.set(event, latest);
  return seen;
}

for (const [name, events] of Object.entries({ 'whole run': wholeRun(), 'run that gives up': givenUpRun() }))
  test(`a view is given every event of a ${name}, in order`, async t => {
    t.deepEqual([...(await watch(events)).keys()], [...events]);
  });

test('nothing is shown between the request for the fence and the moved pointer', async t => {
  const events = wholeRun();
  const seen = await watch(events);
  const fence = events.findIndex(event => nameOf(event) === 'fence');
  const flipped = events.findIndex(event => nameOf(event) === 'flipped');
  t.is(seen.get(events[fence] as TimedEvent), 'fence');
  for (const event of events.slice(fence + 1, flipped + 1)) t.is(seen.get(event), 'flipped');
});

test('a flip that is given up is shown as soon as writes are open again', async t => {
  const events = givenUpRun();
  const seen = await watch(events);
  const undone = events.findIndex(event => nameOf(event) === 'flip-undone');
  t.is(seen.get(events[undone] as TimedEvent), 'flip-undone');
});

test('a write pause that went wrong is shown while it lasts', async t => {
  const [first, fence, ...rest] = givenUpRun();
  const late = rest.map(event => ({ ...event, at: event.at + 20_000 }));
  const seen = await watch([first as TimedEvent, fence as TimedEvent, ...late]);
  t.is(seen.get(late[0] as TimedEvent), nameOf(late[0] as TimedEvent));
});

test('an error in the write pause comes after everything that happened before it', async t => {
  const events = givenUpRun().slice(0, 6);
  async function* failing() {
    yield* play(events);
    throw new Error('lost');
  }
  const seen: TimedEvent[] = [];
  const watched = (async () => {
    for await (const event of heldWhilePaused(failing())) seen.push(event);
  })();
  await t.throwsAsync(watched, { message: 'lost' });
  t.deepEqual(seen, events);
});
