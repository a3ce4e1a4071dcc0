import test from 'ava';
import { judgeBatch } from '../../src/plan/judge-batch.js';
import type { Column, Structure } from '../../src/plan/structure.js';
import { column, mariadbApplier, mysqlApplier, notNull, structure, table } from '../helpers/structures.js';

const id = column('id', 'int', notNull);
const a = column('a', 'int');
const b = column('b', 'int');
const s = column('s', 'varchar(50)');
const of = (...columns: readonly Column[]) => structure(table('t', columns));
const before = of(id, a, b, s);

type Steps = readonly (readonly [sql: string, after: Structure])[];

function kinds(steps: Steps, from = before, applier = mariadbApplier): Readonly<Record<string, string>> {
  const statements = steps.map(([sql, after]) => ({ sql, after }));
  const verdicts = judgeBatch({ before: from, statements, applier });
  return Object.fromEntries(verdicts.map(({ table: name, verdict }) => [name, verdict.kind]));
}

const judged = test.macro((t, steps: Steps, expected: Readonly<Record<string, string>>) => {
  t.deepEqual(kinds(steps), expected);
});

const applies = { t: 'applies' };
const wrong = { t: 'silently-wrong' };

test(
  'a rename is known by its text',
  judged,
  [['ALTER TABLE t RENAME COLUMN s TO z', of(id, a, b, { ...s, name: 'z' })]],
  applies,
);
test(
  'the same structure by drop and add is none',
  judged,
  [['ALTER TABLE t DROP s, ADD z VARCHAR(50)', of(id, a, b, { ...s, name: 'z' })]],
  wrong,
);
test(
  'nor is it when it takes two statements',
  judged,
  [
    ['ALTER TABLE t DROP s', of(id, a, b)],
    ['ALTER TABLE t ADD z VARCHAR(50)', of(id, a, b, { ...s, name: 'z' })],
  ],
  wrong,
);
test(
  'a column dropped and added anew under its name has lost its values',
  judged,
  [['ALTER TABLE t DROP s, ADD s VARCHAR(50)', before]],
  wrong,
);
test(
  'also in two statements, whatever the case of its name',
  judged,
  [
    ['ALTER TABLE T DROP S', of(id, a, b)],
    ['ALTER TABLE t ADD s VARCHAR(50)', before],
  ],
  wrong,
);
test(
  'a rename may be undone, and a column may get a third name',
  judged,
  [
    ['ALTER TABLE t CHANGE s z VARCHAR(50)', of(id, a, b, { ...s, name: 'z' })],
    ['ALTER TABLE t RENAME COLUMN Z TO y', of(id, a, b, { ...s, name: 'y' })],
  ],
  applies,
);
test(
  'names may be swapped',
  judged,
  [
    [
      'ALTER TABLE t RENAME COLUMN a TO b, RENAME COLUMN b TO a',
      of(id, { ...a, name: 'b' }, { ...b, name: 'a' }, s),
    ],
  ],
  applies,
);

test(
  'every statement counts, also one that a later one undoes',
  judged,
  [
    ['ALTER TABLE t MODIFY b INT AFTER id', of(id, b, a, s)],
    ['ALTER TABLE t MODIFY b INT AFTER a', before],
  ],
  wrong,
);

const counted = (value: string) => column('n', 'int', { default: { kind: 'literal', value } });
test(
  'a new column keeps the default that it came with',
  judged,
  [
    ['ALTER TABLE t ADD n INT DEFAULT 1', of(id, a, b, s, counted('1'))],
    ['ALTER TABLE t ALTER n SET DEFAULT 2', of(id, a, b, s, counted('2'))],
  ],
  wrong,
);
test(
  'nor does it change its type, unless it is NULL in every row',
  judged,
  [
    ['ALTER TABLE t ADD n INT NOT NULL', of(id, a, b, s, column('n', 'int', notNull))],
    ['ALTER TABLE t CHANGE n m VARCHAR(9) NOT NULL', of(id, a, b, s, column('m', 'varchar(9)', notNull))],
  ],
  wrong,
);
test(
  'a new column that is NULL may become another type and get another name',
  judged,
  [
    ['ALTER TABLE t ADD n INT', of(id, a, b, s, column('n', 'int'))],
    ['ALTER TABLE t CHANGE n m BIGINT', of(id, a, b, s, column('m', 'bigint'))],
  ],
  applies,
);
test(
  'one that went and came again has what it came with at last, and an old one may get another default',
  judged,
  [
    ['ALTER TABLE t ADD n INT DEFAULT 1', of(id, a, b, s, counted('1'))],
    ['ALTER TABLE t DROP n', before],
    ['ALTER TABLE t ADD n INT DEFAULT 2', of(id, a, b, s, counted('2'))],
    [
      'ALTER TABLE t ALTER b SET DEFAULT 3',
      of(id, a, column('b', 'int', { default: { kind: 'literal', value: '3' } }), s, counted('2')),
    ],
  ],
  applies,
);

