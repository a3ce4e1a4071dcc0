import test from 'ava';
import fc from 'fast-check';
import { FailedError } from '../../src/errors.js';
import { type MysqlGtidSet, parseMysqlGtidSet } from '../../src/gtid/mysql-gtid-set.js';

const A = '3e11fa47-71ca-11e1-9e33-c80aa9429562';
const B = '4350f323-7565-4e59-8763-4b1b83a0ce0e';

const prints = test.macro({
  exec(t, text: string, expected: string) {
    t.is(parseMysqlGtidSet(text).toString(), expected);
  },
  title: (_, text) => `the set ${JSON.stringify(text)} is read`,
});

test(prints, '', '');
test(prints, `${A}:1-5`, `${A}:1-5`);
test(prints, `${A}:7:1-5`, `${A}:1-5:7`);
test(prints, `${A}:1-5:6-9:9-11`, `${A}:1-11`);
test(prints, `${A.toUpperCase()}:1`, `${A}:1`);
test(prints, `${B}:1-3,\n${A}:1-5:7,\n`, `${A}:1-5:7,${B}:1-3`);
test(prints, `${A}:1-5,${A}:4-9`, `${A}:1-9`);
test(prints, `${A}:1-3:Nightly:1-2:5:other:9`, `${A}:1-3,${A}:nightly:1-2:5,${A}:other:9`);
test(prints, `${A}:tag_1:1-3`, `${A}:tag_1:1-3`);
test(prints, `${A}:1-9223372036854775806`, `${A}:1-9223372036854775806`);

const refused = test.macro({
  exec(t, text: string) {
    const error = t.throws(() => parseMysqlGtidSet(text), { instanceOf: FailedError });
    t.regex(error.message, /is not a GTID set of MySQL/);
  },
  title: (_, text) => `${JSON.stringify(text)} is refused`,
});

test(refused, '0-1-100');
test(refused, A);
test(refused, `${A}:`);
test(refused, `${A}:0-5`);
test(refused, `${A}:5-3`);
test(refused, `${A}:1-`);
test(refused, `${A}:tag`);
test(refused, `${A}:1;drop`);
test(refused, `${A.slice(1)}:1`);

test('the passive is exact when it contains what the active executed', t => {
  const active = parseMysqlGtidSet(`${A}:1-100,${B}:1-7`);
  t.true(parseMysqlGtidSet(`${A}:1-100,${B}:1-7`).contains(active));
  t.false(parseMysqlGtidSet(`${A}:1-99,${B}:1-7`).contains(active));
  t.false(parseMysqlGtidSet(`${A}:1-50:52-100,${B}:1-7`).contains(active));
});

test('what only the passive has is named, and counted', t => {
  const errant = parseMysqlGtidSet(`${A}:1-80,${B}:1-9:12`).minus(parseMysqlGtidSet(`${A}:1-100,${B}:1-7`));
  t.is(errant.toString(), `${B}:8-9:12`);
  t.is(errant.size, 3n);
});

test('transactions of another tag are other transactions', t => {
  t.false(parseMysqlGtidSet(`${A}:1-9`).contains(parseMysqlGtidSet(`${A}:nightly:1`)));
});

test('a set is written into JSON as its text', t => {
  t.is(JSON.stringify({ executed: parseMysqlGtidSet(`${A}:1`) }), `{"executed":"${A}:1"}`);
});

const set = fc
  .array(
    fc.record({
      source: fc.constantFrom(A, B, `${A}:nightly`, `${B}:x_1`),
      first: fc.bigInt(1n, 30n),
      length: fc.bigInt(0n, 8n),
    }),
    { maxLength: 8 },
  )
  .map(parts => parts.map(({ source, first, length }) => `${source}:${first}-${first + length}`).join(','))
  .map(parseMysqlGtidSet);

const intersection = (a: MysqlGtidSet, b: MysqlGtidSet) => a.minus(a.minus(b));

const holds = test.macro({
  exec(t, law: (a: MysqlGtidSet, b: MysqlGtidSet, c: MysqlGtidSet) => boolean) {
    t.notThrows(() => fc.assert(fc.property(set, set, set, law), { numRuns: 500 }));
  },
  title: name => `for all sets of MySQL ${name}`,
});

test('what is printed reads as the same set', holds, a => parseMysqlGtidSet(`${a}`).equals(a));
test('equal sets print the same', holds, (a, b) => a.equals(b) === (`${a}` === `${b}`));
test('a ∪ b = b ∪ a', holds, (a, b) => a.union(b).equals(b.union(a)));
test('(a ∪ b) ∪ c = a ∪ (b ∪ c)', holds, (a, b, c) =>
  a
    .union(b)
    .union(c)
    .equals(a.union(b.union(c))),
);
test('a ∪ a = a', holds, a => a.union(a).equals(a));
test('a ⊇ b exactly when b − a is empty', holds, (a, b) => a.contains(b) === b.minus(a).isEmpty);
test('(a − b) ∪ (a ∩ b) = a', holds, (a, b) => a.minus(b).union(intersection(a, b)).equals(a));
test('a − b has nothing of b', holds, (a, b) => intersection(a.minus(b), b).isEmpty);
test('|a ∪ b| = |a| + |b − a|', holds, (a, b) => a.union(b).size === a.size + b.minus(a).size);
test('a set is empty exactly when it has no transaction', holds, a => a.isEmpty === (a.size === 0n));
