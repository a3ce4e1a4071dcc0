/** What each rewriter proposes, in the words of author and server; whether it is right only a workspace can say. */
import test from 'ava';
import { proposeRewrites } from '../../../src/plan/rewrites/propose-rewrites.js';
import type { Column, Structure, Table } from '../../../src/plan/structure.js';
import { printedTable } from '../../helpers/printed-table.js';
import { column, notNull } from '../../helpers/structures.js';

const of = (...tables: readonly Table[]): Structure => ({
  tables: Object.fromEntries(tables.map(one => [one.name, one])),
  others: {},
});

const id = ['`id` int NOT NULL', column('id', 'int', notNull)] as const;
const n = ['`n` int DEFAULT NULL', column('n', 'int')] as const;
const s = [
  "`s` varchar(9) CHARACTER SET latin1 NOT NULL COMMENT 'a, b'",
  column('s', 'varchar(9)', notNull),
] as const;
const wide = ["`s` varchar(9) NOT NULL COMMENT 'a, b'", column('s', 'varchar(9)', notNull)] as const;

type Printed = readonly [text: string, column: Column];

type Change = { readonly sql: string; readonly before: Table; readonly after: Table };

const proposals = ({ sql, before, after }: Change) =>
  proposeRewrites({ sql, tables: ['t'], before: of(before), after: of(after) });

const t = (...columns: readonly Printed[]) => printedTable('t', { columns });

/** The first proposal whose title is like this. */
const proposes = test.macro<[change: Change, title: RegExp, parts: readonly (readonly string[])[]]>(
  (assert, change, title, parts) => {
    const found = proposals(change).find(one => title.test(one.title));
    assert.deepEqual(found?.parts, parts);
  },
);

test(
  'clauses go one by one, columns before keys, in the words of the author and without their hints',
  proposes,
  {
    sql: "ALTER TABLE t ADD KEY k (n), ADD x INT COMMENT 'a, (b' AFTER id, ALGORITHM=COPY, DROP KEY o;",
    before: t(id, n),
    after: t(id, n),
  },
  /^split/,
  [
    ['ALTER TABLE t DROP KEY o'],
    ["ALTER TABLE t ADD x INT COMMENT 'a, (b' AFTER id"],
    ['ALTER TABLE t ADD KEY k (n)'],
  ],
);

test(
  'a primary key is changed in one go',
  proposes,
  {
    sql: 'ALTER TABLE t DROP PRIMARY KEY, ADD PRIMARY KEY (id, n), ADD y INT',
    before: t(id, n),
    after: t(id, n),
  },
  /^split/,
  [['ALTER TABLE t DROP PRIMARY KEY, ADD PRIMARY KEY (id, n)'], ['ALTER TABLE t ADD y INT']],
);

test('what has one clause, partitions, or is no ALTER TABLE is not split', assert => {
  for (const sql of [
    'ALTER TABLE t ADD x INT',
    'ALTER TABLE t PARTITION BY HASH (id), LOCK=NONE',
    'CREATE INDEX i ON t (n)',
  ])
    assert.deepEqual(proposals({ sql, before: t(id, n), after: t(id, n) }), [], sql);
});

test(
  'columns come at the end without FIRST and AFTER, whatever a comment says',
  proposes,
  {
    sql: "ALTER TABLE t ADD n INT COMMENT 'AFTER id' AFTER id, ADD s VARCHAR(9) FIRST",
    before: t(id),
    after: t(id, n),
  },
  /^columns at the end/,
  [["ALTER TABLE t ADD n INT COMMENT 'AFTER id', ADD s VARCHAR(9)"]],
);

test('a statement that only moves columns has nothing left to say', assert => {
  const change = { sql: 'ALTER TABLE t MODIFY n INT FIRST', before: t(id, n), after: t(n, id) };
  assert.deepEqual(proposals(change), []);
});

const stamped = column('d', 'datetime', {
  ...notNull,
  default: { kind: 'expression', text: 'current_timestamp()' },
});
const d = ["`d` datetime NOT NULL DEFAULT current_timestamp() COMMENT 'x'", stamped] as const;

