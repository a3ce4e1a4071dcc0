/** What becomes of keys, constraints, partitions, engines, and of tables without a key. */
import {
  alter,
  applies,
  converts,
  type KnownCase,
  plainTable,
  plainWrites,
  refused,
  stops,
  wrong,
  wrongButStops,
} from './verdict-case.js';

const withoutKey = {
  create: plainTable.map(sql => sql.replace(' PRIMARY KEY', ' NOT NULL')),
  writes: plainWrites.filter(sql => !/REPLACE|DUPLICATE/.test(sql)),
};

const generated = (kind: string) => ({
  create: [
    `CREATE TABLE t (id INT PRIMARY KEY, a INT, c INT AS (a + 1) ${kind}, s VARCHAR(20))`,
    "INSERT INTO t (id, a, s) VALUES (1, 1, 'a')",
  ],
  writes: ["INSERT INTO t (id, a, s) VALUES (2, 2, 'b')", 'UPDATE t SET a = 7 WHERE id = 1'],
});
const partitioned = {
  create: [
    'CREATE TABLE t (id INT PRIMARY KEY, a INT) PARTITION BY RANGE (id) (PARTITION p0 VALUES LESS THAN (10), PARTITION p1 VALUES LESS THAN MAXVALUE)',
    'INSERT INTO t VALUES (1, 1), (11, 1)',
  ],
  writes: ['INSERT INTO t VALUES (5, 5)', 'UPDATE t SET a = 3 WHERE id = 11'],
};
const parents = (clause: string) => ({
  create: [
    'CREATE TABLE p (id INT PRIMARY KEY)',
    `CREATE TABLE t (id INT PRIMARY KEY, a INT, KEY (a)${clause})`,
    'INSERT INTO p VALUES (1), (2), (3)',
    'INSERT INTO t VALUES (1, 1), (2, 2)',
  ],
  writes: ['INSERT INTO t VALUES (3, 3)', 'UPDATE t SET a = NULL WHERE id = 2'],
});
const cascade = 'CONSTRAINT f FOREIGN KEY (a) REFERENCES p (id) ON DELETE CASCADE';

