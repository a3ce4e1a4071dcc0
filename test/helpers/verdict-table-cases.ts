/** What becomes of keys, constraints, partitions, engines, and of tables without a key. */
import { add, alter, drop, plainTable, plainWrites, type Rest, type VerdictCase } from './verdict-case.js';

const keyless = {
  create: plainTable.map(sql => sql.replace(' PRIMARY KEY', ' NOT NULL')),
  writes: plainWrites.filter(sql => !/REPLACE|DUPLICATE/.test(sql)),
};
const withoutKey = (known: VerdictCase): VerdictCase => ({
  ...known,
  ...keyless,
  title: `without a key: ${known.title}`,
  back: known.back?.filter(sql => !/REPLACE|DUPLICATE/.test(sql)) ?? null,
});

const twoKeys: Rest = {
  create: ['CREATE TABLE t (id INT PRIMARY KEY, b INT NOT NULL)', 'INSERT INTO t VALUES (1, 1), (2, 2)'],
  writes: [
    'INSERT INTO t VALUES (3, 3), (4, 4)',
    'UPDATE t SET b = 9 WHERE id = 1',
    'UPDATE t SET id = 5 WHERE id = 3',
    'DELETE FROM t WHERE id = 2',
  ],
};
const uniqueOnly: Rest = {
  create: [
    'CREATE TABLE t (id INT NOT NULL, a INT, b INT, s VARCHAR(20), UNIQUE u (id))',
    "INSERT INTO t VALUES (1, 1, 10, 'a'), (2, 2, 20, 'b'), (3, NULL, 30, 'c')",
  ],
};

const keyCases: readonly VerdictCase[] = [
  alter('ADD INDEX (a), ADD INDEX (b, s)'),
  { ...alter('CREATE INDEX'), ddl: ['CREATE INDEX i ON t (a)', 'DROP INDEX i ON t'] },
  alter('DROP INDEX i', { create: plainTable.map(sql => sql.replace('(20)', '(20), KEY i (s)')) }),
  alter('RENAME INDEX i TO j', { create: plainTable.map(sql => sql.replace('(20)', '(20), KEY i (s)')) }),
  alter('ADD FULLTEXT (s)'),
  alter('ADD UNIQUE (s)'),
  alter('DROP INDEX u', { create: plainTable.map(sql => sql.replace('(20)', '(20), UNIQUE u (s)')) }),
  alter('DROP INDEX u', { title: 'DROP INDEX u, the only key', ...uniqueOnly, writes: keyless.writes }),
  alter('ADD PRIMARY KEY (id)', { title: 'ADD PRIMARY KEY beside a unique one', ...uniqueOnly }),
  alter('ADD PRIMARY KEY (id)', { ...keyless, title: 'ADD PRIMARY KEY to a table without one' }),
  alter('ADD UNIQUE (id)', { ...keyless, title: 'ADD UNIQUE to a table without a key' }),
  alter('DROP PRIMARY KEY', { back: keyless.writes }),
  alter('DROP PRIMARY KEY', {
    title: 'DROP PRIMARY KEY, and a duplicate is written',
    back: ['INSERT INTO t (id, a) VALUES (1, 5)'],
  }),
  alter('ADD INDEX (s(5))'),
  alter('ADD INDEX (b DESC)'),
  alter('ADD UNIQUE (a, b)', {
    back: ['INSERT INTO t (id, a, b) VALUES (11, 6, 60)', 'UPDATE t SET a = 8 WHERE id = 1'],
  }),
  alter('DROP INDEX i, ADD INDEX j (a)', {
    create: plainTable.map(sql => sql.replace('(20)', '(20), KEY i (s)')),
  }),
  alter('DROP PRIMARY KEY, ADD PRIMARY KEY (id, b)', twoKeys),
  alter('DROP PRIMARY KEY, ADD PRIMARY KEY (b, id)', twoKeys),
  alter('DROP PRIMARY KEY, ADD PRIMARY KEY (b)', twoKeys),
  alter('DROP PRIMARY KEY, ADD PRIMARY KEY (b), ADD UNIQUE (id)', twoKeys),
];

const keylessCases: readonly VerdictCase[] = [
  ...[
    add('INT NOT NULL DEFAULT 5'),
    add('INT AS (a + 1) STORED'),
    add('INT AS (a + 1) VIRTUAL'),
    drop('DROP s', ['a', 'b']),
    alter('MODIFY a BIGINT'),
    alter('MODIFY s VARCHAR(60)'),
    alter('MODIFY s CHAR(20)'),
    alter('ADD INDEX (a)'),
    alter('RENAME COLUMN a TO z', { back: plainWrites.map(sql => sql.replace(/\ba\b/, 'z')) }),
    alter('ENGINE=InnoDB'),
    add('INT AUTO_INCREMENT PRIMARY KEY', { back: plainWrites }),
  ].map(withoutKey),
];

const generated = (kind: string): Rest => ({
  create: [
    `CREATE TABLE t (id INT PRIMARY KEY, a INT, c INT AS (a + 1) ${kind}, s VARCHAR(20))`,
    "INSERT INTO t (id, a, s) VALUES (1, 1, 'a'), (2, 2, 'b')",
  ],
  writes: [
    "INSERT INTO t (id, a, s) VALUES (3, 3, 'c')",
    'UPDATE t SET a = 7 WHERE id = 1',
    "UPDATE t SET s = 'z' WHERE id = 3",
    'DELETE FROM t WHERE id = 2',
  ],
});
const lastGenerated = (kind: string): Rest => ({
  create: [
    `CREATE TABLE t (id INT PRIMARY KEY, a INT, s VARCHAR(20), c INT AS (a + 1) ${kind})`,
    "INSERT INTO t (id, a, s) VALUES (1, 1, 'a'), (2, 2, 'b')",
  ],
  ...{ writes: generated(kind).writes ?? [] },
});

