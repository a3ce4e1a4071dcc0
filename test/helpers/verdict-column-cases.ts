/** What becomes of columns that come, go and move. */
import { add, alter, drop, plainWrites, type Rest, type VerdictCase } from './verdict-case.js';

const numbers: Rest = {
  create: [
    'CREATE TABLE t (id INT PRIMARY KEY, a INT, b INT)',
    'INSERT INTO t VALUES (1, 1, 10), (2, 2, 20)',
  ],
  writes: [
    'INSERT INTO t (id, a, b) VALUES (11, 5, 50)',
    'UPDATE t SET a = 7 WHERE id = 1',
    'UPDATE t SET b = 8 WHERE id = 11',
    'DELETE FROM t WHERE id = 2',
  ],
};
const withX = ['INSERT INTO t (id, a, b, x) VALUES (21, 6, 60, 600)', 'UPDATE t SET x = 9 WHERE id = 1'];

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

/** With a value for each row, where an empty one would not do or must be unique. */
const writtenOtherwise: Readonly<Record<string, readonly string[]>> = {
  'INT, ADD d INT NOT NULL DEFAULT 1, ADD UNIQUE (c)': [
    'INSERT INTO t (id, c, d) VALUES (21, 1, 1), (22, 2, -5)',
    'UPDATE t SET c = 3, d = 9 WHERE id = 1',
  ],
};

const numberedNow = ['INSERT INTO t (id, a) VALUES (21, 4)', 'UPDATE t SET a = 5 WHERE id = 1'];

const addCases: readonly VerdictCase[] = [
  add('BIGINT UNSIGNED NOT NULL DEFAULT 0'),
  add('DOUBLE DEFAULT 1.5'),
  add('BIGINT'),
  add('LONGTEXT'),
  add('BLOB'),
  add('TIME'),
  add('DATETIME(6)'),
  add('YEAR DEFAULT 2020'),
  add('VARCHAR(50) CHARACTER SET ascii'),
  add("INT COMMENT 'x'"),
  add('JSON, ADD d JSON'),
  add('VARCHAR(255)'),
  add("CHAR(2) NOT NULL DEFAULT 'de'"),
  add('DECIMAL(12,2)'),
  add('DATE, ADD INDEX (c)'),
  add('SMALLINT UNSIGNED DEFAULT 3'),
  add('TINYINT NOT NULL DEFAULT 1'),
  add('TIMESTAMP NULL DEFAULT NULL, ADD INDEX (c)'),
  add('MEDIUMTEXT CHARACTER SET utf8mb3'),
  ...addedColumns.map(definition => {
    const back = writtenOtherwise[definition];
    return back === undefined ? add(definition) : add(definition, { back: [...back, ...plainWrites] });
  }),
  add("TEXT DEFAULT 'x'", { only: 'mariadb' }),
  add("BLOB DEFAULT 'x'", { only: 'mariadb' }),
  add('TIMESTAMP NOT NULL DEFAULT CURRENT_TIMESTAMP'),
  add('DATETIME DEFAULT CURRENT_TIMESTAMP ON UPDATE CURRENT_TIMESTAMP'),
  add('VARCHAR(36) DEFAULT (UUID())'),
  add('INT DEFAULT (1 + 2)'),
  add('BIGINT AUTO_INCREMENT UNIQUE', { back: numberedNow }),
  ...['ALTER c SET DEFAULT 2', 'MODIFY c INT NOT NULL DEFAULT 2'].map(then => ({
    ...add('INT NOT NULL DEFAULT 1'),
    title: `ADD c INT NOT NULL DEFAULT 1, then ${then}`,
    ddl: ['ALTER TABLE t ADD c INT NOT NULL DEFAULT 1', `ALTER TABLE t ${then}`],
  })),
];

const moved = { undo: ['ALTER TABLE t MODIFY b INT AFTER a'] };
const renamed = (name: string, to: string) =>
  plainWrites.map(sql => sql.replace(new RegExp(`\\b${name}\\b(?!')`, 'g'), to));

const moveCases: readonly VerdictCase[] = [
  alter('ADD x INT AFTER a', { back: [...withX, ...plainWrites], undo: ['ALTER TABLE t DROP x'] }),
  alter('ADD x INT FIRST', {
    ...numbers,
    back: [...withX, ...(numbers.writes ?? [])],
    undo: ['ALTER TABLE t DROP x'],
  }),
  alter('ADD x VARCHAR(9) FIRST', { back: plainWrites, undo: ['ALTER TABLE t DROP x'] }),
  alter('ADD x INT AFTER a', {
    ...numbers,
    title: 'ADD x INT AFTER a, all integers',
    back: [...withX, ...(numbers.writes ?? [])],
    undo: ['ALTER TABLE t DROP x'],
  }),
  alter('ADD x INT AS (a + 1) VIRTUAL AFTER a', { ...numbers, undo: ['ALTER TABLE t DROP x'] }),
  alter('ADD x INT AS (a + 1) STORED AFTER a', { ...numbers, undo: ['ALTER TABLE t DROP x'] }),
  drop('DROP a', ['b'], {
    ...numbers,
    title: 'DROP a, all integers',
    lost: ['a'],
    undo: ['ALTER TABLE t ADD a INT AFTER id'],
  }),
  drop('DROP b', ['a', 's'], { undo: ['ALTER TABLE t ADD b INT AFTER a'] }),
  alter('MODIFY b INT AFTER id', moved),
  alter('MODIFY s VARCHAR(20) FIRST', { undo: ['ALTER TABLE t MODIFY s VARCHAR(20) AFTER b'] }),
  alter('MODIFY b INT AFTER id, MODIFY a INT AFTER b', { title: 'swap a and b', ...moved }),
  {
    ...alter('MODIFY b INT AFTER id, then back', moved),
    ddl: ['ALTER TABLE t MODIFY b INT AFTER id', 'ALTER TABLE t MODIFY b INT AFTER a'],
    undo: [],
  },
];

