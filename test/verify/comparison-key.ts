import test from 'ava';
import type { Column, Key, Table } from '../../src/plan/structure.js';
import { chooseKey } from '../../src/verify/comparison-key.js';
import { column, notNull, table } from '../helpers/structures.js';

const primary = (...columns: readonly string[]): Key => ({
  name: 'PRIMARY',
  unique: true,
  type: 'BTREE',
  columns,
});
const unique = (name: string, ...columns: readonly string[]): Key => ({
  name,
  unique: true,
  type: 'BTREE',
  columns,
});
const index = (name: string, ...columns: readonly string[]): Key => ({
  name,
  unique: false,
  type: 'BTREE',
  columns,
});

const id = column('id', 'int', notNull);
const code = column('code', 'varchar(20)', {
  ...notNull,
  charset: 'utf8mb3',
  collation: 'utf8mb3_general_ci',
});

function tableWith(columns: readonly Column[], ...keys: readonly Key[]): Table {
  return table('t', columns, { keys });
}

const chosen = (active: Table, passive: Table = active) => {
  const key = chooseKey(active, passive);
  return key === null
    ? null
    : `${key.columns.map(({ name }) => name)} by ${key.index.active}, ${key.index.passive}`;
};

test('the primary key is taken, wherever it stands', t => {
  t.is(chosen(tableWith([id, code], unique('u', 'code'), primary('id'))), 'id by PRIMARY, PRIMARY');
});

test('without one, a unique key without NULLs is taken', t => {
  const loose = column('loose', 'int');
  t.is(chosen(tableWith([id, loose, code], unique('x', 'loose'), unique('y', 'code'))), 'code by y, y');
});

test('a table without such a key has none', t => {
  t.is(chosen(tableWith([id], index('i', 'id'))), null);
});

test('a primary key that the passive has made longer still serves', t => {
  t.is(
    chosen(tableWith([id, code], primary('id')), tableWith([id, code], primary('id', 'code'))),
    'id by PRIMARY, PRIMARY',
  );
});

test('a key that only the passive has is of no use without an index on the active', t => {
  t.is(chosen(tableWith([id]), tableWith([id], primary('id'))), null);
});

test('a number may have grown on the passive', t => {
  const big = column('id', 'bigint', notNull);
  t.is(chosen(tableWith([id], primary('id')), tableWith([big], primary('id'))), 'id by PRIMARY, PRIMARY');
});

test('a text may have gone from utf8mb3 to utf8mb4 under the same collation', t => {
  const wide = { ...code, charset: 'utf8mb4', collation: 'utf8mb4_general_ci', columnType: 'varchar(50)' };
  t.is(
    chosen(tableWith([code], primary('code')), tableWith([wide], primary('code'))),
    'code by PRIMARY, PRIMARY',
  );
});

test('a text that sorts in another order on the passive is no key', t => {
  const resorted = { ...code, collation: 'utf8mb3_unicode_ci' };
  t.is(chosen(tableWith([code], primary('code')), tableWith([resorted], primary('code'))), null);
});

test('a decimal of another scale is no key, because it prints in another way', t => {
  const [two, four] = [column('k', 'decimal(8,2)', notNull), column('k', 'decimal(10,4)', notNull)];
  t.is(chosen(tableWith([two], primary('k')), tableWith([four], primary('k'))), null);
});

test('a CHAR that became a VARCHAR is no key, because one of them loses trailing blanks', t => {
  const fixed = { ...code, dataType: 'char', columnType: 'char(20)' };
  t.is(chosen(tableWith([code], primary('code')), tableWith([fixed], primary('code'))), null);
});
