import test from 'ava';
import { classifyStatement } from '../../src/sql/classify.js';
import type { DdlObject, DdlVerb, StatementClass } from '../../src/sql/statement-class.js';

/** Only the fields that a case is about. */
type Expected = { readonly kind: StatementClass['kind']; readonly [field: string]: unknown };

const is = test.macro<[text: string, expected: Expected]>({
  exec(t, text, expected) {
    const actual: { readonly [field: string]: unknown } = classifyStatement(text);
    t.deepEqual(Object.fromEntries(Object.keys(expected).map(field => [field, actual[field]])), expected);
  },
  title: (_, text, { kind }) => `${text.replace(/\s+/g, ' ')}  is ${kind}`,
});

const ddl = (verb: DdlVerb, object: DdlObject, ...names: string[]): Expected => ({
  kind: 'ddl',
  verb,
  object,
  names: names.map(name => {
    const [first = '', second] = name.split('.');
    return second === undefined ? { name: first } : { schema: first, name: second };
  }),
});

test(is, 'CREATE TABLE t (a INT)', ddl('create', 'table', 't'));
test(is, 'create table if not exists `my db`.`a``b` (a int)', ddl('create', 'table', 'my db.a`b'));
test(is, 'CREATE TABLE "t" (a INT)', ddl('create', 'table', 't'));
test(is, 'CREATE OR REPLACE TABLE app . t LIKE u', { ...ddl('create', 'table', 'app.t'), withRows: false });
test(is, 'CREATE TEMPORARY TABLE t (a INT)', { ...ddl('create', 'table', 't'), temporary: true });
test(is, 'CREATE TABLE t SELECT 1 AS a', { ...ddl('create', 'table', 't'), withRows: true });
test(is, 'CREATE TABLE t (PRIMARY KEY (a)) IGNORE SELECT * FROM u', { kind: 'ddl', withRows: true });
test(is, 'CREATE TABLE t AS WITH x AS (SELECT 1) SELECT * FROM x', { kind: 'ddl', withRows: true });
test(is, 'CREATE TABLE t AS TABLE u', { kind: 'ddl', withRows: true });
test(is, 'CREATE TABLE t TABLE u', { kind: 'ddl', withRows: true });
test(is, 'CREATE TABLE t (`select` INT) COMMENT "SELECT"', { kind: 'ddl', withRows: false });
test(is, 'CREATE TABLE t (a INT) PARTITION BY RANGE (a) (PARTITION p VALUES LESS THAN (5))', {
  kind: 'ddl',
  withRows: false,
});
test(is, 'ALTER TABLE t ADD COLUMN b INT', ddl('alter', 'table', 't'));
test(is, 'ALTER ONLINE TABLE IF EXISTS t FORCE', ddl('alter', 'table', 't'));
test(is, '-- why\n# and how\n/* a; b */ ALTER TABLE t FORCE', ddl('alter', 'table', 't'));
test(is, '/*!50100 ALTER*/ /*!50100 TABLE*/ t FORCE', ddl('alter', 'table', 't'));
test(is, '/*M!100100 ALTER TABLE t FORCE */', ddl('alter', 'table', 't'));
test(is, '/*! CREATE */ TABLE t (a INT /* key */)', ddl('create', 'table', 't'));
test(is, 'DROP TABLE IF EXISTS a, app.b, c', ddl('drop', 'table', 'a', 'app.b', 'c'));
test(is, 'DROP TEMPORARY TABLE a', { ...ddl('drop', 'table', 'a'), temporary: true });
test(is, 'RENAME TABLE a TO b', ddl('rename', 'table', 'a', 'b'));
test(is, 'RENAME TABLE IF EXISTS a WAIT 5 TO x.b, c TO d', ddl('rename', 'table', 'a', 'x.b', 'c', 'd'));
test(is, 'TRUNCATE TABLE t', ddl('truncate', 'table', 't'));
test(is, 'TRUNCATE event', ddl('truncate', 'table', 'event'));
test(is, 'CREATE INDEX i ON app.t (a)', {
  ...ddl('create', 'index', 'i'),
  table: { schema: 'app', name: 't' },
});
test(is, 'CREATE UNIQUE INDEX IF NOT EXISTS i USING BTREE ON t (a)', {
  ...ddl('create', 'index', 'i'),
  table: { name: 't' },
});
test(is, 'DROP INDEX i ON t', { ...ddl('drop', 'index', 'i'), table: { name: 't' } });
test(
  is,
  'CREATE ALGORITHM=MERGE DEFINER=`a`@`%` SQL SECURITY INVOKER VIEW v AS SELECT 1',
  ddl('create', 'view', 'v'),
);
test(is, 'CREATE OR REPLACE DEFINER = CURRENT_USER() VIEW v AS SELECT 1', ddl('create', 'view', 'v'));
test(is, 'ALTER DEFINER=root@localhost VIEW v AS SELECT 1', ddl('alter', 'view', 'v'));
test(is, 'DROP VIEW a, b', ddl('drop', 'view', 'a', 'b'));
test(is, 'CREATE DEFINER=`root`@`10.0.0.1` PROCEDURE app.p() SELECT 1', ddl('create', 'procedure', 'app.p'));
test(is, 'CREATE OR REPLACE PROCEDURE p(_ip VARCHAR(40)) BEGIN END', ddl('create', 'procedure', 'p'));
test(is, 'CREATE DEFINER=current_role FUNCTION f() RETURNS INT RETURN 1', ddl('create', 'function', 'f'));
test(is, 'CREATE AGGREGATE FUNCTION f(x INT) RETURNS INT RETURN 1', ddl('create', 'function', 'f'));
test(is, "CREATE FUNCTION f RETURNS STRING SONAME 'f.so'", ddl('create', 'function', 'f'));
test(is, 'DROP PROCEDURE IF EXISTS p', ddl('drop', 'procedure', 'p'));
test(is, 'CREATE TRIGGER r BEFORE INSERT ON t FOR EACH ROW SET NEW.a = 1', {
  ...ddl('create', 'trigger', 'r'),
  table: { name: 't' },
});
test(
  is,
  '/*!50003 CREATE*/ /*!50017 DEFINER=`a`@`b`*/ /*!50003 TRIGGER r AFTER UPDATE ON t FOR EACH ROW DO 1 */',
  {
    ...ddl('create', 'trigger', 'r'),
    table: { name: 't' },
  },
);
test(is, 'CREATE EVENT e ON SCHEDULE EVERY 1 HOUR DO SELECT 1', ddl('create', 'event', 'e'));
test(is, 'ALTER EVENT e DISABLE', ddl('alter', 'event', 'e'));
test(is, 'CREATE DATABASE IF NOT EXISTS d', ddl('create', 'database', 'd'));
test(is, 'CREATE SCHEMA d', ddl('create', 'database', 'd'));
test(is, 'ALTER DATABASE d CHARACTER SET utf8mb4', ddl('alter', 'database', 'd'));
test(is, 'ALTER DATABASE CHARACTER SET utf8mb4', ddl('alter', 'database'));
test(is, 'CREATE SEQUENCE s START WITH 1', ddl('create', 'sequence', 's'));
test(is, 'CREATE PACKAGE BODY p AS END', ddl('create', 'package', 'p'));
test(is, 'CREATE SERVER s FOREIGN DATA WRAPPER mysql OPTIONS (HOST "h")', ddl('create', 'other'));
test(is, 'CREATE SPATIAL REFERENCE SYSTEM 4120 NAME "x"', ddl('create', 'other'));

