import test from 'ava';
import { shareTables } from '../../src/plan/share-tables.js';
import { column, structure, table } from '../helpers/structures.js';

const orders = (type: string) => table('orders', [column('id', type)]);

test('a table that is as it was is the one that was read before, and any other is the new one', t => {
  const earlier = structure(orders('int'), table('coupons', [column('id', 'int')]));
  const now = structure(orders('bigint'), table('coupons', [column('id', 'int')]), table('new', []));
  const shared = shareTables(now, earlier);
  t.deepEqual(shared, now);
  t.is(shared.tables.coupons, earlier.tables.coupons);
  t.is(shared.tables.orders, now.tables.orders);
});

test('a table that differs in what its text does not say is not taken for the earlier one', t => {
  const create = 'CREATE TABLE orders (id int)';
  const earlier = structure(table('orders', [column('id', 'int')], { create }));
  const now = structure(table('orders', [column('id', 'int')], { create, charset: 'latin1' }));
  t.is(shareTables(now, earlier).tables.orders, now.tables.orders);
});
