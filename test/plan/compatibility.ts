import test, { type ExecutionContext } from 'ava';
import { judgeStructures, judgeTable } from '../../src/plan/compatibility.js';
import type { Verdict } from '../../src/plan/plan.js';
import type { Column, ForeignKey, Table } from '../../src/plan/structure.js';
import type { Lineage } from '../../src/plan/verdict/lineage.js';
import { column, mariadbApplier, mysqlApplier, notNull, structure, table } from '../helpers/structures.js';

const appliers = { mariadb: mariadbApplier, mysql: mysqlApplier };
type Expected = Verdict['kind'] | Readonly<Record<keyof typeof appliers, Verdict['kind']>>;

function expect(t: ExecutionContext, before: Table, after: Table, expected: Expected, lineage?: Lineage) {
  for (const [flavor, applier] of Object.entries(appliers)) {
    const kind = typeof expected === 'string' ? expected : expected[flavor as keyof typeof appliers];
    const { verdict } = judgeTable({ before, after, applier, ...(lineage && { lineage }) });
    t.is(verdict.kind, kind, `${flavor}: ${'why' in verdict ? verdict.why : ''}`);
  }
}

const id = column('id', 'int', notNull);
const a = column('a', 'int');
const b = column('b', 'int');
const s = column('s', 'varchar(50)');
const base = table('t', [id, a, b, s]);
const latin1 = { charset: 'latin1', collation: 'latin1_swedish_ci' };
const ascii = { charset: 'ascii', collation: 'ascii_general_ci' };
const utf8mb3 = { charset: 'utf8mb3', collation: 'utf8mb3_general_ci' };
const literal = (value: string) => ({ default: { kind: 'literal', value } }) as const;
const expression = (text: string) => ({ default: { kind: 'expression', text } }) as const;

const converts = 'applies-with-conversion';
const wrong = 'silently-wrong';

// One column changes in its place.
const type = test.macro({
  title: (_, before: Column, after: Column) =>
    `${before.columnType} ${before.charset ?? ''} → ${after.columnType} ${after.charset ?? ''}`.replace(
      / +/g,
      ' ',
    ),
  exec: (t, before: Column, after: Column, expected: Expected) =>
    expect(t, table('t', [id, before]), table('t', [id, { ...after, name: before.name }]), expected),
});
const types = (before: string, after: string, expected: Expected) =>
  test(type, column('c', before), column('c', after), expected);

types('tinyint', 'smallint', converts);
types('smallint', 'mediumint', converts);
types('int', 'bigint', converts);
types('int(11)', 'int(5) zerofill', 'applies');
types('int unsigned', 'bigint unsigned', converts);
types('bigint', 'int', 'stops');
types('int', 'int unsigned', wrong);
types('int unsigned', 'int', wrong);
types('int unsigned', 'bigint', wrong);
types('tinyint', 'int unsigned', wrong);
types('decimal(10,2)', 'decimal(12,2)', converts);
types('decimal(10,2)', 'decimal(12,4)', converts);
types('decimal(10,2)', 'decimal(10,4)', wrong);
types('decimal(10,2)', 'decimal(9,2)', 'stops');
types('decimal(10,2)', 'decimal(12,1)', 'stops');
types('decimal(10,2)', 'decimal(10,2) unsigned', wrong);
types('float', 'double', converts);
types('float(7,3)', 'double', wrong);
types('float', 'float(7,3)', wrong);
types('double', 'float', wrong);
types('bit(3)', 'bit(9)', converts);
types('bit(9)', 'bit(3)', wrong);
types('varchar(50)', 'varchar(200)', converts);
types('varchar(50)', 'varchar(20)', 'stops');
types('varchar(50)', 'text', converts);
types('varchar(63)', 'tinytext', converts);
types('varchar(64)', 'tinytext', 'stops');
types('varchar(50)', 'char(50)', converts);
types('varchar(50)', 'char(60)', converts);
types('char(20)', 'varchar(20)', converts);
types('text', 'longtext', converts);
types('longtext', 'text', 'stops');
types('text', 'varchar(1000)', 'stops');
types('varbinary(10)', 'varbinary(20)', converts);
types('binary(10)', 'binary(20)', converts);
types('varbinary(10)', 'blob', converts);
types('blob', 'tinyblob', 'stops');
types('text', 'blob', converts);
types('longtext', 'blob', 'stops');
types('varbinary(50)', 'varchar(50)', wrong);
types('text', 'text /*M!100301 COMPRESSED*/', wrong);
types("enum('a','b')", "enum('a','b','c')", 'applies');
types("enum('a','b')", "enum('a','c','b')", wrong);
types("enum('a','b')", "enum('a','c')", wrong);
types("enum('a','b')", "enum('a')", wrong);
types("set('a','b')", "set('a','b','c')", 'applies');
types("set('a','b')", "set('c','a','b')", wrong);
types("enum('a','b')", "set('a','b')", 'stops');
types("enum('a','b')", 'varchar(10)', 'stops');
types('int', 'varchar(20)', 'stops');
types('int', 'decimal(10,0)', 'stops');
types('datetime', 'datetime(6)', wrong);
types('datetime(6)', 'datetime', 'stops');
types('datetime(3)', 'datetime(6)', { mariadb: converts, mysql: 'stops' });
types('datetime(3)', 'datetime(4)', 'applies');
types('datetime(4)', 'datetime(3)', wrong);
types('time(3)', 'time(6)', { mariadb: wrong, mysql: 'stops' });
types('varchar(50)', 'varbinary(200)', converts);
types('char(50)', 'binary(200)', wrong);
types('decimal(10,2) unsigned', 'decimal(10,2)', 'applies');
types('timestamp', 'datetime', 'stops');
types('date', 'datetime', { mariadb: converts, mysql: 'stops' });
types('year(4)', 'year', 'applies');
types('longtext', 'json', 'stops');
types('json', 'json', 'applies');
types('uuid', 'char(36)', wrong);
types('point', 'geometry', wrong);

