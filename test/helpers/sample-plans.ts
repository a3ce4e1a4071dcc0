/** Plans as people get to see them, with structures as MariaDB 10.11 prints them. */
import { fingerprintStructure } from '../../src/plan/fingerprint.js';
import { judgeBatch } from '../../src/plan/judge-batch.js';
import type { Plan, PlannedStatement } from '../../src/plan/plan.js';
import type { Column, Key, Structure, Table } from '../../src/plan/structure.js';
import type { Definition } from '../../src/programs/program.js';
import { column, mariadbApplier, notNull, table } from './structures.js';

const options = ') ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_general_ci';

type Line = readonly [text: string, column?: Column];

/** A table from the lines of its CREATE TABLE, those of columns with what they say. */
function printed(name: string, lines: readonly Line[], extra: readonly Key[] = []): Table {
  const create = `CREATE TABLE \`${name}\` (\n${lines.map(([text]) => `  ${text}`).join(',\n')}\n${options}`;
  const columns = lines.flatMap(([, one]) => (one === undefined ? [] : [one]));
  const primary = { name: 'PRIMARY', unique: true, type: 'BTREE', columns: ['id'] };
  return table(name, columns, { create, keys: [primary, ...extra] });
}

const id = (type: string): Line => [
  `\`id\` ${type} NOT NULL AUTO_INCREMENT`,
  column('id', type, { ...notNull, autoIncrement: true }),
];
const customer: Line = ['`customer` int(11) NOT NULL', column('customer', 'int(11)', notNull)];
const note: Line = ['`note` varchar(200) DEFAULT NULL', column('note', 'varchar(200)')];
const source: Line = [
  "`source` varchar(20) NOT NULL DEFAULT 'web'",
  column('source', 'varchar(20)', { nullable: false, default: { kind: 'literal', value: 'web' } }),
];
const primary: Line = ['PRIMARY KEY (`id`)'];
const index: Line = ['KEY `orders_customer` (`customer`)'];

const orders = printed('orders', [id('int(11)'), customer, note, primary]);
const bigger = printed('orders', [id('bigint(20)'), customer, note, primary]);
const indexKey = { name: 'orders_customer', unique: false, type: 'BTREE', columns: ['customer'] };
const indexed = printed('orders', [id('bigint(20)'), customer, note, primary, index], [indexKey]);
const sourced = printed('orders', [id('bigint(20)'), customer, note, source, primary, index], [indexKey]);
const coupons = printed('coupons', [id('int(11)'), ['`code` varchar(30) NOT NULL'], primary]);

const of = (...tables: readonly Table[]): Structure => ({
  tables: Object.fromEntries(tables.map(one => [one.name, one])),
  others: {},
});

type Step = Omit<PlannedStatement, 'structureAfter' | 'verdicts'> & { readonly after: Structure };

function planned(before: Structure, steps: readonly Step[]): readonly PlannedStatement[] {
  const verdicts = judgeBatch({ before, statements: steps, applier: mariadbApplier });
  return steps.map(({ after, ...step }) => ({
    ...step,
    verdicts: verdicts.filter(({ table: name }) => step.tables.includes(name)),
    structureAfter: fingerprintStructure(after),
  }));
}

const heavy = planned(of(orders), [
  {
    sql: 'ALTER TABLE orders\n  MODIFY id BIGINT NOT NULL AUTO_INCREMENT',
    file: '20260301_bigint_ids.sql',
    line: 3,
    kind: 'ddl',
    tables: ['orders'],
    algorithm: 'COPY',
    online: false,
    after: of(bigger),
  },
  {
    sql: 'alter table `orders` add index `orders_customer`(`customer`)',
    file: '20260302_index_orders.js',
    line: 1,
    kind: 'ddl',
    tables: ['orders'],
    algorithm: 'NOCOPY',
    online: true,
    after: of(indexed),
  },
]);

