import test from 'ava';
import { refuseStatement, type Surroundings } from '../../src/migrate/refuse-statement.js';
import { classifyStatement } from '../../src/sql/classify.js';

const own: Surroundings = { database: 'shop', schema: 'shop', otherSchemas: new Set(['mysql', 'sys']) };

/** Beside other data, the live database among it. */
const scratch: Surroundings = {
  database: 'shop',
  schema: 'dbshift_scratch_1a',
  otherSchemas: new Set(['mysql', 'sys', 'shop', 'blog']),
};

function refusal(sql: string, surroundings: Surroundings): string | null {
  return refuseStatement(sql, classifyStatement(sql), surroundings)?.id ?? null;
}

const allowed: readonly string[] = [
  'ALTER TABLE t ADD COLUMN sys INT',
  'ALTER DATABASE CHARACTER SET utf8mb4',
  'CREATE VIEW v AS SELECT t.id FROM t',
  `CREATE TABLE t (data INT, INDEX directory (data)) COMMENT "DATA DIRECTORY = '/x'"`,
  'CREATE TRIGGER g BEFORE INSERT ON t FOR EACH ROW SET NEW.a = 1',
  `INSERT INTO t VALUES ('shop', 'mysql.user', 1.5)`,
  'SELECT * FROM information_schema.tables WHERE table_schema = DATABASE()',
  'SET NAMES utf8mb4, @x = 1, SESSION sql_mode = @@global.sql_mode',
  'SET STATEMENT max_statement_time = 60 FOR ALTER TABLE t ADD x INT',
  'USE shop',
  'BEGIN',
  'COMMIT',
  'SHOW TABLES',
];

for (const sql of allowed) {
  test(`allowed anywhere: ${sql}`, t => {
    t.is(refusal(sql, own), null);
    t.is(refusal(sql, scratch), null);
  });
}

/** Refused on a server of its own and beside other data. */
const refused: Readonly<Record<string, string>> = {
  'DELETE FROM mysql.user': 'other-schema',
  'DELETE FROM `MySQL` . `user`': 'other-schema',
  'UPDATE t JOIN sys.x ON 1 SET t.a = 1': 'other-schema',
  'CREATE VIEW v AS SELECT * FROM information_schema.tables': 'other-schema',
  'USE blog': 'other-schema',
  'ALTER DATABASE blog CHARACTER SET utf8mb4': 'database',
  'CREATE DATABASE blog': 'database',
  "CREATE TABLE t (id INT) DATA DIRECTORY = '/x'": 'directory',
  "ALTER TABLE t PARTITION BY HASH (id) (PARTITION p INDEX DIRECTORY '/x')": 'directory',
  "XA START 'x'": 'xa',
  'SET autocommit = 0': 'forbidden-setting',
  'SET @@session.sql_log_bin = 0': 'forbidden-setting',
  'SET @@global.read_only = 0': 'global-setting',
  'SET PERSIST max_connections = 1': 'global-setting',
  'SET STATEMENT gtid_domain_id = 5 FOR INSERT INTO t VALUES (1)': 'forbidden-setting',
  "LOAD DATA INFILE 'x' INTO TABLE t": 'write',
  "SELECT * FROM t INTO OUTFILE 'x'": 'write',
  'DO SLEEP(1)': 'write',
  'OPTIMIZE TABLE t': 'admin',
  "CREATE USER 'x'": 'account',
  'EXECUTE s': 'unknown-statement',
  '': 'unknown-statement',
};

for (const [sql, id] of Object.entries(refused)) {
  test(`refused anywhere as ${id}: ${sql}`, t => {
    t.is(refusal(sql, own), id);
    t.is(refusal(sql, scratch), id);
  });
}

/** Harmless on a server of its own, where the schema has its real name; beside the live data it would reach that. */
const refusedBeside: Readonly<Record<string, string>> = {
  'ALTER TABLE shop.t ADD x INT': 'other-schema',
  'DELETE FROM `shop`.`t`': 'other-schema',
  'SELECT * FROM blog.posts': 'other-schema',
  "SELECT * FROM information_schema.tables WHERE table_schema = 'shop'": 'database-name',
  'ALTER TABLE dbshift_scratch_1a.t ADD x INT': 'database-name',
};

for (const [sql, id] of Object.entries(refusedBeside)) {
  test(`refused beside other data as ${id}: ${sql}`, t => {
    t.is(refusal(sql, own), null);
    t.is(refusal(sql, scratch), id);
  });
}
