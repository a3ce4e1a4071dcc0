import test from 'ava';
import { StoppedError } from '../../src/errors.js';
import { refuseWhenOver, sendOrLeave } from '../../src/run/send-or-leave.js';
import type { Session } from '../../src/server/connection.js';

/** A session whose statement is answered when `answer` is called; only what is used here is there. */
function busySession() {
  let answer: (affected: number) => void = () => undefined;
  const state = { abandoned: false };
  const session = {
    label: 'server b',
    send: () =>
      new Promise<number>(resolve => {
        answer = resolve;
      }),
    abandon: () => {
      state.abandoned = true;
    },
  } as unknown as Session;
  return { session, state, answer: () => answer(0) };
}

test('a DDL that is answered in time is waited for', async t => {
  const { session, state, answer } = busySession();
  const leave = new AbortController();
  const sent = sendOrLeave(session, 'ALTER TABLE x FORCE', leave.signal);
  answer();
  await sent;
  leave.abort();
  t.false(state.abandoned);
});

test('when the time is over the session is given up, and the statement named', async t => {
  const { session, state } = busySession();
  const leave = new AbortController();
  const sent = sendOrLeave(session, 'ALTER TABLE x FORCE', leave.signal);
  leave.abort();
  await t.throwsAsync(sent, {
    instanceOf: StoppedError,
    message: /server b: goes on there.*ALTER TABLE x FORCE/u,
  });
  t.true(state.abandoned);
});

test('when the time is over no other statement is begun', t => {
  t.notThrows(() => refuseWhenOver(undefined, 'b'));
  t.notThrows(() => refuseWhenOver(new AbortController().signal, 'b'));
  t.throws(() => refuseWhenOver(AbortSignal.abort(), 'b'), { instanceOf: StoppedError });
});
