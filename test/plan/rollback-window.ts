/** What counts as lossless: little, and each known false one by name. */
import test from 'ava';
import { judgeBatch } from '../../src/plan/judge-batch.js';
import { rollbackOf } from '../../src/plan/rollback/rollback-window.js';
import type { Column, ForeignKey, Key, Structure, Table } from '../../src/plan/structure.js';
import { column, mariadbApplier, mysqlApplier, table } from '../helpers/structures.js';

type Parts = {
  readonly columns: readonly Column[];
  readonly keys?: readonly Key[];
  readonly rest?: readonly string[];
  readonly options?: string;
  readonly extra?: Partial<Table>;
};

const id = column('id', 'int', { nullable: false, default: { kind: 'none' } });
const n = column('n', 'int');
const m = column('m', 'int');
const primary: Key = { name: 'PRIMARY', unique: true, type: 'BTREE', columns: ['id'] };
const unique = (name: string, ...columns: readonly string[]): Key => ({
  ...{ name, unique: true, type: 'BTREE', columns },
});

function textOf({ name, unique: isUnique, columns }: Key): string {
  const list = columns.map(one => `\`${one}\``).join(',');
  if (name === 'PRIMARY') return `PRIMARY KEY (${list})`;
  return `${isUnique ? 'UNIQUE ' : ''}KEY \`${name}\` (${list})`;
}

/** With the text that a server would print. */
function made({ columns, keys = [primary], rest = [], options = '', extra = {} }: Parts): Table {
  const definition = ({ name, columnType, nullable }: Column): string =>
    `\`${name}\` ${columnType}${nullable ? ' DEFAULT NULL' : ' NOT NULL'}`;
  const lines = [...columns.map(definition), ...keys.map(textOf), ...rest];
  const create = `CREATE TABLE \`t\` (\n  ${lines.join(',\n  ')}\n) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4${options}`;
  return table('t', columns, { keys, ...extra, create });
}

const structure = (now: Table, others: Structure['others'] = {}): Structure => ({
  tables: { [now.name]: now },
  others,
});

function windowOf(before: Structure, sql: string, after: Structure, applier = mariadbApplier) {
  const batch = { before, statements: [{ sql, after }], applier };
  return rollbackOf(batch, judgeBatch(batch));
}

const plain = made({ columns: [id, n, m] });

const isLossless = test.macro<[Parts, string, Parts, (readonly string[])?]>(
  (t, old, sql, now, copies = []) => {
    for (const applier of [mariadbApplier, mysqlApplier])
      t.deepEqual(windowOf(structure(made(old)), sql, structure(made(now)), applier), {
        lossless: true,
        copies,
      });
  },
);

const isLossy = test.macro<[Parts, string, Parts, RegExp]>((t, old, sql, now, why) => {
  const window = windowOf(structure(made(old)), sql, structure(made(now)));
  t.false(window.lossless);
  if (window.lossless) return;
  t.true(window.tables.length > 0);
  t.regex(window.tables.map(one => `${one.table}: ${one.why}`).join('; '), why);
});

const columns = [id, n, m];
const parts = 'PARTITION BY RANGE (id) (PARTITION p VALUES LESS THAN (9))';
const key: Key = { name: 'n', unique: false, type: 'BTREE', columns: ['n'] };

test('an index added', isLossless, { columns }, 'ALTER TABLE t ADD KEY n (n)', {
  columns,
  keys: [primary, key],
});
test('an index dropped', isLossless, { columns, keys: [primary, key] }, 'ALTER TABLE t DROP KEY n', {
  columns,
});
test('a unique key added', isLossless, { columns }, 'ALTER TABLE t ADD UNIQUE KEY n (n)', {
  columns,
  keys: [primary, unique('n', 'n')],
});
test(
  'a unique key that gets another name',
  isLossless,
  { columns, keys: [primary, unique('n', 'n')] },
  'ALTER TABLE t RENAME KEY n TO k',
  { columns, keys: [primary, unique('k', 'n')] },
);
test('a rebuild', isLossless, { columns }, 'ALTER TABLE t ENGINE=InnoDB', { columns });
test(
  'a column dropped at the end comes back by a copy',
  isLossless,
  { columns },
  'ALTER TABLE t DROP COLUMN m',
  { columns: [id, n] },
  ['t'],
);

