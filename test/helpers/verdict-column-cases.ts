/** What becomes of columns that come, go and move. */
import {
  alter,
  applies,
  converts,
  type Expected,
  type KnownCase,
  refused,
  stops,
  wrong,
} from './verdict-case.js';

const numbers = {
  create: [
    'CREATE TABLE t (id INT PRIMARY KEY, a INT, b INT)',
    'INSERT INTO t VALUES (1, 1, 10), (2, 2, 20)',
  ],
  writes: [
    'INSERT INTO t VALUES (11, 5, 50)',
    'UPDATE t SET a = 7 WHERE id = 1',
    'DELETE FROM t WHERE id = 2',
  ],
};

/** An applier that evaluates the expression does so at a time of its own, which is the same here alone. */
const notApplied: Expected = { ...wrong, later: refused, mysql: refused };

/** Columns that both sides come to fill alike, the applier on the one and the ALTER TABLE on the other. */
export const addedColumns: readonly string[] = [
  'INT',
  'TEXT',
  'JSON',
  'POINT',
  'TIMESTAMP NULL',
  'INT DEFAULT 7',
  "VARCHAR(10) NOT NULL DEFAULT 'x'",
  "DATE DEFAULT '2020-01-01'",
  "DATETIME(3) DEFAULT '2020-01-01 00:00:00.5'",
  'DECIMAL(5,2) NOT NULL DEFAULT 1.5',
  "ENUM('q','r') NOT NULL DEFAULT 'r'",
  "SET('q','r') DEFAULT 'q,r'",
  "BIT(4) NOT NULL DEFAULT b'101'",
  "VARBINARY(5) DEFAULT 'ab'",
  "VARCHAR(10) CHARACTER SET latin1 DEFAULT 'é'",
  'INT INVISIBLE NOT NULL DEFAULT 3',
  'INT NOT NULL',
  'VARCHAR(10) NOT NULL',
  'TEXT NOT NULL',
  'BLOB NOT NULL',
  'DATE NOT NULL',
  'DATETIME(3) NOT NULL',
  'TIMESTAMP NOT NULL',
  'TIME NOT NULL',
  'YEAR NOT NULL',
  'DECIMAL(5,2) NOT NULL',
  'DOUBLE NOT NULL',
  'BIT(3) NOT NULL',
  "ENUM('q','r') NOT NULL",
  "SET('q','r') NOT NULL",
  'BINARY(4) NOT NULL',
  'INT AS (a + b) STORED',
  'INT AS (a + 1) VIRTUAL, ADD INDEX (c)',
  "VARCHAR(40) AS (CONCAT(s, '!')) STORED",
  'INT, ADD d INT NOT NULL DEFAULT 1, ADD UNIQUE (c)',
];

export const columnCases: readonly KnownCase[] = [
  ...addedColumns.map(definition => alter(`ADD c ${definition}`, applies)),
  alter("ADD c TEXT DEFAULT 'x'", { ...wrong, later: applies, mysql: null }),
  alter("ADD c BLOB DEFAULT 'x'", { ...wrong, later: applies, mysql: null }),
  alter('ADD c TIMESTAMP NOT NULL DEFAULT CURRENT_TIMESTAMP', notApplied),
  alter('ADD c DATETIME DEFAULT CURRENT_TIMESTAMP ON UPDATE CURRENT_TIMESTAMP', notApplied),
  alter('ADD c VARCHAR(36) DEFAULT (UUID())', wrong),
  alter('ADD c INT DEFAULT (1 + 2)', refused),
  alter('ADD c BIGINT AUTO_INCREMENT UNIQUE', wrong),
  ...['ALTER c SET DEFAULT 2', 'MODIFY c INT NOT NULL DEFAULT 2'].map(then => ({
    ...alter(`ADD c INT NOT NULL DEFAULT 1, then ${then}`, wrong),
    ddl: ['ALTER TABLE t ADD c INT NOT NULL DEFAULT 1', `ALTER TABLE t ${then}`],
  })),
  alter('DROP s', applies),
  alter('DROP b, DROP s', applies),
  alter('RENAME COLUMN a TO z', applies),
  alter('CHANGE a z BIGINT', converts),
  alter('RENAME COLUMN a TO b, RENAME COLUMN b TO a', applies),
  alter('ADD x INT AFTER a', stops),
  alter('ADD x INT FIRST', wrong, numbers),
  alter('ADD x INT AFTER a', wrong, { ...numbers, title: 'ADD x INT AFTER a, all integers' }),
  alter('ADD x INT AS (a + 1) VIRTUAL AFTER a', wrong, numbers),
  alter('DROP a', wrong, { ...numbers, title: 'DROP a, all integers' }),
  alter('DROP b', stops),
  alter('MODIFY b INT AFTER id', wrong),
  alter('DROP s, ADD z VARCHAR(20)', wrong),
  alter("DROP s, ADD s VARCHAR(20) NOT NULL DEFAULT 'n'", wrong),
  {
    ...alter('DROP s, then ADD z', wrong),
    ddl: ['ALTER TABLE t DROP s', 'ALTER TABLE t ADD z VARCHAR(20)'],
  },
  alter(
    'MODIFY b INT NOT NULL',
    { verdict: 'depends-on-data', really: 'equal' },
    {
      writes: ['INSERT INTO t VALUES (11, 5, 50, NULL)'],
    },
  ),
  alter(
    'MODIFY b INT NOT NULL',
    { verdict: 'depends-on-data', really: 'second leg fails' },
    {
      title: 'MODIFY b INT NOT NULL, and a NULL arrives',
      writes: ['INSERT INTO t VALUES (11, 5, NULL, NULL)'],
    },
  ),
  alter('MODIFY id BIGINT, ADD c INT DEFAULT 5, ADD INDEX (b)', converts),
];
