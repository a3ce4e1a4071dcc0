import test from 'ava';
import { BlockedError } from '../../src/errors.js';
import { dataStatement } from '../../src/migrate/data-statement.js';

const place = { name: '1.js', database: 'app' };

const sent: Readonly<Record<string, string>> = {
  'UPDATE t SET a = 1': 'UPDATE t SET a = 1',
  'SELECT * FROM t': 'SELECT * FROM t',
  'SET @x = 1': 'SET @x = 1',
  'BEGIN;': 'SAVEPOINT dbshift_data',
  'START TRANSACTION': 'SAVEPOINT dbshift_data',
  'COMMIT;': 'RELEASE SAVEPOINT dbshift_data',
  ROLLBACK: 'ROLLBACK TO SAVEPOINT dbshift_data',
  'SAVEPOINT trx2;': 'SAVEPOINT trx2;',
  'RELEASE SAVEPOINT trx2;': 'RELEASE SAVEPOINT trx2;',
  'ROLLBACK TO SAVEPOINT trx2': 'ROLLBACK TO SAVEPOINT trx2',
  'SET TRANSACTION ISOLATION LEVEL READ COMMITTED;': 'DO 0',
  'USE app': 'DO 0',
};

for (const [sql, text] of Object.entries(sent)) {
  test(`in the transaction of the run, ${sql} is sent as ${text}`, t => {
    t.is(dataStatement(sql, place), text);
  });
}

for (const sql of [
  'ALTER TABLE t ADD x INT',
  'CREATE TABLE t (id INT)',
  'SET SESSION sql_log_bin = 0',
  'DELETE FROM mysql.user',
  'CALL p()',
  'LOCK TABLES t WRITE',
]) {
  test(`blocked with the name of the migration, and nothing is sent: ${sql}`, t => {
    const error = t.throws(() => dataStatement(sql, place), { instanceOf: BlockedError });
    t.true(error?.message.startsWith('1.js: ') && error.message.includes(sql));
  });
}