const generatedCases: readonly VerdictCase[] = [
  alter('MODIFY c INT AS (a + 2) STORED', generated('STORED')),
  alter('MODIFY a BIGINT', { ...generated('VIRTUAL'), title: 'MODIFY a BIGINT beside a virtual column' }),
  alter('ADD d INT DEFAULT 6', { ...generated('STORED'), title: 'ADD d to a table with a stored column' }),
  alter('ADD d INT DEFAULT 6', { ...generated('VIRTUAL'), title: 'ADD d to a table with a virtual column' }),
  alter('DROP c', { ...lastGenerated('STORED'), title: 'DROP c, a stored one at the end' }),
  alter('DROP c', { ...lastGenerated('VIRTUAL'), title: 'DROP c, a virtual one at the end' }),
  alter('ADD INDEX (c)', { ...lastGenerated('VIRTUAL'), title: 'ADD INDEX over a virtual column' }),
  alter('MODIFY id INT AUTO_INCREMENT'),
];

const partitioned = {
  create: [
    'CREATE TABLE t (id INT PRIMARY KEY, a INT) PARTITION BY RANGE (id) (PARTITION p0 VALUES LESS THAN (10), PARTITION p1 VALUES LESS THAN MAXVALUE)',
    'INSERT INTO t VALUES (1, 1), (11, 1)',
  ],
  writes: ['INSERT INTO t VALUES (5, 5)', 'UPDATE t SET a = 3 WHERE id = 11', 'DELETE FROM t WHERE id = 11'],
};
const split =
  'REORGANIZE PARTITION p1 INTO (PARTITION p1 VALUES LESS THAN (20), PARTITION p2 VALUES LESS THAN MAXVALUE)';

const storageCases: readonly VerdictCase[] = [
  alter('PARTITION BY HASH (id) PARTITIONS 3'),
  alter(
    'PARTITION BY RANGE (id) (PARTITION p0 VALUES LESS THAN (10), PARTITION p1 VALUES LESS THAN MAXVALUE)',
  ),
  alter('REMOVE PARTITIONING', partitioned),
  alter(split, { ...partitioned, title: 'REORGANIZE PARTITION' }),
  alter('DROP PARTITION p0', partitioned),
  alter('TRUNCATE PARTITION p1', partitioned),
  alter('ENGINE=InnoDB'),
  alter('ENGINE=InnoDB', {
    title: 'MyISAM to InnoDB',
    create: plainTable.map(sql => sql.replace('CHARSET', 'ENGINE=MyISAM CHARSET')),
    // Into MyISAM it is chance: another worker of the applier sees a new row late, and stops then (1032, MariaDB).
    back: null,
  }),
  alter('ROW_FORMAT=COMPRESSED'),
  alter('ROW_FORMAT=DYNAMIC'),
  alter('FORCE'),
  alter('ROW_FORMAT=COMPACT'),
  alter('STATS_PERSISTENT=1'),
  alter('PARTITION BY KEY (id) PARTITIONS 2'),
  alter('DEFAULT CHARSET utf8mb3'),
  alter('MODIFY a BIGINT, MODIFY s VARCHAR(40), ADD INDEX (a)'),
  alter("MODIFY s VARCHAR(20) COMMENT 'x', ADD INDEX (s)"),
  alter("COMMENT='x', DEFAULT CHARSET latin1, AUTO_INCREMENT=50"),
  alter('CONVERT TO CHARACTER SET utf8mb4', {
    create: plainTable.map(sql => sql.replace('utf8mb4', 'utf8mb3')),
  }),
  alter('CONVERT TO CHARACTER SET utf8mb4 COLLATE utf8mb4_bin'),
  alter('ADD SYSTEM VERSIONING', { only: 'mariadb', undo: ['ALTER TABLE t DROP SYSTEM VERSIONING'] }),
];

const overText: Rest = {
  only: 'mariadb',
  create: ['CREATE TABLE t (id INT PRIMARY KEY, a INT, b INT, s TEXT, UNIQUE u (s))'],
};
const longKeyCases: readonly VerdictCase[] = [
  alter('ADD UNIQUE (s)', {
    only: 'mariadb',
    title: 'ADD UNIQUE over a TEXT',
    create: ['CREATE TABLE t (id INT PRIMARY KEY, a INT, b INT, s TEXT)'],
  }),
  add('INT', { ...overText, title: 'ADD c to a table with UNIQUE over a TEXT', back: plainWrites }),
  alter('MODIFY a BIGINT', { ...overText, title: 'MODIFY a BIGINT in a table with UNIQUE over a TEXT' }),
];

const defaultCases: readonly VerdictCase[] = [
  alter('ALTER a SET DEFAULT 5, MODIFY s VARCHAR(20) DEFAULT (LEFT(UUID(), 9))'),
  alter('ALTER a SET DEFAULT 5'),
  alter('ALTER a SET DEFAULT NULL'),
  alter("ALTER s SET DEFAULT 'k'", {
    create: plainTable.map(sql => sql.replace('(20)', "(20) DEFAULT 'j'")),
  }),
];

export const tableCases: readonly VerdictCase[] = [
  ...keyCases,
  ...keylessCases,
  ...generatedCases,
  ...storageCases,
  ...longKeyCases,
  ...defaultCases,
];
