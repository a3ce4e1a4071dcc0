/** Accounts and stored programs that write on a read-only server, and privileges that we lack, on a real pair. */
import test from 'ava';
import { names } from '../../helpers/preflight.js';

const intruder = "'intruder'@'127.0.0.1'";
const unlogged = 'SET sql_log_bin = 0';
const create = [unlogged, `CREATE USER ${intruder}`, `GRANT SELECT, INSERT ON app.* TO ${intruder}`];

test.serial('an application account that passes through read_only', names, {
  id: 'bypass-accounts',
  message: /'intruder'@'127\.0\.0\.1' writes although the server is read-only \(READ_ONLY ADMIN\)/,
  a: [...create, `GRANT READ_ONLY ADMIN ON *.* TO ${intruder}`],
});

test.serial('an application account that passes through read_only by a role of a role', names, {
  id: 'bypass-accounts',
  where: 'b',
  message: /'intruder'@'127\.0\.0\.1' writes although the server is read-only \(role inner_role\)/,
  b: [
    ...create,
    'CREATE ROLE inner_role',
    'CREATE ROLE outer_role',
    'GRANT READ_ONLY ADMIN ON *.* TO inner_role',
    'GRANT inner_role TO outer_role',
    `GRANT outer_role TO ${intruder}`,
  ],
});

test.serial('an application account from before 10.11, whose SUPER passes through read_only', names, {
  id: 'bypass-accounts',
  message: /'intruder'@'127\.0\.0\.1' writes although/,
  a: [
    ...create,
    `GRANT SUPER ON *.* TO ${intruder}`,
    `UPDATE mysql.global_priv SET Priv = JSON_SET(Priv, '$.version_id', 100621) WHERE User = 'intruder'`,
  ],
});

test.serial('administrators, as a warning', names, {
  id: 'bypass-accounts',
  severity: 'warn',
  where: 'both',
  message: /administrators write although a server is read-only: .*'root'@'localhost'/,
});

test.serial('a procedure whose definer passes through read_only', names, {
  id: 'definer-programs',
  message: /procedure register runs as 'root'@'localhost', so its callers write/,
  a: [
    unlogged,
    'CREATE TABLE app.t (id INT PRIMARY KEY)',
    "CREATE DEFINER = 'root'@'localhost' PROCEDURE app.register() INSERT INTO app.t VALUES (1)",
    "CREATE DEFINER = 'root'@'localhost' PROCEDURE app.look() SELECT * FROM app.t",
    "CREATE DEFINER = 'root'@'localhost' PROCEDURE app.own() SQL SECURITY INVOKER INSERT INTO app.t VALUES (1)",
  ],
});

test.serial('a privilege of the server that we lack', names, {
  id: 'privileges',
  message: /'dbshift'@'127\.0\.0\.1' lacks PROCESS, RELOAD on \*\.\*/,
  a: [unlogged, "REVOKE PROCESS, RELOAD ON *.* FROM 'dbshift'@'127.0.0.1'"],
});

test.serial('a privilege in the database that we lack', names, {
  id: 'privileges',
  message: /lacks DELETE on `app`\.\*/,
  a: [unlogged, "REVOKE DELETE ON app.* FROM 'dbshift'@'127.0.0.1'"],
});

test.serial('accounts that we may not look at', names, {
  id: 'privileges',
  message: /lacks SELECT on `mysql`\.`global_priv`/,
  a: [unlogged, "REVOKE SELECT ON mysql.global_priv FROM 'dbshift'@'127.0.0.1'"],
});

test.serial('a state of replication that we may not look at', names, {
  id: 'privileges',
  where: 'b',
  message: /lacks BINLOG MONITOR, SLAVE MONITOR on \*\.\*/,
  b: [unlogged, "REVOKE BINLOG MONITOR, SLAVE MONITOR ON *.* FROM 'dbshift'@'127.0.0.1'"],
});