test('conversions of all statements are united', t => {
  const steps = [
    { sql: 'ALTER TABLE t MODIFY a BIGINT', after: of(id, column('a', 'bigint'), b, s) },
    { sql: 'ALTER TABLE t MODIFY s TEXT', after: of(id, column('a', 'bigint'), b, column('s', 'text')) },
  ];
  const [verdict] = judgeBatch({ before, statements: steps, applier: mariadbApplier });
  t.like(verdict?.verdict, { kind: 'applies-with-conversion', conversions: ['ALL_NON_LOSSY'] });
  t.regex(JSON.stringify(verdict), /int becomes bigint.*varchar\(50\) utf8mb4 becomes text/);
});

test(
  'a table that is only rebuilt is judged too',
  judged,
  [['ALTER TABLE t ENGINE=InnoDB', before]],
  applies,
);
test(
  'a new table has no rows to disagree on',
  judged,
  [
    ['CREATE TABLE n (id INT)', structure(...Object.values(before.tables), table('n', [id]))],
    ['ALTER TABLE n ADD a INT FIRST', structure(...Object.values(before.tables), table('n', [a, id]))],
    ['DROP TABLE n', before],
  ],
  {},
);
test(
  'a table that is dropped and made anew is another one',
  judged,
  [
    ['DROP TABLE t', structure()],
    ['CREATE TABLE t (id INT, a INT, b INT, s VARCHAR(50))', before],
  ],
  wrong,
);

for (const sql of [
  'CREATE OR REPLACE TABLE t (id INT, a INT, b INT, s VARCHAR(50))',
  'TRUNCATE TABLE t',
  'RENAME TABLE t TO u, u TO t',
  'ALTER TABLE t EXCHANGE PARTITION p WITH TABLE u',
  'ALTER IGNORE TABLE t ADD UNIQUE (a)',
]) {
  test(`the structure does not show what it does: ${sql}`, judged, [[sql, before]], wrong);
}

test(
  'CREATE TABLE IF NOT EXISTS leaves a table alone',
  judged,
  [['CREATE TABLE IF NOT EXISTS t (x INT)', before]],
  applies,
);

test('triggers, routines and data have no place in a flip, views and settings have', t => {
  t.deepEqual(
    kinds([
      ['CREATE VIEW v AS SELECT 1', before],
      ['SET foreign_key_checks = 0', before],
    ]),
    {},
  );
  t.deepEqual(kinds([['CREATE TRIGGER r BEFORE INSERT ON t FOR EACH ROW SET @a = 1', before]]), {
    'trigger:r': 'silently-wrong',
  });
  t.deepEqual(kinds([['CREATE PROCEDURE p() SELECT 1', before]]), { 'procedure:p': 'silently-wrong' });
  t.deepEqual(kinds([['CREATE TABLE n AS SELECT * FROM t', before]]), { n: 'silently-wrong' });
  t.deepEqual(kinds([['OPTIMIZE TABLE t', before]]), { 'OPTIMIZE TABLE': 'silently-wrong' });
  t.deepEqual(kinds([['UPDATE t SET a = 1', before]]), { 'UPDATE t': 'silently-wrong' });
});

test('signed and unsigned integers cannot widen in one leg on MySQL', t => {
  const two = (x: string, y: string) =>
    structure(table('t', [id, column('x', x)]), table('u', [id, column('y', y)]));
  const from = two('int', 'int unsigned');
  const steps: Steps = [
    ['ALTER TABLE t MODIFY x BIGINT', two('bigint', 'int unsigned')],
    ['ALTER TABLE u MODIFY y BIGINT UNSIGNED', two('bigint', 'bigint unsigned')],
  ];
  t.deepEqual(kinds(steps, from, mysqlApplier), { t: 'silently-wrong', u: 'silently-wrong' });
  t.deepEqual(kinds(steps, from), { t: 'applies-with-conversion', u: 'applies-with-conversion' });
  t.deepEqual(kinds(steps.slice(0, 1), from, mysqlApplier), { t: 'applies-with-conversion' });
});
