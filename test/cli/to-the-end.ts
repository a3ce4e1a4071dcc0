import test from 'ava';
import { toTheEnd } from '../../src/cli/to-the-end.js';

/** Counts to three, and tells how far it came. */
function newRun(failure?: Error) {
  const reached: number[] = [];
  async function* events(): AsyncGenerator<number, void> {
    for (const step of [1, 2, 3]) {
      reached.push(step);
      yield step;
    }
    if (failure !== undefined) throw failure;
  }
  return { events: events(), reached };
}

test('a view that fails does not end the run', async t => {
  const { events, reached } = newRun();
  const failing = toTheEnd(events, async view => {
    for await (const _ of view) throw new TypeError('a bug of the view');
  });
  await t.throwsAsync(failing, { message: 'a bug of the view' });
  t.deepEqual(reached, [1, 2, 3]);
});

test('a view that stops looking does not end the run', async t => {
  const { events, reached } = newRun();
  await toTheEnd(events, async view => {
    for await (const _ of view) return;
  });
  t.deepEqual(reached, [1, 2, 3]);
});

test('an error of the run itself passes through', async t => {
  const { events } = newRun(new Error('lost'));
  const seen: number[] = [];
  const watched = toTheEnd(events, async view => {
    for await (const event of view) seen.push(event);
  });
  await t.throwsAsync(watched, { message: 'lost' });
  t.deepEqual(seen, [1, 2, 3]);
});
