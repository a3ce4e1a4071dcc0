import { setTimeout as sleep } from 'node:timers/promises';
import test from 'ava';
import { startDeadline } from '../../src/cli/run-deadline.js';

test('when the time is over the run is told to stop, and then to leave', async t => {
  const stop = new AbortController();
  const told: string[] = [];
  stop.signal.addEventListener('abort', () => told.push('stop'));
  const { leave } = startDeadline(stop, 1);
  await new Promise<void>(resolve => {
    leave.addEventListener('abort', () => {
      told.push('leave');
      resolve();
    });
  });
  t.deepEqual(told, ['stop', 'leave']);
  t.regex(String(stop.signal.reason), /--max-time is over/u);
});

test('a run that ended in time, and one without a limit, are told nothing', async t => {
  const stop = new AbortController();
  startDeadline(stop, 20).end();
  startDeadline(stop, undefined);
  await sleep(60);
  t.false(stop.signal.aborted);
});
