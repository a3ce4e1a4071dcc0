import test from 'ava';
import type { RunEvent } from '../../src/engine/event.js';
import { FailedError, LockHeldError } from '../../src/errors.js';
import type { Side } from '../../src/pair/side.js';
import type { Run } from '../../src/run/engine-ports.js';
import { queueForLock } from '../../src/run/queue-for-lock.js';

type Call = readonly [on: readonly Side[] | undefined, waitSeconds: number | undefined];

/** A pair whose lock is refused with each of these in turn, and then given. */
function pairThat(refusals: readonly Error[]) {
  const calls: Call[] = [];
  const lock = async (on?: readonly Side[], waitSeconds?: number): Promise<void> => {
    const refusal = refusals[calls.push([on, waitSeconds]) - 1];
    if (refusal !== undefined) throw refusal;
  };
  return { run: { pair: { lock } } as unknown as Run, calls };
}

const held = new LockHeldError('server a: another dbshift is at work (connection 7)');
const { signal } = new AbortController();

async function all(events: AsyncIterable<RunEvent>): Promise<readonly RunEvent[]> {
  const taken: RunEvent[] = [];
  for await (const event of events) taken.push(event);
  return taken;
}

test('without a timeout a lock that is held is refused at once', async t => {
  const { run, calls } = pairThat([held]);
  await t.throwsAsync(all(queueForLock(run, { goal: null, signal })), { is: held });
  t.deepEqual(calls, [[['a', 'b'], 0]]);
});

test('with one it is asked for again, waiting in the server, and the holder is told once in a while', async t => {
  const { run, calls } = pairThat([held, held, held]);
  const events = await all(queueForLock(run, { goal: null, on: ['b'], lockTimeoutMs: 60_000, signal }));
  t.deepEqual(
    calls.map(([on, seconds]) => [on?.join(), seconds]),
    [
      ['b', 0],
      ['b', 1],
      ['b', 1],
      ['b', 1],
    ],
  );
  t.is(events.length, 1);
  t.like(events[0], { type: 'queued', holder: held.message, timeoutMs: 60_000 });
});

test('a signal ends the waiting, and what is no lock ends it too', async t => {
  const aborted = { goal: null, lockTimeoutMs: 60_000, signal: AbortSignal.abort() };
  await t.throwsAsync(all(queueForLock(pairThat([held]).run, aborted)), { is: held });
  const broken = new FailedError('server b: cannot connect');
  const waiting = { goal: null, lockTimeoutMs: 60_000, signal };
  await t.throwsAsync(all(queueForLock(pairThat([held, broken]).run, waiting)), { is: broken });
});
