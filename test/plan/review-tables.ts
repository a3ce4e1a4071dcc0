import test from 'ava';
import type { ReviewedTable } from '../../src/plan/review.js';
import { onlyTables, reviewTables, withAnswers } from '../../src/plan/review-tables.js';
import type { Structure } from '../../src/plan/structure.js';
import type { RowApplier } from '../../src/plan/verdict/row-applier.js';
import { column, mariadbApplier, mysqlApplier, notNull, structure, table } from '../helpers/structures.js';

const id = column('id', 'int', notNull);
const a = column('a', 'int');
const s = column('s', 'varchar(50)');
const of = (...columns: readonly ReturnType<typeof column>[]) => structure(table('t', columns));
const before = of(id, a, s);

type Steps = readonly (readonly [sql: string, after: Structure])[];

function review(steps: Steps, applier: RowApplier = mariadbApplier, from = before): readonly ReviewedTable[] {
  const statements = steps.map(([sql, after]) => ({ sql, after }));
  return reviewTables({ database: 'app', before: from, statements, applier });
}

const kinds = (steps: Steps, applier?: RowApplier, from?: Structure) =>
  review(steps, applier, from).map(({ name, oldToNew, newToOld }) => [
    name,
    oldToNew.verdict,
    newToOld.verdict,
  ]);

test('a type that grows shrinks on the way back', t => {
  const steps: Steps = [['ALTER TABLE t MODIFY a BIGINT', of(id, column('a', 'bigint'), s)]];
  t.deepEqual(kinds(steps), [['t', 'applies-with-conversion', 'stops']]);
  t.like(review(steps)[0], {
    schema: 'app',
    oldToNew: { conversions: ['ALL_NON_LOSSY'] },
    newToOld: { errnos: [1677] },
  });
});

test('a column at the end applies both ways, and a flip back is told what the old side has not heard', t => {
  const [reviewed] = review([['ALTER TABLE t ADD c INT', of(id, a, s, column('c', 'int'))]]);
  t.is(reviewed?.oldToNew.verdict, 'applies');
  t.like(reviewed?.newToOld, {
    verdict: 'applies',
    reasons: ['what is written to the new column c does not arrive on the old side'],
  });
});

test('a dropped column has its default in rows that are written meanwhile', t => {
  const [reviewed] = review([['ALTER TABLE t DROP s', of(id, a)]]);
  t.deepEqual(reviewed?.newToOld, {
    verdict: 'applies',
    reasons: ['rows that are written have the default of the dropped column s on the old side'],
  });
});

test('a renamed column is the same one in both directions', t => {
  const renamed = of(id, { ...a, name: 'z' }, s);
  t.deepEqual(kinds([['ALTER TABLE t RENAME COLUMN a TO z', renamed]]), [['t', 'applies', 'applies']]);
  t.deepEqual(kinds([['ALTER TABLE t DROP a, ADD z INT', renamed]]), [
    ['t', 'silently-wrong', 'silently-wrong'],
  ]);
});

test('only the end of a leg counts on the way back', t => {
  const steps: Steps = [
    ['ALTER TABLE t MODIFY a INT FIRST', of(a, id, s)],
    ['ALTER TABLE t MODIFY a INT AFTER id', before],
  ];
  t.deepEqual(kinds(steps), [['t', 'silently-wrong', 'applies']]);
});

test('a table without a key that lost a column is searched by it on MariaDB', t => {
  const keyless = { keys: [] };
  const [from, to] = [
    [id, a, s],
    [id, a],
  ].map(columns => structure(table('t', columns, keyless)));
  const steps: Steps = [['ALTER TABLE t DROP s', to as Structure]];
  t.deepEqual(kinds(steps, mariadbApplier, from), [['t', 'applies', 'stops']]);
  t.deepEqual(kinds(steps, mysqlApplier, from), [['t', 'applies', 'applies']]);
});

test('duplicates that a dropped key lets in stop the side that still has it', t => {
  const unique = [{ name: 'u', unique: true, type: 'BTREE', columns: ['s'] }];
  const primary = { name: 'PRIMARY', unique: true, type: 'BTREE', columns: ['id'] };
  const from = structure(table('t', [id, a, s], { keys: [primary, ...unique] }));
  t.deepEqual(kinds([['ALTER TABLE t DROP INDEX u', before]], mariadbApplier, from), [
    ['t', 'applies', 'depends-on-data'],
  ]);
});

test('what never runs in a leg is refused in both directions, and new tables are nobody else’s', t => {
  t.deepEqual(kinds([['TRUNCATE TABLE t', before]]), [['t', 'silently-wrong', 'silently-wrong']]);
  const more = structure(...Object.values(before.tables), table('n', [id]));
  t.deepEqual(kinds([['CREATE TABLE n (id INT PRIMARY KEY)', more]]), []);
});

test('a plan has verdicts of its tables alone, and none of a trigger that is made beside them', t => {
  const reviewed = review([
    ['CREATE TRIGGER r AFTER INSERT ON t FOR EACH ROW SET @a = 1', before],
    ['ALTER TABLE t ADD c INT', of(id, a, s, column('c', 'int'))],
  ]);
  t.deepEqual(
    reviewed.map(({ name }) => name),
    ['t', 'trigger:r'],
  );
  t.deepEqual(
    onlyTables(reviewed, before).map(({ name }) => name),
    ['t'],
  );
});

test('what decides is asked of the passive as it is now; rows to come cannot be counted', async t => {
  const strict = of(id, a, { ...s, ...notNull });
  const asked: string[] = [];
  const ask = async (query: string) => asked.push(query) + 6;
  const [forward] = await withAnswers(review([['ALTER TABLE t MODIFY s VARCHAR(50) NOT NULL', strict]]), ask);
  const query = 'SELECT COUNT(*) FROM `t` WHERE `s` IS NULL';
  t.deepEqual(forward?.oldToNew.questions, [{ query, rows: 7 }]);
  t.deepEqual(asked, [query]);
  const loosened = review([['ALTER TABLE t MODIFY s VARCHAR(50)', before]], mariadbApplier, strict);
  const [back] = await withAnswers(loosened, ask);
  t.deepEqual(back?.newToOld.questions, [{ query, rows: null }]);
  t.is(asked.length, 1);
});