test(is, 'CREATE USER u@h IDENTIFIED BY "x"', { kind: 'account' });
test(is, 'ALTER USER u', { kind: 'account' });
test(is, 'DROP ROLE r', { kind: 'account' });
test(is, 'RENAME USER a TO b', { kind: 'account' });
test(is, 'GRANT SELECT ON *.* TO u', { kind: 'account' });
test(is, 'REVOKE ALL PRIVILEGES, GRANT OPTION FROM u', { kind: 'account' });
test(is, 'SET PASSWORD FOR u = PASSWORD("x")', { kind: 'account' });
test(is, 'SET DEFAULT ROLE r FOR u', { kind: 'account' });

test(is, 'INSERT INTO app.t VALUES (1)', {
  kind: 'write',
  verb: 'insert',
  table: { schema: 'app', name: 't' },
  reads: [],
});
test(is, 'insert low_priority ignore t set a = 1', { kind: 'write', verb: 'insert', table: { name: 't' } });
test(is, 'INSERT INTO t (a) SELECT a FROM u JOIN v', {
  kind: 'write',
  table: { name: 't' },
  reads: [{ name: 'u' }, { name: 'v' }],
});
test(is, 'REPLACE INTO t VALUES (1)', { kind: 'write', verb: 'replace', table: { name: 't' } });
test(is, 'UPDATE t SET a = 1', { kind: 'write', verb: 'update', table: { name: 't' }, reads: [] });
test(is, 'UPDATE LOW_PRIORITY t AS x SET a = (SELECT 1 FROM u)', {
  kind: 'write',
  table: { name: 't' },
  reads: [{ name: 'u' }],
});
test(is, 'UPDATE t JOIN u SET t.a = 1', { kind: 'write', table: undefined });
test(is, 'UPDATE t, u SET t.a = 1', { kind: 'write', table: undefined });
test(is, 'DELETE FROM t', { kind: 'write', verb: 'delete', table: { name: 't' }, reads: [] });
test(is, 'DELETE QUICK FROM t x WHERE a', { kind: 'write', table: { name: 't' } });
test(is, 'DELETE FROM t AS x LIMIT 1', { kind: 'write', table: { name: 't' } });
test(is, 'DELETE t FROM t JOIN u', { kind: 'write', table: undefined });
test(is, 'DELETE FROM t USING t JOIN u', { kind: 'write', table: undefined });
test(is, "LOAD DATA LOCAL INFILE 'f' IGNORE INTO TABLE t", {
  kind: 'write',
  verb: 'load',
  table: { name: 't' },
});
test(is, 'CALL app.p(1)', { kind: 'write', verb: 'call', table: undefined });
test(is, 'DO SLEEP(1)', { kind: 'write', verb: 'do' });
test(is, "BINLOG 'x'", { kind: 'write', verb: 'binlog' });
test(is, "SELECT * INTO OUTFILE '/tmp/x' FROM t", { kind: 'write', verb: 'select-into-file' });
test(is, "(SELECT * FROM t INTO DUMPFILE '/tmp/x')", { kind: 'write', verb: 'select-into-file' });
test(is, 'WITH x AS (SELECT 1 FROM u) UPDATE t SET a = 1', {
  kind: 'write',
  verb: 'update',
  table: { name: 't' },
  reads: [{ name: 'u' }],
});
test(is, 'WITH x AS (SELECT 1) DELETE FROM t', { kind: 'write', verb: 'delete', table: { name: 't' } });
test(is, 'INSERT INTO t WITH x AS (SELECT 1) SELECT * FROM x', { kind: 'write', verb: 'insert' });
test(is, 'ANALYZE FORMAT=JSON DELETE FROM t', { kind: 'write', verb: 'delete' });
test(is, 'SET STATEMENT max_statement_time = 5, b = (1) FOR DELETE FROM t', {
  kind: 'write',
  verb: 'delete',
});

