/**
 * Changes of structure, what the verdict says of each, and what really happens on MariaDB 10.11 between two
 * servers of which only one has it. The rows of `servers.md` that apply there, and what was found beside them.
 */
import { edgeValues } from './edge-values.js';
import type { Outcome, VerdictCase } from './verdict-lab.js';

export type KnownCase = VerdictCase & {
  readonly verdict: 'applies' | 'applies-with-conversion' | 'depends-on-data' | 'stops' | 'silently-wrong';
  readonly really: Outcome;
};

type Expected = Pick<KnownCase, 'verdict' | 'really'>;

const applies: Expected = { verdict: 'applies', really: 'equal' };
const converts: Expected = { verdict: 'applies-with-conversion', really: 'equal' };
const stops: Expected = { verdict: 'stops', really: 'stopped' };
const wrong: Expected = { verdict: 'silently-wrong', really: 'differs' };
/** Refused although this server does it right: nobody relies on it, or another way of asking for it is wrong. */
const refused: Expected = { verdict: 'silently-wrong', really: 'equal' };
const wrongButStops: Expected = { verdict: 'silently-wrong', really: 'stopped' };

/** Column `c` becomes another type, on rows that exist and under every edge value. */
function type(from: string, to: string, expected: Expected): KnownCase {
  const all = [...edgeValues(from), ...(/not null/.test(from) ? [] : ['NULL'])];
  const insert = (first: number) =>
    all.map((value, n) => `INSERT INTO t (id, c) VALUES (${first + n}, ${value})`);
  const update = (first: number, step: number) =>
    all.map((_, n) => `UPDATE t SET c = ${all[(n + step) % all.length]} WHERE id = ${first + n}`);
  // Old rows would make a DDL fail that cuts values; where it cannot apply anyway, they are not needed.
  const seed = expected.really === 'equal' ? insert(1) : ['INSERT INTO t (id, c) VALUES (1, NULL)'];
  return {
    title: `${from} → ${to}`,
    create: [`CREATE TABLE t (id INT PRIMARY KEY, c ${from}) CHARSET utf8mb4`, ...seed],
    ddl: [`ALTER TABLE t MODIFY c ${to}`],
    writes: [...insert(101), ...update(1, 1), ...update(101, 2), 'DELETE FROM t WHERE id IN (1, 102)'],
    ...expected,
  };
}

/** The same in a table where the applier must find a row by all its values, the converted one among them. */
function typeWithoutKey(from: string, to: string, expected: Expected): KnownCase {
  const known = type(from, to, expected);
  const create = known.create.map(sql => sql.replace(' PRIMARY KEY', ''));
  return { ...known, title: `without a key: ${known.title}`, create };
}

const columns = 'id INT PRIMARY KEY, a INT, b INT, s VARCHAR(20)';
const plainTable = [
  `CREATE TABLE t (${columns}) CHARSET utf8mb4`,
  "INSERT INTO t VALUES (1, 1, 10, 'a'), (2, 2, 20, 'b'), (3, NULL, 30, 'c')",
];
const plainWrites = [
  "INSERT INTO t VALUES (11, 5, 50, 'x'), (12, NULL, NULL, NULL)",
  'UPDATE t SET a = 100 WHERE id = 1',
  "UPDATE t SET b = 77, s = 'q' WHERE id = 11",
  'UPDATE t SET s = NULL WHERE id = 3',
  'DELETE FROM t WHERE id = 2',
  "INSERT INTO t VALUES (13, -1, -2, 'y')",
  "REPLACE INTO t VALUES (13, -3, -4, 'z')",
  "INSERT INTO t VALUES (13, 1, 1, 'w') ON DUPLICATE KEY UPDATE a = 9",
  'UPDATE t SET id = 14 WHERE id = 13',
];

type Rest = Partial<Pick<VerdictCase, 'create' | 'writes'>> & { readonly title?: string };

/** A change of a table `(id, a, b, s)` by one clause. */
function alter(clause: string, expected: Expected, rest: Rest = {}): KnownCase {
  return {
    title: clause,
    create: plainTable,
    ddl: [`ALTER TABLE t ${clause}`],
    writes: plainWrites,
    ...rest,
    ...expected,
  };
}

const withoutKey = {
  create: plainTable.map(sql => sql.replace(' PRIMARY KEY', ' NOT NULL')),
  writes: plainWrites.filter(sql => !/REPLACE|DUPLICATE/.test(sql)),
};
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
const members = (count: number) => Array.from({ length: count }, (_, n) => `'m${n}'`).join();

