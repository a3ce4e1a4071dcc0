import test from 'ava';
import { withoutDefiner } from '../../src/sql/without-definer.js';

const texts: readonly (readonly [string, string])[] = [
  ["CREATE DEFINER='root'@'localhost' TRIGGER t", 'CREATE  TRIGGER t'],
  [
    'create or replace definer = `a``b`@`%` sql security invoker view v',
    'create or replace  sql security invoker view v',
  ],
  ['ALTER ALGORITHM=MERGE DEFINER=root@10.0.0.1 VIEW v', 'ALTER ALGORITHM=MERGE  VIEW v'],
  ['CREATE DEFINER=CURRENT_USER() FUNCTION f()', 'CREATE  FUNCTION f()'],
  ['CREATE DEFINER=current_user PROCEDURE p()', 'CREATE  PROCEDURE p()'],
  ['CREATE /*!50017 DEFINER=`root`@`%`*/ /*!50003 TRIGGER t */', 'CREATE /*!50017 */ /*!50003 TRIGGER t */'],
  ['CREATE /* DEFINER=x */ DEFINER=r TRIGGER t', 'CREATE /* DEFINER=x */  TRIGGER t'],
];

for (const [sql, without] of texts)
  test(`nobody is named any more in ${sql}`, t => {
    t.is(withoutDefiner(sql), without);
  });

for (const sql of [
  "CREATE TABLE t (s TEXT DEFAULT 'DEFINER=root')",
  'ALTER TABLE definer ADD x INT',
  'DROP VIEW v',
  'INSERT INTO t VALUES (1)',
])
  test(`${sql} names no definer and stays as it is`, t => {
    t.is(withoutDefiner(sql), sql);
  });