test(is, 'SELECT 1', { kind: 'read', reads: [] });
test(is, 'SELECT NOW() FROM DUAL', { kind: 'read', reads: [] });
test(is, 'SELECT * FROM a, app.b AS x, (c), d y JOIN e LEFT JOIN f ON 1 WHERE g IN (SELECT 1 FROM h)', {
  kind: 'read',
  reads: ['a', 'b', 'c', 'd', 'e', 'f', 'h'].map(name => (name === 'b' ? { schema: 'app', name } : { name })),
});
test(is, "SELECT ';', 'FROM x', `from y` -- FROM z", { kind: 'read', reads: [] });
test(is, 'SELECT a INTO @x FROM t FOR UPDATE', { kind: 'read', reads: [{ name: 't' }] });
test(is, '((SELECT 1) UNION (TABLE t))', { kind: 'read', reads: [{ name: 't' }] });
test(is, 'WITH RECURSIVE x(a) AS (SELECT 1 UNION SELECT 2 FROM t) SELECT * FROM x', {
  kind: 'read',
  reads: [{ name: 't' }, { name: 'x' }],
});
test(is, 'TABLE t', { kind: 'read', reads: [{ name: 't' }] });
test(is, 'VALUES ROW(1)', { kind: 'read', reads: [] });
test(is, 'HANDLER t OPEN', { kind: 'read' });
test(is, 'ANALYZE SELECT * FROM t', { kind: 'read', reads: [{ name: 't' }] });

test(is, 'SHOW TABLES', { kind: 'introspect' });
test(is, 'DESC t', { kind: 'introspect' });
test(is, 'EXPLAIN DELETE FROM t', { kind: 'introspect' });
test(is, 'CHECKSUM TABLE t', { kind: 'introspect' });

const sets = (...assignments: [scope: string, name: string][]): Expected => ({
  kind: 'session',
  assignments: assignments.map(([scope, name]) => ({ scope, name })),
});

