import { setImmediate as turn } from 'node:timers/promises';
import test from 'ava';
import { type Approver, withApproval } from '../../src/cli/with-approval.js';
import type { RunEvent } from '../../src/engine/event.js';
import { base } from '../helpers/views.js';

const waiting: RunEvent = {
  type: 'waiting',
  id: 'approval-needed',
  why: 'ready to flip',
  advice: 'approve it',
};
const goal: RunEvent = { type: 'goal', view: base };

/** A run that waits until it is approved or stopped, as `converge` does. */
function newRun() {
  const stop = new AbortController();
  let approved = false;
  async function* events(): AsyncGenerator<RunEvent, void> {
    yield waiting;
    while (!approved && !stop.signal.aborted) await turn();
    yield approved ? goal : { type: 'interrupted', view: base };
  }
  const approve = async (): Promise<void> => {
    approved = true;
  };
  return { events: events(), stop, approve };
}

async function typesOf(events: AsyncIterable<RunEvent>): Promise<readonly string[]> {
  const types: string[] = [];
  for await (const event of events) types.push(event.type === 'blocked' ? event.id : event.type);
  return types;
}

/** A person who never answers. */
const silent: Approver['ask'] = (_, signal) =>
  new Promise((_resolve, reject) => {
    signal.addEventListener('abort', () => reject(signal.reason));
  });

test('a yes at the terminal approves, and the run goes on', async t => {
  const run = newRun();
  t.deepEqual(await typesOf(withApproval(run.events, { ...run, ask: async () => true })), [
    'waiting',
    'goal',
  ]);
});

test('a no at the terminal stops the run, which ends waiting for approval', async t => {
  const run = newRun();
  t.deepEqual(await typesOf(withApproval(run.events, { ...run, ask: async () => false })), [
    'waiting',
    'approval-needed',
  ]);
});

test('an approval from elsewhere withdraws the question', async t => {
  const run = newRun();
  let withdrawn = false;
  const ask: Approver['ask'] = (question, signal) => {
    signal.addEventListener('abort', () => {
      withdrawn = true;
    });
    void run.approve();
    return silent(question, signal);
  };
  t.deepEqual(await typesOf(withApproval(run.events, { ...run, ask })), ['waiting', 'goal']);
  t.true(withdrawn);
});

test('a signal while the question stands interrupts, which is not a no', async t => {
  const run = newRun();
  const ask: Approver['ask'] = (question, signal) => {
    run.stop.abort('told to stop');
    return silent(question, signal);
  };
  t.deepEqual(await typesOf(withApproval(run.events, { ...run, ask })), ['waiting', 'interrupted']);
});

test('an approval that cannot be written stops the run and is not lost', async t => {
  const run = newRun();
  const approve = async (): Promise<void> => {
    throw new Error('no journal');
  };
  const watched = withApproval(run.events, { ...run, approve, ask: async () => true });
  await t.throwsAsync(typesOf(watched), { message: 'no journal' });
  t.true(run.stop.signal.aborted);
});

test('a run that fails while the question stands withdraws it', async t => {
  let withdrawn = false;
  async function* events(): AsyncGenerator<RunEvent, void> {
    yield waiting;
    await turn();
    throw new Error('lost');
  }
  const ask: Approver['ask'] = (question, signal) => {
    signal.addEventListener('abort', () => {
      withdrawn = true;
    });
    return silent(question, signal);
  };
  const approver = { ask, approve: async () => undefined, stop: new AbortController() };
  await t.throwsAsync(typesOf(withApproval(events(), approver)), { message: 'lost' });
  t.true(withdrawn);
});
