import test from 'ava';
import { classifyStatement } from '../../src/sql/classify.js';
import { changedTables } from '../../src/workspace/recording-rules.js';
import { column, structure, table } from '../helpers/structures.js';

const orders = table('orders', [column('id', 'int')]);
const users = table('users', [column('id', 'int')]);
const live = structure(orders, users);

const changedBy = (sql: string, after = live): readonly string[] => {
  const classified = classifyStatement(sql);
  if (classified.kind !== 'ddl') throw new Error(sql);
  return changedTables(classified, live, after);
};

test('a table that is replaced by one with the same definition counts as changed: its rows are gone', t => {
  t.deepEqual(changedBy('CREATE OR REPLACE TABLE orders (id INT)'), ['orders']);
});

test('a table counts as changed also where the server folds the case of its name', t => {
  t.deepEqual(changedBy('TRUNCATE TABLE Orders'), ['orders']);
  t.deepEqual(changedBy('CREATE OR REPLACE TABLE ORDERS (id INT)'), ['orders']);
});

test('what a statement does not name and leaves as it was does not count', t => {
  t.deepEqual(changedBy('CREATE TABLE coupons (id INT)', structure(orders, users)), []);
  t.deepEqual(changedBy('CREATE INDEX i ON orders (id)', structure(table('orders', []), users)), ['orders']);
});
