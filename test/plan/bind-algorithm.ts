import test from 'ava';
import { bindAlgorithm } from '../../src/plan/bind-algorithm.js';
import type { Algorithm } from '../../src/plan/plan.js';

type Case = readonly [sql: string, algorithm: Algorithm, online: boolean];

const binds = test.macro<[Case, expected: string | null]>((t, [sql, algorithm, online], expected) => {
  t.is(bindAlgorithm(sql, { algorithm, online }), expected);
});

test(
  'an online change is bound to its algorithm, and to let writes go on',
  binds,
  ['ALTER TABLE t ADD INDEX (a)', 'NOCOPY', true],
  'ALTER TABLE t ADD INDEX (a)\n, ALGORITHM=NOCOPY, LOCK=NONE',
);
test(
  'an instant change takes no lock clause',
  binds,
  ['ALTER TABLE t ADD a INT', 'INSTANT', true],
  'ALTER TABLE t ADD a INT\n, ALGORITHM=INSTANT',
);
test(
  'a change that makes writes wait is bound to its algorithm alone',
  binds,
  ['ALTER TABLE t ADD FULLTEXT (a)', 'INPLACE', false],
  'ALTER TABLE t ADD FULLTEXT (a)\n, ALGORITHM=INPLACE',
);
test(
  'an index has its clauses without commas',
  binds,
  ['CREATE INDEX i ON t (a) -- why', 'INPLACE', true],
  'CREATE INDEX i ON t (a) -- why\nALGORITHM=INPLACE LOCK=NONE',
);
test(
  'an index is dropped by the ALTER TABLE that takes clauses',
  binds,
  ['DROP INDEX i ON t', 'NOCOPY', true],
  'ALTER TABLE `t` DROP INDEX `i`, ALGORITHM=NOCOPY, LOCK=NONE',
);
test(
  'names are no clauses',
  binds,
  ['ALTER TABLE `lock` ADD `algorithm` INT', 'INSTANT', true],
  'ALTER TABLE `lock` ADD `algorithm` INT\n, ALGORITHM=INSTANT',
);
test(
  "the author's own algorithm stays, and the lock is added",
  binds,
  ['ALTER TABLE t ADD INDEX (a), ALGORITHM=INPLACE', 'INPLACE', true],
  'ALTER TABLE t ADD INDEX (a), ALGORITHM=INPLACE\n, LOCK=NONE',
);
test(
  "the author's own lock stays, and the algorithm is added",
  binds,
  ['ALTER TABLE t ADD INDEX (a), LOCK=NONE', 'NOCOPY', true],
  'ALTER TABLE t ADD INDEX (a), LOCK=NONE\n, ALGORITHM=NOCOPY',
);
test(
  'a statement that the author bound is left alone',
  binds,
  ['ALTER TABLE t ADD a INT, ALGORITHM=INSTANT', 'INSTANT', true],
  'ALTER TABLE t ADD a INT, ALGORITHM=INSTANT',
);
test(
  'also where no clause could be added',
  binds,
  ['ALTER TABLE t ALGORITHM=INPLACE, LOCK=NONE, REMOVE PARTITIONING', 'INPLACE', true],
  'ALTER TABLE t ALGORITHM=INPLACE, LOCK=NONE, REMOVE PARTITIONING',
);
test(
  'behind partitions nothing can stand',
  binds,
  ['ALTER TABLE t PARTITION BY HASH (id)', 'COPY', true],
  null,
);
test('a new table has no algorithm', binds, ['CREATE TABLE t (a INT)', 'COPY', true], null);