const typeCases: readonly KnownCase[] = [
  type('tinyint', 'smallint', converts),
  type('smallint', 'mediumint', converts),
  type('mediumint', 'int', converts),
  type('int', 'bigint', converts),
  type('tinyint', 'bigint', converts),
  type('int', 'int(5)', applies),
  type('int unsigned', 'bigint unsigned', converts),
  type('tinyint unsigned', 'mediumint unsigned', converts),
  type('int unsigned', 'bigint', wrongButStops),
  type('int', 'varchar(20)', stops),
  type('int', 'decimal(12,0)', stops),
  type('int', 'double', stops),
  type('decimal(10,2)', 'decimal(12,2)', converts),
  type('decimal(10,2)', 'decimal(12,4)', converts),
  type('decimal(10,2)', 'decimal(10,1)', stops),
  type('decimal(10,2) unsigned', 'decimal(12,2) unsigned', converts),
  type('decimal(10,2)', 'double', stops),
  type('float', 'double', converts),
  type('float', 'float(60,3)', refused),
  type('bit(3)', 'bit(5)', converts),
  type('bit(3)', 'bit(17)', converts),
  type('bit(3)', 'int', stops),
  type('varchar(50)', 'varchar(200)', converts),
  type('varchar(63)', 'varchar(64)', converts),
  type('varchar(50)', 'tinytext', converts),
  type('varchar(50)', 'text', converts),
  type('varchar(50)', 'longtext', converts),
  type('varchar(50)', 'char(50)', converts),
  type('varchar(50)', 'char(60)', converts),
  type('varchar(50)', 'varchar(20)', stops),
  type('char(50)', 'varchar(50)', converts),
  type('char(20)', 'char(70)', converts),
  type('char(20)', 'text', converts),
  type('tinytext', 'text', converts),
  type('text', 'mediumtext', converts),
  type('text', 'longtext', converts),
  type('mediumtext', 'text', stops),
  type('text', 'varchar(1000)', stops),
  type('varbinary(10)', 'varbinary(300)', converts),
  type('binary(10)', 'binary(20)', converts),
  type('binary(10)', 'varbinary(20)', converts),
  type('varbinary(10)', 'blob', converts),
  type('blob', 'longblob', converts),
  type('text', 'blob', refused),
  type('varchar(50) character set utf8mb3', 'varchar(50)', converts),
  type('varchar(50) character set utf8mb3', 'varchar(80)', converts),
  type('varchar(50) character set utf8mb3', 'text', converts),
  type('char(20) character set utf8mb3', 'char(20)', converts),
  type('text character set utf8mb3', 'text', converts),
  type('text character set utf8mb3', 'mediumtext', converts),
  type('varchar(50) character set latin1', 'varchar(50)', wrongButStops),
  type('varchar(200) character set latin1', 'varchar(50)', {
    verdict: 'silently-wrong',
    really: 'second leg fails',
  }),
  type('text character set latin1', 'text', wrong),
  type('varchar(50) character set ascii', 'varchar(50)', wrongButStops),
  type('varchar(50) character set latin1', 'varchar(90) character set latin1', converts),
  type('varchar(50)', 'varchar(50) collate utf8mb4_bin', applies),
  type('char(10) collate utf8mb4_bin', 'char(10) collate utf8mb4_unicode_ci', applies),
  type('text', 'text collate utf8mb4_bin', applies),
  typeWithoutKey('int', 'bigint', converts),
  typeWithoutKey('decimal(10,2)', 'decimal(14,4)', converts),
  typeWithoutKey('float', 'double', converts),
  typeWithoutKey('bit(3)', 'bit(17)', converts),
  typeWithoutKey('date', 'datetime', converts),
  typeWithoutKey('varchar(50)', 'text', converts),
  typeWithoutKey('char(20)', 'varchar(20)', converts),
  typeWithoutKey('binary(10)', 'binary(20)', converts),
  typeWithoutKey('varchar(50) character set utf8mb3', 'varchar(50)', converts),
  typeWithoutKey('text', 'text collate utf8mb4_bin', applies),
  typeWithoutKey("enum('a','b')", "enum('a','b','c')", applies),
  type("enum('a','b')", "enum('a','b','c')", applies),
  type("enum('a','b')", "enum('a','c','b')", wrong),
  type("set('a','b')", "set('c','a','b')", wrong),
  type("set('a','b')", "set('a','b','c')", applies),
  type("enum('a','é') character set latin1", "enum('a','é','c')", applies),
  type("enum('a','b')", 'varchar(10)', stops),
  type("enum('a','b')", "set('a','b')", stops),
  { ...type(`enum(${members(255)})`, `enum(${members(256)})`, converts), title: 'enum of 255 → 256' },
  { ...type(`set(${members(8)})`, `set(${members(9)})`, converts), title: 'set of 8 → 9' },
  type('date', 'datetime', converts),
  type('date', 'datetime(3)', converts),
  type('datetime', 'date', stops),
  type('datetime', 'datetime(6)', stops),
  type('datetime(3)', 'datetime', stops),
  type('datetime(3)', 'datetime(6)', wrongButStops),
  type('timestamp null', 'datetime', stops),
  type('timestamp null', 'timestamp(3) null', stops),
  type('time', 'time(3)', stops),
  type('year', 'int', stops),
  type('int not null', 'int null', applies),
  type('varchar(20) not null', 'varchar(20) null default "x"', applies),
  type('int', 'int invisible', applies),
  type('int', "int default 5 comment 'x'", applies),
];

