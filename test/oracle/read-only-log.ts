import test from 'ava';
import {
  closedByDeath,
  judgeReadOnlyLog,
  type ReadOnlyChange,
  whetherCloses,
} from '../helpers/oracle/read-only-log.js';

const closeA: ReadOnlyChange = { side: 'a', closes: true, sentAt: 10, answeredBy: 12 };
const openB: ReadOnlyChange = { side: 'b', closes: false, sentAt: 13, answeredBy: 14 };

test('a server that is opened after the other one was closed is right', t => {
  t.deepEqual(judgeReadOnlyLog([openB, closeA], 'a'), []);
});

test('a server that is opened while the other one is open is a second writer', t => {
  t.deepEqual(judgeReadOnlyLog([openB], 'a'), ['b was opened before a was closed']);
  t.deepEqual(judgeReadOnlyLog([{ ...closeA, sentAt: 14 }, openB], 'a'), [
    'b was opened before a was closed',
  ]);
});

test('a closing that was not answered yet does not count', t => {
  t.is(judgeReadOnlyLog([{ ...closeA, answeredBy: 15 }, openB], 'a').length, 1);
  t.is(judgeReadOnlyLog([{ ...closeA, answeredBy: null }, openB], 'a').length, 1);
});

test('a server that is opened again after its own closing is right', t => {
  t.deepEqual(judgeReadOnlyLog([closeA, { ...openB, side: 'a' }], 'a'), []);
});

test('a server that died was closed by that, and opening the other one is right', t => {
  const now = Date.now() / 1000;
  const openedA = { ...openB, side: 'a', sentAt: now + 60, answeredBy: now + 61 } as const;
  t.is(judgeReadOnlyLog([closeA, openB, openedA], 'a').length, 1);
  t.deepEqual(judgeReadOnlyLog([closeA, openB, closedByDeath('b'), openedA], 'a'), []);
});

test('either setting closes a server, and only read_only opens it', t => {
  t.is(whetherCloses('SET GLOBAL read_only = 1'), true);
  t.is(whetherCloses('SET GLOBAL super_read_only = 1'), true);
  t.is(whetherCloses('SET GLOBAL super_read_only = 0'), null);
  t.is(whetherCloses('SET GLOBAL read_only = 0'), false);
});