const members = (count: number) => Array.from({ length: count }, (_, n) => `'m${n}'`).join();
types(`set(${members(9)})`, `set(${members(16)})`, 'applies');
types(`set(${members(8)})`, `set(${members(9)})`, converts);
types(`enum(${members(255)})`, `enum(${members(256)})`, converts);

test(type, column('c', 'varchar(50)', utf8mb3), column('c', 'varchar(50)'), converts);
test(type, column('c', 'char(50)', utf8mb3), column('c', 'char(50)'), converts);
test(type, column('c', 'text', utf8mb3), column('c', 'text'), converts);
test(type, column('c', 'varchar(200)', utf8mb3), column('c', 'varchar(150)'), wrong);
test(type, column('c', 'varchar(200)', utf8mb3), column('c', 'varchar(100)'), 'stops');
test(type, column('c', 'varchar(50)'), column('c', 'varchar(50)', utf8mb3), wrong);
test(type, column('c', 'varchar(50)', latin1), column('c', 'varchar(50)'), wrong);
test(type, column('c', 'text', latin1), column('c', 'text'), wrong);
test(type, column('c', 'varchar(200)', latin1), column('c', 'varchar(50)'), wrong);
test(type, column('c', 'varchar(50)', ascii), column('c', 'varchar(50)'), converts);
test(type, column('c', 'varchar(50)', latin1), column('c', 'varchar(50)', ascii), wrong);
test(type, column('c', "enum('a')", latin1), column('c', "enum('a','b')"), 'applies');

test('a collation may change within its charset', t => {
  const binary = { ...s, collation: 'utf8mb4_bin' };
  expect(t, base, table('t', [id, a, b, binary]), 'applies');
});

test('NOT NULL → NULL applies, NULL → NOT NULL depends on the rows', t => {
  const strict = table('t', [id, a, b, { ...s, ...notNull }]);
  expect(t, strict, base, 'applies');
  expect(t, base, strict, 'depends-on-data');
  const { verdict } = judgeTable({ before: base, after: strict, applier: mariadbApplier });
  t.like(verdict, { query: 'SELECT COUNT(*) FROM `t` WHERE `s` IS NULL' });
});

test('defaults and ON UPDATE of a column that stays may change', t => {
  const changed = table('t', [
    id,
    { ...a, ...literal('5') },
    { ...b, ...expression('1 + 1') },
    { ...s, onUpdate: true },
  ]);
  expect(t, base, changed, 'applies');
});

test('AUTO_INCREMENT may go, not come', t => {
  const numbered = table('t', [{ ...id, autoIncrement: true }, a, b, s]);
  expect(t, numbered, base, 'applies');
  expect(t, base, numbered, wrong);
});

test('a generated column must keep its expression, but where MySQL computes it anew', t => {
  const generated = (text: string) => table('t', [id, { ...a, generated: 'stored', expression: text }]);
  expect(t, generated('id + 1'), generated('id + 1'), 'applies');
  expect(t, generated('id + 1'), generated('id + 2'), { mariadb: wrong, mysql: 'applies' });
  expect(t, generated('id + 1'), table('t', [id, a]), wrong);
});