test(
  'an expression becomes the default after the column has come with a literal, and rows are filled then',
  proposes,
  { sql: 'ALTER TABLE t ADD d DATETIME …', before: t(id), after: t(id, d) },
  /^d with a literal default first/,
  [
    ["ALTER TABLE `t` ADD COLUMN `d` datetime NOT NULL DEFAULT '1970-01-02 00:00:00' COMMENT 'x'"],
    ["ALTER TABLE `t` MODIFY COLUMN `d` datetime NOT NULL DEFAULT current_timestamp() COMMENT 'x'"],
    ["UPDATE `t` SET `d` = current_timestamp() WHERE `d` = '1970-01-02 00:00:00'"],
  ],
);

const strict = [
  '`n` int NOT NULL DEFAULT 7',
  column('n', 'int', { nullable: false, default: { kind: 'literal', value: '7' } }),
] as const;

test(
  'rows are filled before a column refuses NULL',
  proposes,
  { sql: 'ALTER TABLE t MODIFY n INT NOT NULL DEFAULT 7', before: t(id, n), after: t(id, strict) },
  /^fill n first/,
  [
    ["UPDATE `t` SET `n` = '7' WHERE `n` IS NULL"],
    ['ALTER TABLE `t` MODIFY COLUMN `n` int NOT NULL DEFAULT 7'],
  ],
);

test(
  'a column is exchanged for one that says what the server prints, is filled, and takes the name over',
  proposes,
  { sql: 'ALTER TABLE t CONVERT …', before: t(id, s), after: t(id, wide) },
  /^a new column for s/,
  [
    ["ALTER TABLE `t` ADD COLUMN `s_new` varchar(9) NOT NULL DEFAULT '' COMMENT 'a, b'"],
    ['UPDATE `t` SET `s_new` = `s`'],
    [
      "ALTER TABLE `t` ALTER COLUMN `s` SET DEFAULT ''",
      'ALTER TABLE `t` RENAME COLUMN `s` TO `s_old`, RENAME COLUMN `s_new` TO `s`',
      'ALTER TABLE `t` ALTER COLUMN `s` DROP DEFAULT',
    ],
    ['ALTER TABLE `t` DROP COLUMN `s_old`'],
  ],
);

test('an exchange says that the application must write both columns, and keeps its parts apart', assert => {
  const [exchange] = proposals({ sql: 'ALTER TABLE t CONVERT …', before: t(id, s), after: t(id, wide) });
  assert.regex(exchange?.note ?? '', /must write s and s_new/);
  assert.regex(
    exchange?.note ?? '',
    /the last part loses s_old, so it waits for a drop-column in lint.accept/,
  );
  assert.true(exchange?.apart);
});

test('a column that a key, a check or a generated column hangs on is not exchanged', assert => {
  const held = (...columns: readonly Printed[]) => printedTable('t', { columns, rest: ['KEY `k` (`s`)'] });
  assert.deepEqual(
    proposals({ sql: 'ALTER TABLE t CONVERT …', before: held(id, s), after: held(id, wide) }),
    [],
  );
});

const link = 'CONSTRAINT `f` FOREIGN KEY (`n`) REFERENCES `p` (`id`) ON DELETE CASCADE';

test(
  'the key over its columns comes before a foreign key that does not read rows',
  proposes,
  {
    sql: 'ALTER TABLE t ADD FOREIGN KEY …',
    before: t(id, n),
    after: printedTable('t', { columns: [id, n], rest: ['KEY `f` (`n`)', link] }),
  },
  /^the foreign key directly/,
  [
    ['ALTER TABLE `t` ADD KEY `f` (`n`)'],
    ['SET SESSION foreign_key_checks = 0', `ALTER TABLE \`t\` ADD ${link}`],
  ],
);

const computed = (text: string) =>
  [
    `\`g\` int GENERATED ALWAYS AS (${text}) STORED`,
    column('g', 'int', { generated: 'stored', expression: text }),
  ] as const;

test(
  'a column that is computed otherwise goes and comes anew, where it stood if it can',
  proposes,
  {
    sql: 'ALTER TABLE t MODIFY g …',
    before: t(id, computed('`id` + 1'), n),
    after: t(id, computed('`id` + 2'), n),
  },
  /^drop g/,
  [
    ['ALTER TABLE `t` DROP COLUMN `g`'],
    ['ALTER TABLE `t` ADD COLUMN `g` int GENERATED ALWAYS AS (`id` + 2) STORED AFTER `id`'],
  ],
);
