/** Of a finish and a rollback exactly one wins, in whatever order the journal has them. */
import test from 'ava';
import type { Entry } from '../../src/journal/entry.js';
import { applyEntry } from '../../src/journal/fold.js';
import { type Facts, noFacts } from '../../src/pair/facts.js';

const finish: Entry = { kind: 'finish', batch: 0, by: 'a person' };
const rollback: Entry = { kind: 'rollback', batch: 0, by: 'another' };
const undone: Entry = { kind: 'rollback-undone', why: 'a test' };

const after = (...entries: readonly Entry[]): Pick<Facts, 'finished' | 'rollingBack'> => {
  const { finished, rollingBack } = entries.reduce((facts, entry) => applyEntry(facts, entry, 'r'), noFacts);
  return { finished, rollingBack };
};

test('a finish that comes in while a rollback is under way changes nothing', t => {
  t.deepEqual(after(rollback, finish), { finished: [], rollingBack: 0 });
});

test('one that two machines wrote at the same time is not turned around by the order of their records', t => {
  t.deepEqual(after(finish, rollback), after(rollback, finish));
});

test('a rollback that came to no flip leaves the window open', t => {
  t.deepEqual(after(rollback, undone), { finished: [], rollingBack: null });
  t.deepEqual(after(rollback, finish, undone), { finished: [], rollingBack: null });
  t.deepEqual(after(rollback, undone, finish), { finished: [0], rollingBack: null });
});

test('a finish ends the window of its own batch alone', t => {
  t.deepEqual(after(finish, { ...rollback, batch: 1 }), { finished: [0], rollingBack: 1 });
});
