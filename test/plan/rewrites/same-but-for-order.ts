import test from 'ava';
import { describeOrder } from '../../../src/plan/rewrites/describe-order.js';
import { sameButForOrder } from '../../../src/plan/rewrites/same-but-for-order.js';
import type { Structure, Table } from '../../../src/plan/structure.js';
import { printedTable } from '../../helpers/printed-table.js';
import { column } from '../../helpers/structures.js';

const id = ['`id` int NOT NULL', column('id', 'int')] as const;
const n = ['`n` int DEFAULT NULL', column('n', 'int')] as const;
const of = (table: Table, others: Structure['others'] = {}): Structure => ({
  tables: { [table.name]: table },
  others,
});
const one = of(printedTable('t', { columns: [id, n], rest: ['KEY `a` (`n`)', 'KEY `b` (`n`)'] }));

test('columns and keys may stand in another order, and it is said of columns', t => {
  const other = of(printedTable('t', { columns: [n, id], rest: ['KEY `b` (`n`)', 'KEY `a` (`n`)'] }));
  t.true(sameButForOrder(one, other));
  t.regex(describeOrder(other, one) ?? '', /t \(n, id\)/);
  t.is(describeOrder(one, one), null);
});

test('whatever else differs is another structure', t => {
  const rest = ['KEY `a` (`n`)', 'KEY `b` (`n`)'];
  const others = [
    of(printedTable('t', { columns: [id, n], rest: rest.slice(1) })),
    of(printedTable('t', { columns: [id, ['`n` bigint DEFAULT NULL', column('n', 'bigint')]], rest })),
    of(printedTable('t', { columns: [id, n], rest, options: " COMMENT='x'" })),
    of(printedTable('u', { columns: [id, n], rest })),
    { ...one, others: { 'view:v': 'CREATE VIEW `v`' } },
  ];
  for (const other of others) t.false(sameButForOrder(one, other), JSON.stringify(other));
});
