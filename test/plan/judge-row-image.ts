import test from 'ava';
import { judgeTable } from '../../src/plan/compatibility.js';
import type { Column, Table } from '../../src/plan/structure.js';
import type { RowApplier } from '../../src/plan/verdict/row-applier.js';
import { column, mariadbApplier, mysqlApplier, notNull, table } from '../helpers/structures.js';

const id = column('id', 'int', notNull);
const a = column('a', 'int');
const literal = (value: string): Partial<Column> => ({ default: { kind: 'literal', value } });
const key = (...columns: readonly string[]) => [{ name: 'PRIMARY', unique: true, type: 'BTREE', columns }];

function kind(before: Table, after: Table, applier: RowApplier, rowImage: string) {
  return judgeTable({ before, after, applier: { ...applier, rowImage } }).verdict.kind;
}

for (const rowImage of ['MINIMAL', 'NOBLOB'])
  test(`with ${rowImage} each side fills in its own default where an INSERT leaves a column out`, t => {
    const [five, six] = ['5', '6'].map(value => table('t', [id, column('a', 'int', literal(value))]));
    if (five === undefined || six === undefined) throw new Error('two tables');
    t.is(kind(five, five, mariadbApplier, rowImage), 'applies');
    t.is(kind(five, six, mariadbApplier, 'FULL'), 'applies');
    for (const applier of [mariadbApplier, mysqlApplier])
      t.is(kind(five, six, applier, rowImage), 'silently-wrong');
  });

test('1.50 and 1.5000 are one default', t => {
  const price = (type: string, value: string) => table('t', [id, column('p', type, literal(value))]);
  const [before, after] = [price('decimal(10,2)', '1.50'), price('decimal(12,4)', '1.5000')];
  t.is(kind(before, after, mariadbApplier, 'MINIMAL'), 'applies-with-conversion');
});

test('MariaDB finds a row by its own key, which the event must have; MySQL by what the event has', t => {
  const [one, two] = [
    table('t', [id, { ...a, ...notNull }], { keys: key('id') }),
    table('t', [id, { ...a, ...notNull }], { keys: key('id', 'a') }),
  ];
  const none = table('t', [id, { ...a, ...notNull }], { keys: [] });
  for (const [before, after, expected] of [
    [one, two, 'stops'],
    [two, one, 'applies'],
    [one, none, 'stops'],
    [none, one, 'applies'],
  ] as const) {
    t.is(kind(before, after, mariadbApplier, 'MINIMAL'), expected);
    t.is(kind(before, after, mysqlApplier, 'MINIMAL'), 'applies');
    t.is(kind(before, after, mariadbApplier, 'FULL'), 'applies');
  }
});

test('a key that the other side lacks finds nothing on either', t => {
  const before = table('t', [id, { ...a, ...notNull }], { keys: key('a') });
  for (const applier of [mariadbApplier, mysqlApplier])
    t.is(kind(before, table('t', [id], { keys: [] }), applier, 'MINIMAL'), 'stops');
});

test('an image that nobody knows is refused', t => {
  const same = table('t', [id, a]);
  t.is(kind(same, same, mariadbApplier, 'unknown'), 'silently-wrong');
});