const withZ = ["INSERT INTO t (id, a, z) VALUES (11, 5, 'z')", "UPDATE t SET z = 'y' WHERE id = 1"];

const goneCases: readonly VerdictCase[] = [
  drop('DROP s', ['a', 'b']),
  drop('DROP b, DROP s', ['a']),
  drop('DROP s, ADD INDEX (a)', ['a', 'b']),
  drop('DROP s', ['a', 'b'], {
    title: 'DROP s that was NOT NULL',
    create: [
      'CREATE TABLE t (id INT PRIMARY KEY, a INT, b INT, s VARCHAR(20) NOT NULL)',
      "INSERT INTO t VALUES (1, 1, 10, 'a')",
    ],
    writes: ["INSERT INTO t VALUES (11, 5, 50, 'x')", "UPDATE t SET s = 'q' WHERE id = 1"],
  }),
  drop('DROP s', ['a', 'b'], {
    title: 'DROP s that had a default of its own time',
    create: [
      'CREATE TABLE t (id INT PRIMARY KEY, a INT, b INT, s DATETIME NOT NULL DEFAULT CURRENT_TIMESTAMP)',
      "INSERT INTO t VALUES (1, 1, 10, '2020-01-01')",
    ],
    writes: ["INSERT INTO t VALUES (11, 5, 50, '2020-01-02')", "UPDATE t SET s = '2020-01-03' WHERE id = 1"],
  }),
  drop('DROP s, ADD z VARCHAR(20)', ['a', 'b'], {
    back: withZ,
    lost: [],
    undo: ['ALTER TABLE t DROP z, ADD s VARCHAR(20)'],
  }),
  drop("DROP s, ADD s VARCHAR(20) NOT NULL DEFAULT 'n'", ['a', 'b'], {
    back: ["INSERT INTO t (id, a, s) VALUES (11, 5, 's')", "UPDATE t SET s = 'y' WHERE id = 1"],
    lost: [],
    undo: ['ALTER TABLE t DROP s, ADD s VARCHAR(20)'],
  }),
  {
    ...drop('DROP s, then ADD z', ['a', 'b'], { back: withZ, lost: [] }),
    ddl: ['ALTER TABLE t DROP s', 'ALTER TABLE t ADD z VARCHAR(20)'],
    undo: ['ALTER TABLE t DROP z, ADD s VARCHAR(20)'],
  },
];

const nullCases: readonly VerdictCase[] = [
  alter('MODIFY b INT NOT NULL', {
    writes: [
      "INSERT INTO t (id, a, b, s) VALUES (11, 5, 50, 'x')",
      'UPDATE t SET b = 7 WHERE id = 1',
      'UPDATE t SET a = NULL WHERE id = 1',
    ],
    back: ["INSERT INTO t (id, a, b, s) VALUES (11, 5, 50, 'x')", 'INSERT INTO t (id) VALUES (15)'],
  }),
  alter('MODIFY b INT NOT NULL', {
    title: 'MODIFY b INT NOT NULL, and a NULL arrives',
    writes: ['INSERT INTO t (id, a, b, s) VALUES (11, 5, NULL, NULL)'],
    back: ["INSERT INTO t (id, a, b, s) VALUES (11, 5, 50, 'x')", 'INSERT INTO t (id, a) VALUES (15, 1)'],
  }),
  alter('MODIFY b INT NOT NULL DEFAULT 4', {
    writes: ["INSERT INTO t (id, a, b, s) VALUES (11, 5, 50, 'x')"],
    back: ["INSERT INTO t (id, a, s) VALUES (11, 5, 'x')"],
  }),
];

const renameCases: readonly VerdictCase[] = [
  alter('RENAME COLUMN a TO z', { back: renamed('a', 'z') }),
  alter('RENAME COLUMN s TO z', { back: renamed('s', 'z') }),
  alter('RENAME COLUMN b TO z, ADD INDEX (a)', { back: renamed('b', 'z') }),
  alter('CHANGE a z BIGINT', { back: renamed('a', 'z') }),
  alter('RENAME COLUMN id TO z', { back: renamed('id', 'z'), undo: ['ALTER TABLE t RENAME COLUMN z TO id'] }),
  alter('RENAME COLUMN a TO b, RENAME COLUMN b TO a', {
    undo: ['ALTER TABLE t RENAME COLUMN a TO b, RENAME COLUMN b TO a'],
  }),
  alter('RENAME COLUMN a TO z, ADD c INT', { back: renamed('a', 'z') }),
];

export const columnCases: readonly VerdictCase[] = [
  ...addCases,
  ...moveCases,
  ...goneCases,
  ...nullCases,
  ...renameCases,
  alter('MODIFY id BIGINT, ADD c INT DEFAULT 5, ADD INDEX (b)'),
];
