import test from 'ava';
import { describeSummary, summaryEvent } from '../../src/cli/render/summary.js';
import type { TimedEvent } from '../../src/cli/render/timed-event.js';
import { emptySummary, type Summary, summarize } from '../../src/cli/summarize.js';
import { isGolden } from '../helpers/golden.js';
import { givenUpRun, stoppedRun, wholeRun } from '../helpers/recorded-run.js';

function summaryOf(events: readonly TimedEvent[]): Summary {
  return events.reduce(summarize, emptySummary);
}

test('times of a leg count for its batch and side, also after the plan has moved on', t => {
  const [first, second] = summaryOf(wholeRun()).batches;
  t.deepEqual(first?.sides, {
    b: { alterMs: 61_000, catchUpMs: 4200, verifyMs: 1800 },
    a: { alterMs: 58_000, catchUpMs: 3900, verifyMs: 1700 },
  });
  t.deepEqual(second?.sides, {
    b: { alterMs: 31, catchUpMs: 0, verifyMs: 0 },
    a: { alterMs: 0, catchUpMs: 12, verifyMs: 0 },
  });
});

test('a write pause counts for the batch that needed the flip, done or given up', t => {
  t.deepEqual(summaryOf(wholeRun()).flips, [{ batch: 0, outcome: 'done', pauseMs: 312 }]);
  t.deepEqual(summaryOf(givenUpRun()).flips, [{ batch: 0, outcome: 'undone', pauseMs: 5012 }]);
});

test('a change of roles alone belongs to no batch', t => {
  const events = wholeRun().filter(({ event }) => event.type !== 'planned');
  t.deepEqual(summaryOf(events).flips, [{ batch: null, outcome: 'done', pauseMs: 312 }]);
});

test('draining is part of the write pause, not of catching up', t => {
  const draining = wholeRun().filter(
    ({ event }) => event.type === 'action-done' && event.action.do === 'wait-applied',
  );
  const ms = draining.map(({ event }) => (event.type === 'action-done' ? event.ms : 0));
  const { batches } = summaryOf(wholeRun());
  const caughtUp = batches.flatMap(({ sides: { a, b } }) => [a.catchUpMs, b.catchUpMs]);
  t.is(ms.reduce((sum, one) => sum + one, 0) - caughtUp.reduce((sum, one) => sum + one, 0), 140);
});

test('rows that comparisons found equal add up, and are told', t => {
  const compared = (rows: number): TimedEvent => ({
    at: 1,
    event: {
      type: 'progress',
      action: { do: 'verify', active: 'a' },
      progress: { what: 'rows are equal', share: 1, etaMs: null, rows },
    },
  });
  const summary = summaryOf([...wholeRun(), compared(500_000), compared(13_705)]);
  t.is(summary.rowsCompared, 513_705);
  t.true(describeSummary(summary).some(line => /rows +513,705 compared, equal on both sides/u.test(line)));
});

test('a run without a step that ended a deploy does not say that there was nothing to do', t => {
  const goal = wholeRun().filter(({ event }) => event.type === 'goal');
  const ended = (id: string): TimedEvent => ({
    at: 1,
    event: { type: 'warnings', findings: [{ id, where: 'procs deploy', message: 'had died' }] },
  });
  t.deepEqual(describeSummary(summaryOf([ended('run-open'), ...goal])), ['there was nothing to do']);
  for (const id of ['deploy-put-back', 'deploy-ended'])
    t.deepEqual(describeSummary(summaryOf([ended(id), ...goal])), [
      'the deploy of stored programs that had died is ended; there was nothing else to do',
    ]);
});

test('a run closes with a table of times, write pauses and roles', async t => {
  const texts = [wholeRun(), givenUpRun()].map(events => describeSummary(summaryOf(events)).join('\n'));
  await isGolden(t, 'cli/summaries.txt', `${texts.join('\n\n')}\n`);
});

test('a run that was taken up behind its flip tells the side that had its leg before', t => {
  const isLater = ({ event }: TimedEvent) =>
    event.type !== 'action-done' || event.action.do !== 'run-batch' || event.action.side === 'a';
  const events = wholeRun().flatMap((timed): TimedEvent[] => {
    const { event } = timed;
    if (event.type === 'planned') return [{ ...timed, event: { ...event, resumed: true } }];
    const onB =
      (event.type === 'action-done' && event.action.do === 'verify' && event.action.active === 'a') ||
      (event.type === 'action-done' && event.action.do === 'wait-applied' && event.action.side === 'b');
    return onB || !isLater(timed) ? [] : [timed];
  });
  const rows = describeSummary(summaryOf(events));
  t.regex(rows[1] ?? '', /^1 +flip +a +58 s/u);
  t.regex(rows[2] ?? '', /^ +b +before/u);
});

test('a run that changed nothing closes without a table', t => {
  t.deepEqual(describeSummary(summaryOf(stoppedRun())), []);
  const goal = wholeRun().slice(-1);
  t.deepEqual(describeSummary(summaryOf(goal)), ['there was nothing to do']);
});

test('the summary for programs has the same numbers', t => {
  t.like(JSON.parse(JSON.stringify(summaryEvent(summaryOf(wholeRun())))), {
    type: 'summary',
    flips: [{ batch: 0, outcome: 'done', pauseMs: 312 }],
    roles: { active: 'b', passive: 'a' },
    totalMs: 131_002,
  });
});