// Columns come, go and move.
const positions = (title: string, after: readonly Column[], expected: Expected) =>
  test(title, t => expect(t, base, table('t', after), expected));

const x = column('x', 'int');
positions('a column may come at the end', [id, a, b, s, x], 'applies');
positions('a column in the middle shifts the rest, and stops where types differ', [id, a, x, b, s], 'stops');
positions('a column may go at the end', [id, a, b], 'applies');
positions('a dropped column in the middle stops where types differ', [id, a, s], 'stops');
positions('a dropped column in the middle is silently wrong where types are alike', [id, b], wrong);
positions('columns of one type must not be swapped', [id, b, a, s], wrong);
positions('columns of different types must not be swapped', [id, s, b, a], 'stops');
positions('a last column that moved to the front is no new column at the end', [s, id, a, b], 'stops');
positions('another name in the same place is a new column', [id, a, b, { ...s, name: 'z' }], wrong);

test('a column in the middle is silently wrong where types are alike', t => {
  expect(t, table('t', [id, a, b]), table('t', [id, a, x, b]), wrong);
  expect(t, table('t', [id, a, b]), table('t', [x, id, a, b]), wrong);
});

test('with proof that it was renamed, a column may have another name', t => {
  const renamed = table('t', [id, a, b, { ...s, name: 'z' }]);
  const lineage = new Map(Object.entries({ id: 'id', a: 'a', b: 'b', z: 's' }));
  expect(t, base, renamed, 'applies', lineage);
});

test('two columns that swap their names stay where they are', t => {
  const swapped = table('t', [id, { ...a, name: 'b' }, { ...b, name: 'a' }, s]);
  expect(t, base, swapped, wrong);
  expect(t, base, swapped, 'applies', new Map(Object.entries({ id: 'id', a: 'b', b: 'a', s: 's' })));
});

test('a column that was dropped and added anew under its name is another one', t => {
  expect(t, base, base, wrong, new Map(Object.entries({ id: 'id', a: 'a', b: 'b' })));
});

// What the applier fills in.
const added = (title: string, extra: Column, expected: Expected) =>
  test(`a new column at the end: ${title}`, t => expect(t, base, table('t', [id, a, b, s, extra]), expected));

added('NULL', column('c', 'int'), 'applies');
added('a literal', column('c', 'int', literal('7')), 'applies');
added('NOT NULL without a default', column('c', 'int', notNull), 'applies');
added('a date NOT NULL without a default', column('c', 'date', notNull), 'applies');
added('an untried type NOT NULL', column('c', 'point', notNull), wrong);
added('CURRENT_TIMESTAMP', column('c', 'datetime', expression('current_timestamp()')), wrong);
added('a UUID', column('c', 'varchar(36)', expression('uuid()')), wrong);
added('ON UPDATE', column('c', 'datetime', { onUpdate: true }), wrong);
added('AUTO_INCREMENT', column('c', 'int', { ...notNull, autoIncrement: true }), wrong);
added('a TEXT with a default', column('c', 'text', literal('x')), { mariadb: wrong, mysql: 'applies' });
added('a TEXT', column('c', 'text'), 'applies');
added('JSON', column('c', 'json'), 'applies');
added('an untried type with a default', column('c', 'inet6', literal('::1')), wrong);
added('an untried type with NULL', column('c', 'point'), 'applies');
added('stored generated', column('c', 'int', { generated: 'stored', expression: 'a' }), 'applies');
added('virtual generated', column('c', 'int', { generated: 'virtual', expression: 'a' }), 'applies');

test('a table without a key is searched by all columns, also by a virtual one that no event has', t => {
  const virtual = column('c', 'int', { generated: 'virtual', expression: 'a' });
  const nokey = { keys: [] };
  expect(t, table('t', [id, a], nokey), table('t', [id, a, virtual], nokey), {
    mariadb: 'stops',
    mysql: 'applies',
  });
});

// Keys, constraints, storage.
const alike = (title: string, change: Partial<Table>, expected: Expected, before: Partial<Table> = {}) =>
  test(title, t => expect(t, table('t', [id, a, b, s], before), table('t', [id, a, b, s], change), expected));

