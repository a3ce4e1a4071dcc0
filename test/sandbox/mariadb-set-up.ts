import test from 'ava';
import { mariadbSetUp } from '../../src/sandbox/mariadb-set-up.js';

const passwords = { root: 'r', dbshift: 'd', app: 'a', repl: 'p' };
const statements = (database: string) => mariadbSetUp({ database, passwords });

test('nothing of the set-up reaches the binlog', t => {
  t.is(statements('app')[0], 'SET SESSION sql_log_bin = 0');
});

test('each statement is one line, as an init file wants it', t => {
  for (const statement of statements('app')) t.notRegex(statement, /[\n;]/);
});

test('root is made last, so that a login as root proves the whole set-up', t => {
  const about = (account: string) => (sql: string) => sql.includes(`'${account}'@`);
  const last = statements('app').findLastIndex(sql => !about('root')(sql));
  t.true(statements('app').findIndex(about('root')) > last);
});

test('the application account has rows of its schema and nothing else', t => {
  const grants = statements('app').filter(sql => sql.startsWith('GRANT') && sql.includes("'app'@"));
  t.deepEqual(grants, ["GRANT SELECT, INSERT, UPDATE, DELETE, EXECUTE ON `app`.* TO 'app'@'127.0.0.1'"]);
});

test('dbshift is never granted SUPER, nor everything on every schema', t => {
  const grants = statements('app').filter(sql => sql.startsWith('GRANT') && sql.includes("'dbshift'@"));
  for (const grant of grants) t.notRegex(grant, /\bSUPER\b|ALL PRIVILEGES ON \*\.\*/);
});

test('a _ in the name of the schema is no wildcard in its grants', t => {
  const sql = statements('my_app');
  t.true(sql.includes('CREATE DATABASE `my_app`'));
  t.true(sql.some(grant => grant.includes('ON `my\\_app`.* TO')));
  t.false(sql.some(grant => grant.includes('ON `my_app`.*')));
});