test(is, 'SET sql_log_bin = 0', sets(['session', 'sql_log_bin']));
test(
  is,
  'SET @@SESSION.sql_mode = "", @@sql_log_bin := 1',
  sets(['session', 'sql_mode'], ['session', 'sql_log_bin']),
);
test(is, 'SET @x = IF(1, 2, 3), @y := (SELECT 1, 2)', sets(['user', 'x'], ['user', 'y']));
test(is, 'SET GLOBAL read_only = 1', sets(['global', 'read_only']));
test(is, 'SET @@global.read_only = 1', sets(['global', 'read_only']));
test(is, 'SET GLOBAL a = 1, b = 2, SESSION c = 3, @d = 4', {
  ...sets(['global', 'a'], ['global', 'b'], ['session', 'c'], ['user', 'd']),
});
test(is, 'SET PERSIST a = 1, PERSIST_ONLY b = 2', sets(['persist', 'a'], ['persist_only', 'b']));
test(is, 'SET hot.key_buffer_size = 1', sets(['session', 'hot.key_buffer_size']));
test(is, 'SET NAMES utf8mb4', sets(['session', 'names']));
test(is, 'SET ROLE r', sets(['session', 'role']));
test(is, 'SET SESSION TRANSACTION READ ONLY', sets(['session', 'transaction']));
test(
  is,
  '/*!40101 SET @OLD_SQL_MODE=@@SQL_MODE, SQL_MODE="x" */',
  sets(['user', 'old_sql_mode'], ['session', 'sql_mode']),
);

test(is, 'BEGIN', { kind: 'transaction' });
test(is, 'BEGIN WORK', { kind: 'transaction' });
test(is, 'START TRANSACTION WITH CONSISTENT SNAPSHOT', { kind: 'transaction' });
test(is, 'COMMIT AND CHAIN', { kind: 'transaction' });
test(is, 'ROLLBACK TO SAVEPOINT a', { kind: 'transaction' });
test(is, 'RELEASE SAVEPOINT a', { kind: 'transaction' });
test(is, "XA PREPARE 'x'", { kind: 'transaction' });
test(is, 'SET TRANSACTION ISOLATION LEVEL READ COMMITTED', { kind: 'transaction' });

test(is, 'use `my db`', { kind: 'use', schema: 'my db' });
test(is, 'LOCK TABLES t WRITE', { kind: 'lock' });
test(is, 'UNLOCK TABLES', { kind: 'lock' });
test(is, 'FLUSH TABLES', { kind: 'admin', verb: 'flush' });
test(is, 'START SLAVE', { kind: 'admin', verb: 'start' });
test(is, 'STOP REPLICA', { kind: 'admin', verb: 'stop' });
test(is, 'RESET MASTER', { kind: 'admin', verb: 'reset' });
test(is, 'ANALYZE TABLE t', { kind: 'admin', verb: 'analyze' });
test(is, 'OPTIMIZE TABLE t', { kind: 'admin', verb: 'optimize' });
test(is, 'ALTER INSTANCE ROTATE INNODB MASTER KEY', { kind: 'admin', verb: 'alter' });
test(is, 'LOAD INDEX INTO CACHE t', { kind: 'admin', verb: 'load' });
test(is, 'KILL 5', { kind: 'admin', verb: 'kill' });

test(is, "PREPARE s FROM 'DROP TABLE t'", { kind: 'unknown', verb: 'prepare' });
test(is, 'EXECUTE IMMEDIATE "DROP TABLE t"', { kind: 'unknown', verb: 'execute' });
test(is, 'DROP PREPARE s', { kind: 'unknown', verb: 'drop' });
test(is, 'BEGIN NOT ATOMIC DROP TABLE t; END', { kind: 'unknown', verb: 'begin' });
test(is, '-- nothing', { kind: 'unknown', verb: '' });
test(is, '', { kind: 'unknown', verb: '' });
test(is, "'SELECT'", { kind: 'unknown', verb: '' });
test(is, '`SELECT` 1', { kind: 'unknown', verb: '' });
test(is, 'FOO BAR', { kind: 'unknown', verb: 'foo' });

test('an unnamed field of a class is absent, not undefined', t => {
  t.false('table' in classifyStatement('UPDATE t, u SET t.a = 1'));
  t.false('name' in classifyStatement('ALTER DATABASE CHARACTER SET utf8mb4'));
});

test('a text is classified however long it is', t => {
  const values = Array.from({ length: 50_000 }, (_, id) => `(${id}, 'it''s; -- no comment')`).join(',');
  t.like(classifyStatement(`INSERT INTO t VALUES ${values}`), { kind: 'write', verb: 'insert', reads: [] });
});