const key = (name: string, columns: readonly string[], unique = false, type = 'BTREE') => ({
  name,
  columns,
  unique,
  type,
});
alike(
  'keys may come',
  { keys: [key('PRIMARY', ['id'], true), key('i', ['a']), key('u', ['b'], true)] },
  'applies',
);
alike('a primary key may go', { keys: [] }, 'applies');
alike('a primary key may become another one', { keys: [key('PRIMARY', ['id', 'a'], true)] }, 'applies');
alike('a unique key over long values hides a column', { keys: [key('u', ['s'], true, 'HASH')] }, wrong);
alike('a key over an expression may come', { keys: [key('i', ['(a + b)'])] }, 'applies');
alike('MEMORY', { engine: 'MEMORY' }, wrong);
alike('out of MEMORY', {}, wrong, { engine: 'MEMORY' });
alike('MyISAM to InnoDB', {}, 'applies', { engine: 'MyISAM' });
alike('partitions may come', { partitioning: 'PARTITION BY HASH (`id`)' }, 'applies');
alike('partitions may go', {}, 'applies', { partitioning: 'PARTITION BY HASH (`id`)' });
test('partitions that have no place for some rows come with a warning', t => {
  const advice = (partitioning: string) =>
    judgeTable({ before: base, after: table('t', base.columns, { partitioning }), applier: mariadbApplier })
      .advice;
  t.regex(advice('PARTITION BY RANGE (`id`) (PARTITION p VALUES LESS THAN (9))') ?? '', /1526/);
  t.is(advice('PARTITION BY RANGE (`id`) (PARTITION p VALUES LESS THAN MAXVALUE)'), undefined);
  t.is(advice('PARTITION BY HASH (`id`) PARTITIONS 3'), undefined);
});
alike('partitions must not change', { partitioning: 'a' }, wrong, { partitioning: 'b' });
alike('a CHECK may go', {}, 'applies', { checks: { c: 'a > 0' } });
alike('a CHECK that comes depends on the rows', { checks: { c: 'a > 0' } }, 'depends-on-data');
alike('a CHECK may get another name', { checks: { d: 'a > 0' } }, 'applies', { checks: { c: 'a > 0' } });
alike('system versioning', { create: 'CREATE TABLE … WITH SYSTEM VERSIONING' }, wrong);
alike('a comment about versioning is a comment', { create: "… COMMENT='WITH SYSTEM VERSIONING'" }, 'applies');

const foreignKey = (onDelete: string, onUpdate = 'RESTRICT'): Partial<Table> => {
  const one: ForeignKey = {
    name: 'f',
    columns: ['a'],
    referencedTable: 'p',
    referencedColumns: ['id'],
    onDelete,
    onUpdate,
  };
  return { foreignKeys: [one] };
};
alike('a cascading foreign key comes', foreignKey('CASCADE'), wrong);
alike('a foreign key that sets NULL comes', foreignKey('RESTRICT', 'SET NULL'), wrong);
alike('a foreign key without an action comes', foreignKey('NO ACTION'), 'depends-on-data');
alike('a foreign key without an action goes', {}, 'applies', foreignKey('NO ACTION'));
alike('a cascading foreign key goes', {}, { mariadb: wrong, mysql: 'applies' }, foreignKey('CASCADE'));
alike('a foreign key changes its action', foreignKey('CASCADE'), wrong, foreignKey('RESTRICT'));

test('a new JSON column of MariaDB has a check that NULL passes', t => {
  const json = column('j', 'longtext');
  const checks = { 'column j': 'json_valid(`j`)' };
  expect(t, base, table('t', [id, a, b, s, json], { checks }), 'applies');
  expect(t, table('t', [id, json]), table('t', [id, json], { checks }), 'depends-on-data');
});

test('MySQL needs ALL_UNSIGNED for unsigned integers, MariaDB does not', t => {
  const widens = (applier: typeof mysqlApplier) =>
    judgeTable({
      before: table('t', [id, column('c', 'int unsigned')]),
      after: table('t', [id, column('c', 'bigint unsigned')]),
      applier,
    }).verdict;
  t.like(widens(mysqlApplier), { conversions: ['ALL_NON_LOSSY', 'ALL_UNSIGNED'] });
  t.like(widens(mariadbApplier), { conversions: ['ALL_NON_LOSSY'] });
});

test('of two structures every changed table is judged, and everything that acts by itself', t => {
  const verdicts = judgeStructures({
    before: {
      tables: structure(base, table('gone', [id]), table('same', [id])).tables,
      others: { 'event:e': '1' },
    },
    after: {
      tables: structure(table('t', [id, a, b, s, x]), table('same', [id]), table('new', [id])).tables,
      others: { 'event:e': '2', 'view:v': '1', 'trigger:r': '1' },
    },
    applier: mariadbApplier,
  });
  t.deepEqual(
    verdicts.map(({ table: name, verdict }) => [name, verdict.kind]),
    [
      ['event:e', wrong],
      ['gone', wrong],
      ['t', 'applies'],
      ['trigger:r', wrong],
    ],
  );
});
