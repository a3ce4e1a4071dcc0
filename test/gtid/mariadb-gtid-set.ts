import test from 'ava';
import fc from 'fast-check';
import { FailedError } from '../../src/errors.js';
import { type MariadbGtidSet, parseMariadbGtidSet } from '../../src/gtid/mariadb-gtid-set.js';
import { parseMysqlGtidSet } from '../../src/gtid/mysql-gtid-set.js';

const server = (binlogState: string, slavePos = '') => parseMariadbGtidSet({ binlogState, slavePos });

const prints = test.macro({
  exec(t, binlogState: string, slavePos: string, expected: string) {
    t.is(server(binlogState, slavePos).toString(), expected);
  },
  title: (_, binlogState, slavePos) => `binlog state "${binlogState}" with floor "${slavePos}" is read`,
});

test(prints, '', '', '');
test(prints, '0-1-100', '', '0-1-100');
test(prints, '0-1-100,0-2-50', '0-1-100', '0-2-50,0-1-100');
test(prints, ' 0-1-100,\n0-2-50 ', '', '0-2-50,0-1-100');
test(prints, '', '0-2-80', '0-2-80');
test(prints, '1-1-5,0-1-100', '1-2-9', '0-1-100,1-1-5,1-2-9');
test(prints, '4294967295-4294967295-18446744073709551615', '', '4294967295-4294967295-18446744073709551615');
test(prints, '0-2-51..0-2-53', '', '0-2-51..0-2-53');

const refused = test.macro({
  exec(t, text: string) {
    const error = t.throws(() => server(text), { instanceOf: FailedError });
    t.regex(error.message, /is not a GTID of MariaDB/);
  },
  title: (_, text) => `${JSON.stringify(text)} is refused`,
});

test(refused, '0-1');
test(refused, '0-1-0');
test(refused, '0-1-100;');
test(refused, '0-1-9..0-2-10');
test(refused, '0-1-9..0-1-8');
test(refused, '3e11fa47-71ca-11e1-9e33-c80aa9429562:1-5');

// The scenarios below carry positions that MariaDB 10.11 showed in a ring of servers 1 (A) and 2 (B).

test('both servers of a ring that has settled have the same set, whichever is active', t => {
  t.true(server('0-1-4', '0-1-4').equals(server('0-1-4', '0-1-4')));
  t.true(server('0-1-4,0-2-6', '0-2-6').equals(server('0-1-4,0-2-6', '0-2-6')));
  t.true(server('0-2-6,0-1-7', '0-1-7').equals(server('0-2-6,0-1-7', '0-1-7')));
});

test('a passive that is behind has nothing of its own, and is exact when it has the last transaction', t => {
  const active = server('0-2-6,0-1-10', '0-1-7');
  const behind = server('0-2-6,0-1-9', '0-1-9');
  t.false(behind.contains(active));
  t.is(active.minus(behind).toString(), '0-1-10..0-1-10');
  t.true(behind.minus(active).isEmpty);
  t.true(server('0-2-6,0-1-10', '0-1-10').contains(active));
});

test('a transaction that only the passive wrote is found although the active is ahead of its number', t => {
  const active = server('0-2-6,0-1-10', '0-1-7');
  const passive = server('0-1-7,0-2-8', '0-1-7');
  t.is(passive.minus(active).toString(), '0-2-7..0-2-8');
  t.is(active.minus(passive).toString(), '0-1-8..0-1-10');
});

test('the floor of the active does not hide a transaction that only the passive wrote', t => {
  const active = server('0-2-6,0-1-100', '0-1-100');
  t.is(server('0-1-7,0-2-8', '0-1-7').minus(active).toString(), '0-2-7..0-2-8');
  const activeThatNeverSawTwo = server('0-1-100', '0-1-100');
  t.is(server('0-1-7,0-2-8', '0-1-7').minus(activeThatNeverSawTwo).toString(), '0-2-8');
});

test('without strict mode a number that is known decides against a floor that both have', t => {
  const active = server('0-2-6,0-1-100', '0-1-100');
  const passive = server('0-2-8,0-1-100', '0-1-100');
  t.is(passive.minus(active).toString(), '0-2-7..0-2-8');
});

test('a floor that is left behind by a link that was stopped for long changes nothing', t => {
  const active = server('0-2-6,0-1-100', '0-2-6');
  const passive = server('0-2-6,0-1-100', '0-1-100');
  t.true(active.equals(passive));
  t.is(active.positionOf(0), '0-1-100');
  t.is(active.position, '0-1-100');
});

test('a server just seeded from a dump has what its source had then', t => {
  const source = server('0-1-50,0-2-80', '0-1-50');
  const seeded = server('', '0-2-80');
  t.true(seeded.contains(source));
  t.true(source.contains(seeded));
  t.is(server('0-1-50,0-2-83', '0-1-50').minus(seeded).toString(), '0-2-81..0-2-83');
});