/** Two heavy migrations in one flip, then instant and new things directly, then a data migration. */
export const mixedPlan: Plan = {
  fingerprint: '3f9ac41be0d27781'.repeat(4),
  database: 'shop',
  batches: [
    {
      strategy: 'flip',
      why: 'COPY of orders, 1200.0 MB: writes would wait for it',
      migrations: [
        { name: '20260301_bigint_ids.sql', kind: 'sql', checksum: 'c1', statements: heavy.slice(0, 1) },
        { name: '20260302_index_orders.js', kind: 'knex', checksum: 'c2', statements: heavy.slice(1) },
      ],
      conversions: ['ALL_NON_LOSSY'],
      tables: ['orders'],
      structureBefore: fingerprintStructure(of(orders)),
      structureAfter: fingerprintStructure(of(indexed)),
    },
    {
      strategy: 'direct',
      why: 'instant on both servers; touches no existing rows',
      migrations: [
        {
          name: '20260303_coupons.sql',
          kind: 'sql',
          checksum: 'c3',
          statements: [
            {
              sql: "ALTER TABLE orders ADD source VARCHAR(20) NOT NULL DEFAULT 'web'\n, ALGORITHM=INSTANT",
              file: '20260303_coupons.sql',
              line: 1,
              kind: 'ddl',
              tables: ['orders'],
              algorithm: 'INSTANT',
              online: true,
              verdicts: [],
              structureAfter: fingerprintStructure(of(sourced)),
            },
            {
              sql: 'CREATE TABLE coupons (\n  id INT AUTO_INCREMENT PRIMARY KEY,\n  code VARCHAR(30) NOT NULL\n)',
              file: '20260303_coupons.sql',
              line: 4,
              kind: 'ddl',
              tables: ['coupons'],
              algorithm: null,
              online: true,
              verdicts: [],
              structureAfter: fingerprintStructure(of(sourced, coupons)),
            },
          ],
        },
      ],
      conversions: [],
      tables: ['coupons', 'orders'],
      structureBefore: fingerprintStructure(of(indexed)),
      structureAfter: fingerprintStructure(of(sourced, coupons)),
    },
    {
      strategy: 'data',
      why: 'reads or writes rows: runs once, on the active',
      migrations: [{ name: '20260304_backfill.js', kind: 'knex', checksum: 'c4', statements: [] }],
      conversions: [],
      tables: [],
      structureBefore: fingerprintStructure(of(sourced, coupons)),
      structureAfter: fingerprintStructure(of(sourced, coupons)),
    },
  ],
  refusals: [],
  before: of(orders),
  after: of(sourced, coupons),
};

const shuffled = printed('orders', [id('int(11)'), note, customer, primary]);
const [shuffle] = judgeBatch({
  before: of(orders),
  statements: [{ sql: 'ALTER TABLE orders MODIFY customer INT NOT NULL AFTER note', after: of(shuffled) }],
  applier: mariadbApplier,
});

/** A plan that cannot be run, with the verdict's own words. */
export const refusedPlan: Plan = {
  ...mixedPlan,
  batches: [],
  refusals: [
    {
      id: 'silently-wrong',
      where: 'migrations/20260305_reorder.sql:2',
      message: `orders: ${shuffle?.verdict.kind === 'applies' ? '' : shuffle?.verdict.why}`,
      ...(shuffle?.advice === undefined ? {} : { hint: shuffle.advice }),
    },
    {
      id: 'structure-and-rows',
      where: 'migrations/20260306_mixed.js (statement 2)',
      message: 'changes the structure and uses rows that were there before',
      hint: 'split it in two: one migration for the structure, a later one for the rows',
    },
  ],
  after: of(shuffled),
};

export const emptyPlan: Plan = { ...mixedPlan, batches: [], after: mixedPlan.before };

const registry = { sqlMode: 'STRICT_TRANS_TABLES', characterSet: 'utf8mb4', collation: 'utf8mb4_general_ci' };
const register = (create: string): Definition => ({
  kind: 'procedure',
  name: 'register_lb',
  create,
  definer: 'lb_registry@localhost',
  settings: registry,
});

/** Stored programs that switch at a flip, and no migration. */
export const programsPlan: Plan = {
  ...emptyPlan,
  batches: [
    {
      strategy: 'flip',
      why: 'stored programs switch at the flip: 1 replaced, 1 dropped',
      migrations: [],
      programs: [
        {
          kind: 'procedure',
          name: 'register_lb',
          where: 'procedures/register_lb.sql:3',
          before: register('CREATE PROCEDURE `register_lb`()\nSELECT 1'),
          after: register('CREATE PROCEDURE `register_lb`()\nSELECT 2'),
          sql: ['CREATE OR REPLACE PROCEDURE `register_lb`()\nSELECT 2'],
          grants: { a: [], b: [] },
        },
        {
          kind: 'view',
          name: 'open_orders',
          before: { ...register('CREATE VIEW `open_orders` AS select 1'), kind: 'view', name: 'open_orders' },
          after: null,
          sql: ['DROP VIEW `open_orders`'],
          grants: { a: [], b: [] },
        },
      ],
      conversions: [],
      tables: [],
      structureBefore: 'x',
      structureAfter: 'x',
    },
  ],
};