const columnCases: readonly KnownCase[] = [
  ...[
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
  ].map(definition => alter(`ADD c ${definition}`, applies)),
  alter("ADD c TEXT DEFAULT 'x'", wrong),
  alter("ADD c BLOB DEFAULT 'x'", wrong),
  alter('ADD c TIMESTAMP NOT NULL DEFAULT CURRENT_TIMESTAMP', wrong),
  alter('ADD c DATETIME DEFAULT CURRENT_TIMESTAMP ON UPDATE CURRENT_TIMESTAMP', wrong),
  alter('ADD c VARCHAR(36) DEFAULT UUID()', wrong),
  alter('ADD c INT DEFAULT (1 + 2)', refused),
  alter('ADD c BIGINT AUTO_INCREMENT UNIQUE', wrong),
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

const tableCases: readonly KnownCase[] = [
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
  alter('ADD c INT AS (a + 1) VIRTUAL', stops, { ...withoutKey, title: 'without a key: ADD c VIRTUAL' }),
  alter('ADD c INT AUTO_INCREMENT PRIMARY KEY', wrongButStops, {
    ...withoutKey,
    title: 'without a key: ADD c AUTO_INCREMENT PRIMARY KEY',
  }),
  alter('MODIFY id INT AUTO_INCREMENT', refused),
  alter('MODIFY c INT AS (a + 2) STORED', wrong, generated('STORED')),
  alter('MODIFY a BIGINT', converts, {
    ...generated('VIRTUAL'),
    title: 'MODIFY a BIGINT beside a virtual column',
  }),
  alter('ADD d INT DEFAULT 6', applies, {
    ...generated('STORED'),
    title: 'ADD d to a table with a stored column',
  }),
  alter('ADD UNIQUE (s)', refused, {
    title: 'ADD UNIQUE over a TEXT',
    create: ['CREATE TABLE t (id INT PRIMARY KEY, a INT, b INT, s TEXT)'],
  }),
  alter('ADD c INT', wrongButStops, {
    title: 'ADD c to a table with UNIQUE over a TEXT',
    create: ['CREATE TABLE t (id INT PRIMARY KEY, a INT, b INT, s TEXT, UNIQUE (s))'],
  }),
  alter('MODIFY a BIGINT', converts, {
    title: 'MODIFY a BIGINT in a table with UNIQUE over a TEXT',
    create: ['CREATE TABLE t (id INT PRIMARY KEY, a INT, b INT, s TEXT, UNIQUE (s))'],
  }),
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
  alter('ALTER a SET DEFAULT 5, MODIFY s VARCHAR(20) DEFAULT UUID()', applies),
  alter('ADD CHECK (b < 1000)', { verdict: 'depends-on-data', really: 'equal' }),
  alter('ADD CONSTRAINT k CHECK (b < 60)', { verdict: 'depends-on-data', really: 'second leg fails' }),
  alter('ADD SYSTEM VERSIONING', refused),
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
  alter('DROP FOREIGN KEY f', wrong, { ...parents(`, ${cascade}`), writes: ['DELETE FROM p WHERE id = 1'] }),
  { ...alter('CREATE INDEX', applies), ddl: ['CREATE INDEX i ON t (a)', 'DROP INDEX i ON t'] },
  {
    ...alter('a view beside an ALTER', converts),
    ddl: ['ALTER TABLE t MODIFY a BIGINT', 'CREATE OR REPLACE VIEW v AS SELECT a FROM t', 'DROP VIEW v'],
  },
];

export const verdictCases = [...typeCases, ...columnCases, ...tableCases];
