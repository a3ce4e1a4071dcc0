import test from 'ava';
import type { RunEvent } from '../../src/engine/event.js';
import { LockHeldError } from '../../src/errors.js';
import { againWhilePaused } from '../../src/run/again-while-paused.js';
import { newManualClock } from '../helpers/clock.js';

const fence = { type: 'step', step: 'fence', view: { situation: 'steady' } } as unknown as RunEvent;
const flipped = { type: 'flipped' } as unknown as RunEvent;
const goal = { type: 'goal' } as unknown as RunEvent;
const lost = { type: 'blocked', id: 'server-lost' } as unknown as RunEvent;
const other = { type: 'blocked', id: 'errant' } as unknown as RunEvent;

async function told(...runs: readonly (readonly (RunEvent | Error)[])[]): Promise<readonly string[]> {
  let at = 0;
  const clock = newManualClock();
  const events = againWhilePaused(async function* () {
    // Nobody knows how long a run took before its flip.
    if (at === 0) clock.advance(3_600_000);
    // What the last of them says is said for ever.
    for (const event of runs[Math.min(at++, runs.length - 1)] ?? []) {
      if (event instanceof Error) throw event;
      yield event;
    }
  }, clock);
  const types: string[] = [];
  try {
    for await (const event of events) types.push('id' in event ? `${event.type} ${event.id}` : event.type);
  } catch (error) {
    types.push((error as Error).message);
  }
  return types;
}

test('an error while writes are paused begins the run anew, three times in all', async t => {
  const failure = new Error('gone');
  t.deepEqual(await told([fence, failure], [flipped, goal]), ['step', 'flipped', 'goal']);
  t.deepEqual(await told([fence, failure], [failure], [failure], [goal]), ['step', 'gone']);
});

test('a server that is lost for a moment does not end a run while writes are paused', async t => {
  t.deepEqual(await told([fence, lost], [flipped, goal]), ['step', 'flipped', 'goal']);
  t.deepEqual(await told([fence, lost], [lost], [lost], [goal]), ['step', 'blocked server-lost']);
});

test('what a person must see to, and what happens while writes are on, ends it', async t => {
  t.deepEqual(await told([fence, other], [goal]), ['step', 'blocked errant']);
  t.deepEqual(await told([fence, flipped, lost], [goal]), ['step', 'flipped', 'blocked server-lost']);
  t.deepEqual(await told([new Error('gone')], [goal]), ['gone']);
});

test('a lock that a dead session of this run still holds is waited for, however long the run had taken', async t => {
  const failure = new Error('gone');
  const held = new LockHeldError('another dbshift is at work');
  const later = [held, held, held, held, held].map(one => [one]);
  t.deepEqual(await told([fence, failure], ...later, [flipped, goal]), ['step', 'flipped', 'goal']);
  t.deepEqual(await told([fence, failure], [held]), ['step', held.message], 'not for ever');
});