test(
  'a column added is not on the old side, which would lose its values',
  isLossy,
  { columns },
  'ALTER TABLE t ADD COLUMN k INT',
  { columns: [...columns, column('k', 'int')] },
  /^t: the old side does not have column k/u,
);
test(
  'a wider type is a narrower one on the way back',
  isLossy,
  { columns },
  'ALTER TABLE t MODIFY n BIGINT',
  { columns: [id, column('n', 'bigint'), m] },
  /^t: column n is another one on the old side/u,
);
test(
  'a new default',
  isLossy,
  { columns },
  'ALTER TABLE t ALTER n SET DEFAULT 5',
  { columns: [id, { ...n, default: { kind: 'literal', value: '5' } }, m], options: " COMMENT='5'" },
  /column n is another one/u,
);
test(
  'a NULL that the old side does not take',
  isLossy,
  { columns: [id, { ...n, nullable: false }, m] },
  'ALTER TABLE t MODIFY n INT NULL',
  { columns },
  /column n is another one/u,
);
test(
  'a unique key dropped stops the old side',
  isLossy,
  { columns, keys: [primary, unique('n', 'n')] },
  'ALTER TABLE t DROP KEY n',
  { columns },
  /^t: only the old side has n, and stops/u,
);
test(
  'a unique key of a kept and a dropped column is another one without it',
  isLossy,
  { columns, keys: [primary, unique('nm', 'n', 'm')] },
  'ALTER TABLE t DROP COLUMN m, DROP KEY nm, ADD KEY n (n)',
  { columns: [id, n], keys: [primary, key] },
  /^t: only the old side has nm/u,
);
test(
  'partitions that are removed leave rows without a place on the old side',
  isLossy,
  { columns, options: `\n ${parts}`, extra: { partitioning: parts } },
  'ALTER TABLE t REMOVE PARTITIONING',
  { columns },
  /its partitions change/u,
);
test(
  'another row format takes other rows',
  isLossy,
  { columns, options: ' ROW_FORMAT=COMPACT' },
  'ALTER TABLE t ROW_FORMAT=DYNAMIC',
  { columns },
  /its options change/u,
);
test(
  'a check dropped stops the old side, or lets a row in that it forbids',
  isLossy,
  { columns, rest: ['CONSTRAINT `positive` CHECK (`n` > 0)'], extra: { checks: { positive: '`n` > 0' } } },
  'ALTER TABLE t DROP CONSTRAINT positive',
  { columns },
  /only the old side has the check positive/u,
);

const link: ForeignKey = {
  ...{ name: 'l', columns: ['n'], referencedTable: 'p', referencedColumns: ['id'] },
  ...{ onDelete: 'RESTRICT', onUpdate: 'RESTRICT' },
};
test(
  'foreign keys that change',
  isLossy,
  {
    columns,
    rest: ['CONSTRAINT `l` FOREIGN KEY (`n`) REFERENCES `p` (`id`)'],
    extra: { foreignKeys: [link] },
  },
  'ALTER TABLE t DROP FOREIGN KEY l',
  { columns },
  /its foreign keys change/u,
);

test('what cannot be read counts as a loss', t => {
  const window = windowOf(
    structure(plain),
    'ALTER TABLE t ADD KEY n (n)',
    structure({ ...plain, keys: [primary, key], create: 'CREATE something' }),
  );
  t.deepEqual(window, { lossless: false, tables: [{ table: 't', why: 'its CREATE TABLE cannot be read' }] });
});

test('a table with triggers whose columns change, and a trigger that changes', t => {
  const others = { 'trigger:w': 'CREATE TRIGGER `w` BEFORE INSERT ON `t` FOR EACH ROW SET NEW.m = 1' };
  const now = made({ columns: [id, n] });
  const dropped = windowOf(structure(plain, others), 'ALTER TABLE t DROP COLUMN m', structure(now, others));
  t.false(dropped.lossless);
  t.false(windowOf(structure(plain, others), 'DROP TRIGGER w', structure(plain)).lossless);
});

test('a table that only the new structure has would stop the old side', t => {
  const made2 = { ...plain, name: 'u', create: plain.create.replace('`t`', '`u`') };
  const window = windowOf(structure(plain), 'CREATE TABLE u (id INT)', {
    tables: { t: plain, u: made2 },
    others: {},
  });
  t.deepEqual(window, {
    lossless: false,
    tables: [{ table: 'u', why: 'the old side does not have it, and would stop at its first row' }],
  });
});