test('a seeded server is not missing the transactions of servers that are gone', t => {
  const old = server('0-9-30,0-1-50,0-2-85', '0-1-50');
  const seededThenFed = server('0-2-85', '0-2-85');
  t.true(seededThenFed.contains(old));
  t.true(old.minus(seededThenFed).isEmpty);
});

test('a seeded server stays complete after it became the active', t => {
  const active = server('0-3-90', '0-3-88');
  const passive = server('0-1-50,0-2-80,0-3-88', '0-3-88');
  t.true(passive.minus(active).isEmpty);
  t.is(active.minus(passive).toString(), '0-3-89..0-3-90');
});

test('a transaction that a seeded passive wrote is found, also when it knows less than the active', t => {
  t.is(server('0-2-101', '0-1-100').minus(server('0-1-104', '0-1-90')).toString(), '0-2-101');
  t.is(server('0-2-1', '0-1-100').minus(server('0-1-104', '0-1-90')).toString(), '0-2-1');
});

test('a passive whose floor is beyond the active is not contained: the active lost transactions', t => {
  t.is(server('', '0-1-200').minus(server('0-1-150')).toString(), '0-1-151..0-1-200');
});

test('two servers that were never linked do not contain each other', t => {
  t.false(server('0-2-120', '0-2-120').contains(server('0-1-100', '0-1-100')));
});

test('domains do not answer for each other', t => {
  t.false(server('0-1-100', '0-1-100').contains(server('1-1-5')));
  t.is(server('0-1-100,1-2-7', '0-1-100').positionOf(1), '1-2-7');
  t.is(server('0-1-100', '0-1-100').positionOf(1), undefined);
  t.is(server('0-1-3,0-2-100,1-2-7').position, '0-2-100,1-2-7');
});

test('a set of the other flavor cannot be compared', t => {
  t.throws(() => server('0-1-1').contains(parseMysqlGtidSet('')), { instanceOf: FailedError });
  t.throws(() => parseMysqlGtidSet('').minus(server('0-1-1')), { instanceOf: FailedError });
});

const gtid = fc.tuple(
  fc.integer({ min: 0, max: 1 }),
  fc.integer({ min: 1, max: 3 }),
  fc.integer({ min: 1, max: 9 }),
);
const state = fc.array(gtid, { maxLength: 6 }).map(list => list.map(parts => parts.join('-')).join(','));
/** A server that was never seeded: everything it has is in its binlog. */
const unseeded = state.map(binlogState => server(binlogState));
const floor = fc.option(gtid, { nil: undefined }).map(parts => parts?.join('-') ?? '');
const any = fc.tuple(state, floor).map(([binlogState, slavePos]) => server(binlogState, slavePos));

type Law = (a: MariadbGtidSet, b: MariadbGtidSet, c: MariadbGtidSet) => boolean;
const holds = test.macro({
  exec(t, sets: fc.Arbitrary<MariadbGtidSet>, law: Law) {
    t.notThrows(() => fc.assert(fc.property(sets, sets, sets, law), { numRuns: 500 }));
  },
  title: name => `for all sets of MariaDB ${name}`,
});

const intersection = (a: MariadbGtidSet, b: MariadbGtidSet) => a.minus(a.minus(b));

test('a ∪ b = b ∪ a', holds, any, (a, b) => a.union(b).equals(b.union(a)));
test('(a ∪ b) ∪ c = a ∪ (b ∪ c)', holds, any, (a, b, c) =>
  a
    .union(b)
    .union(c)
    .equals(a.union(b.union(c))),
);
test('a ∪ a = a', holds, any, a => a.union(a).equals(a));
test('a ∪ b has all of a', holds, any, (a, b) => a.union(b).contains(a));
test('a ⊇ b exactly when b − a is empty', holds, any, (a, b) => a.contains(b) === b.minus(a).isEmpty);
test('a set is empty exactly when it has no transaction', holds, any, a => a.isEmpty === (a.size === 0n));
test('a difference prints as text that reads as the same set', holds, any, (a, b) =>
  server(`${a.minus(b)}`).equals(a.minus(b)),
);
test('a has all of a ∩ b', holds, any, (a, b) => a.contains(intersection(a, b)));

// A floor makes an answer depend on what the *other* server can prove, so these need servers that were never seeded.
test('what is printed reads as the same set, where nobody was seeded', holds, unseeded, a =>
  server(`${a}`).equals(a),
);
test('(a − b) ∪ (a ∩ b) = a, where nobody was seeded', holds, unseeded, (a, b) =>
  a.minus(b).union(intersection(a, b)).equals(a),
);
test(
  'a ⊇ b and b ⊇ c gives a ⊇ c, where nobody was seeded',
  holds,
  unseeded,
  (a, b, c) =>
    a.union(b).union(c).contains(b.union(c)) && b.union(c).contains(c) && a.union(b).union(c).contains(c),
);
test(
  'a − b has nothing of b, where nobody was seeded',
  holds,
  unseeded,
  (a, b) => intersection(a.minus(b), b).isEmpty,
);
