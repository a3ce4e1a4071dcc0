import test from 'ava';
import {
  readAlgorithmClauses,
  takesAlgorithm,
  withAlgorithmClauses,
  withClausesInFront,
} from '../../src/sql/algorithm-clauses.js';

const reads = test.macro<[sql: string, algorithm: string | null, lock: string | null]>({
  exec(t, sql, algorithm, lock) {
    t.deepEqual(readAlgorithmClauses(sql), { algorithm, lock });
  },
  title: (_, sql, algorithm, lock) => `${sql.replace(/\s+/g, ' ')} states ${algorithm}, ${lock}`,
});

test(reads, 'ALTER TABLE t ADD a INT', null, null);
test(reads, 'ALTER TABLE t ADD a INT, ALGORITHM=INSTANT', 'INSTANT', null);
test(reads, 'alter table t algorithm copy, add a int', 'COPY', null);
test(reads, 'ALTER TABLE t ADD INDEX (a), LOCK = NONE', null, 'NONE');
test(reads, 'CREATE INDEX i ON t (a) ALGORITHM=INPLACE LOCK=SHARED', 'INPLACE', 'SHARED');
test(reads, 'ALTER TABLE t ALGORITHM=DEFAULT, LOCK=DEFAULT, FORCE', null, null);
test(reads, 'ALTER TABLE t ALGORITHM=COPY, ALGORITHM=INPLACE, FORCE', 'INPLACE', null);
test(reads, 'ALTER TABLE `lock` ADD `algorithm` INT', null, null);
test(reads, 'ALTER TABLE t ADD algorithm VARCHAR(10)', null, null);
test(reads, "ALTER TABLE t COMMENT 'ALGORITHM=COPY, LOCK=NONE'", null, null);
test(reads, 'ALTER TABLE t ADD a INT -- ALGORITHM=COPY', null, null);
test(reads, 'ALTER TABLE t /* LOCK=NONE */ ADD a INT', null, null);
test(reads, 'ALTER TABLE t ADD CHECK (algorithm = copy)', null, null);
test(reads, 'CREATE INDEX i ON t (algorithm)', null, null);

test('a choice is offered where a table or its indexes change, and nowhere else', t => {
  const takes = [
    ...['ALTER TABLE t FORCE', 'alter online table t add a int', 'CREATE UNIQUE INDEX i ON t (a)'],
    ...['CREATE OR REPLACE INDEX i ON t (a)', 'DROP INDEX i ON t'],
  ];
  const takesNot = [
    ...['CREATE TABLE t (a INT)', 'DROP TABLE t', 'TRUNCATE TABLE t', 'RENAME TABLE t TO u'],
    ...['CREATE VIEW v AS SELECT 1', 'ALTER VIEW v AS SELECT 1', 'CREATE ALGORITHM=MERGE VIEW v AS SELECT 1'],
    ...['UPDATE t SET a = 1', ''],
  ];
  for (const sql of takes) t.true(takesAlgorithm(sql), sql);
  for (const sql of takesNot) {
    t.false(takesAlgorithm(sql), sql);
    t.is(withAlgorithmClauses(sql, ['LOCK=NONE']), null, sql);
  }
});

const clauses = ['ALGORITHM=INPLACE', 'LOCK=NONE'];

const becomes = test.macro<[sql: string, expected: string | null]>({
  exec(t, sql, expected) {
    t.is(withAlgorithmClauses(sql, clauses), expected);
  },
  title: (_, sql, expected) =>
    `${sql.replace(/\s+/g, ' ')} ${expected === null ? 'takes no clause at its end' : 'takes clauses'}`,
});

test(becomes, 'ALTER TABLE t ADD INDEX (a)', 'ALTER TABLE t ADD INDEX (a)\n, ALGORITHM=INPLACE, LOCK=NONE');
test(
  becomes,
  'ALTER TABLE t ADD INDEX (a) -- for the search',
  'ALTER TABLE t ADD INDEX (a) -- for the search\n, ALGORITHM=INPLACE, LOCK=NONE',
);
test(
  becomes,
  'ALTER TABLE t ADD INDEX (a); -- for the search;\n ;',
  'ALTER TABLE t ADD INDEX (a)\n, ALGORITHM=INPLACE, LOCK=NONE',
);
test(
  becomes,
  "ALTER TABLE t COMMENT 'a; PARTITION'",
  "ALTER TABLE t COMMENT 'a; PARTITION'\n, ALGORITHM=INPLACE, LOCK=NONE",
);
test(
  becomes,
  'ALTER TABLE `order` ADD `partition` INT',
  'ALTER TABLE `order` ADD `partition` INT\n, ALGORITHM=INPLACE, LOCK=NONE',
);
test(becomes, 'CREATE INDEX i ON t (a) # why', 'CREATE INDEX i ON t (a) # why\nALGORITHM=INPLACE LOCK=NONE');
test(becomes, 'DROP INDEX i ON t', 'ALTER TABLE `t` DROP INDEX `i`, ALGORITHM=INPLACE, LOCK=NONE');
test(
  becomes,
  'drop index if exists `a``b` on app.t; -- gone',
  'ALTER TABLE `app`.`t` DROP INDEX IF EXISTS `a``b`, ALGORITHM=INPLACE, LOCK=NONE',
);
test(becomes, 'DROP INDEX i ON t WAIT 5', null);
test(becomes, 'ALTER TABLE t PARTITION BY HASH (id)', null);
test(becomes, 'ALTER TABLE t ADD a INT PARTITION BY HASH (id)', null);
test(becomes, 'ALTER TABLE t DROP PARTITION p', null);
test(becomes, 'ALTER TABLE t REMOVE PARTITIONING', null);
test(becomes, 'ALTER TABLE t ADD a INT, ORDER BY a', null);

const inFront = test.macro<[sql: string, expected: string | null]>({
  exec: (t, sql, expected) => t.is(withClausesInFront(sql, ['ALGORITHM=INPLACE', 'LOCK=NONE']), expected),
  title: (_, sql) => `in front of what is done: ${sql}`,
});

test(
  inFront,
  'alter table app.`t` REORGANIZE PARTITION p INTO (PARTITION p VALUES LESS THAN (9))',
  'alter table app.`t` ALGORITHM=INPLACE, LOCK=NONE, REORGANIZE PARTITION p INTO (PARTITION p VALUES LESS THAN (9))',
);
test(inFront, 'ALTER TABLE t', null);
test(inFront, 'DROP INDEX i ON t', null);