export const tableCases: readonly KnownCase[] = [
  alter('ADD INDEX (a), ADD INDEX (b, s)', applies),
  alter('ADD FULLTEXT (s)', applies),
  alter('ADD UNIQUE (s)', applies),
  alter('ADD PRIMARY KEY (id)', applies, { ...withoutKey, title: 'ADD PRIMARY KEY to a table without one' }),
  alter('DROP PRIMARY KEY', applies),
  alter('DROP PRIMARY KEY, ADD PRIMARY KEY (id, b)', applies, {
    create: ['CREATE TABLE t (id INT PRIMARY KEY, b INT NOT NULL)', 'INSERT INTO t VALUES (1, 1), (2, 2)'],
    writes: ['INSERT INTO t VALUES (3, 3)', 'UPDATE t SET b = 9 WHERE id = 1', 'DELETE FROM t WHERE id = 2'],
  }),
  alter('ADD c INT NOT NULL DEFAULT 5', applies, { ...withoutKey, title: 'without a key: ADD c' }),
  alter('DROP s', applies, { ...withoutKey, title: 'without a key: DROP s' }),
  alter('MODIFY a BIGINT', converts, { ...withoutKey, title: 'without a key: MODIFY a BIGINT' }),
  alter('MODIFY s VARCHAR(60)', converts, { ...withoutKey, title: 'without a key: MODIFY s VARCHAR(60)' }),
  alter('MODIFY s CHAR(20)', converts, { ...withoutKey, title: 'without a key: MODIFY s CHAR(20)' }),
  alter('ADD c INT AS (a + 1) STORED', applies, { ...withoutKey, title: 'without a key: ADD c STORED' }),
  alter(
    'ADD c INT AS (a + 1) VIRTUAL',
    { ...stops, later: applies, mysql: applies },
    { ...withoutKey, title: 'without a key: ADD c VIRTUAL' },
  ),
  alter(
    'ADD c INT AUTO_INCREMENT PRIMARY KEY',
    { ...wrongButStops, later: wrong, mysql: wrong },
    {
      ...withoutKey,
      title: 'without a key: ADD c AUTO_INCREMENT PRIMARY KEY',
    },
  ),
  alter('MODIFY id INT AUTO_INCREMENT', refused),
  alter('MODIFY c INT AS (a + 2) STORED', { ...wrong, later: refused, mysql: refused }, generated('STORED')),
  alter('MODIFY a BIGINT', converts, {
    ...generated('VIRTUAL'),
    title: 'MODIFY a BIGINT beside a virtual column',
  }),
  alter('ADD d INT DEFAULT 6', applies, {
    ...generated('STORED'),
    title: 'ADD d to a table with a stored column',
  }),
  alter(
    'ADD UNIQUE (s)',
    { ...refused, mysql: null },
    {
      title: 'ADD UNIQUE over a TEXT',
      create: ['CREATE TABLE t (id INT PRIMARY KEY, a INT, b INT, s TEXT)'],
    },
  ),
  alter(
    'ADD c INT',
    { ...wrongButStops, mysql: null },
    {
      title: 'ADD c to a table with UNIQUE over a TEXT',
      create: ['CREATE TABLE t (id INT PRIMARY KEY, a INT, b INT, s TEXT, UNIQUE (s))'],
    },
  ),
  alter(
    'MODIFY a BIGINT',
    { ...converts, mysql: null },
    {
      title: 'MODIFY a BIGINT in a table with UNIQUE over a TEXT',
      create: ['CREATE TABLE t (id INT PRIMARY KEY, a INT, b INT, s TEXT, UNIQUE (s))'],
    },
  ),
  alter('PARTITION BY HASH (id) PARTITIONS 3', applies),
  alter('REMOVE PARTITIONING', applies, partitioned),
  alter('DROP PARTITION p0', wrong, partitioned),
  alter('ENGINE=InnoDB', applies),
  alter('ENGINE=InnoDB', applies, {
    title: 'MyISAM to InnoDB',
    create: plainTable.map(sql => sql.replace('CHARSET', 'ENGINE=MyISAM CHARSET')),
  }),
  alter('ROW_FORMAT=COMPRESSED', applies),
  alter("COMMENT='x', DEFAULT CHARSET latin1, AUTO_INCREMENT=50", applies),
  alter('CONVERT TO CHARACTER SET utf8mb4', converts, {
    create: plainTable.map(sql => sql.replace('utf8mb4', 'utf8mb3')),
  }),
  alter('ALTER a SET DEFAULT 5, MODIFY s VARCHAR(20) DEFAULT (UUID())', applies),
  alter('ADD CHECK (b < 1000)', { verdict: 'depends-on-data', really: 'equal' }),
  alter('ADD CONSTRAINT k CHECK (b < 60)', {
    verdict: 'depends-on-data',
    really: 'second leg fails',
    mysql: { verdict: 'depends-on-data', really: 'stopped' },
  }),
  alter('ADD SYSTEM VERSIONING', { ...refused, mysql: null }),
  alter(
    'ADD FOREIGN KEY (a) REFERENCES p (id)',
    { verdict: 'depends-on-data', really: 'equal' },
    parents(''),
  ),
  alter(
    'ADD FOREIGN KEY (a) REFERENCES p (id)',
    { verdict: 'depends-on-data', really: 'stopped' },
    {
      ...parents(''),
      title: 'ADD FOREIGN KEY, and an orphan arrives',
      writes: ['INSERT INTO t VALUES (9, 999)'],
    },
  ),
  alter(
    `ADD ${cascade}`,
    { verdict: 'silently-wrong', really: 'second leg fails' },
    {
      ...parents(''),
      writes: ['DELETE FROM p WHERE id = 1'],
    },
  ),
  alter(
    'DROP FOREIGN KEY f',
    { ...wrong, mysql: applies },
    { ...parents(`, ${cascade}`), writes: ['DELETE FROM p WHERE id = 1'] },
  ),
  { ...alter('CREATE INDEX', applies), ddl: ['CREATE INDEX i ON t (a)', 'DROP INDEX i ON t'] },
  {
    ...alter('a view beside an ALTER', converts),
    ddl: ['ALTER TABLE t MODIFY a BIGINT', 'CREATE OR REPLACE VIEW v AS SELECT a FROM t', 'DROP VIEW v'],
  },
];
