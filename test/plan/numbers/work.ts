/** How much of a table a statement reads and writes, by what the servers said of it (MariaDB 10.11, MySQL 9.7). */
import test from 'ava';
import { type Work, workOf } from '../../../src/plan/numbers/work.js';
import type { Algorithm } from '../../../src/plan/plan.js';

const size = { rows: 10, dataBytes: 1000, indexBytes: 300 };

const work = (sql: string, algorithm: Algorithm | null, indexes: number | null = 3): Work | null =>
  workOf({ sql, kind: 'ddl', algorithm }, { size, indexes });

const free = test.macro<[sql: string, algorithm: Algorithm | null]>((t, sql, algorithm) =>
  t.is(work(sql, algorithm), null),
);

const takes = test.macro<[sql: string, algorithm: Algorithm, expected: Partial<Work>]>(
  (t, sql, algorithm, expected) => t.like(work(sql, algorithm), expected),
);

test('what is instant rewrites nothing', free, 'ALTER TABLE t ADD c INT', 'INSTANT');
test('nor does what has no algorithm', free, 'CREATE TABLE t (id INT)', null);
test('nor does an index that goes', free, 'ALTER TABLE t DROP INDEX k, LOCK=NONE', 'INPLACE');
test('or goes by its own statement', free, 'DROP INDEX k ON t', 'NOCOPY');
test('nor does a new name of an index', free, 'ALTER TABLE t RENAME INDEX a TO b', 'INPLACE');
test(
  'nor do instant clauses that NOCOPY stands for',
  free,
  'ALTER TABLE t ADD c INT, DROP INDEX k',
  'NOCOPY',
);

test('a copy writes rows and indexes', takes, 'ALTER TABLE t MODIFY id BIGINT', 'COPY', {
  kind: 'copy',
  bytes: 1300,
  spareBytes: 1300,
  keptBytes: 0,
  certain: true,
});
test('so does a rebuild', takes, 'ALTER TABLE t ENGINE=InnoDB', 'INPLACE', {
  kind: 'rebuild',
  bytes: 1300,
  certain: true,
});
test(
  'an index reads the rows, and is sorted beside where it is kept',
  takes,
  'CREATE INDEX k ON t (c)',
  'NOCOPY',
  {
    kind: 'index',
    bytes: 1100,
    spareBytes: 100,
    keptBytes: 100,
    certain: true,
  },
);
test('two indexes of one statement add up', takes, 'ALTER TABLE t ADD INDEX (a), ADD UNIQUE (b)', 'INPLACE', {
  bytes: 1200,
  keptBytes: 200,
});
test('so does the key of a constraint', takes, 'ALTER TABLE t ADD CONSTRAINT `u` UNIQUE (b)', 'INPLACE', {
  kind: 'index',
  bytes: 1100,
});
test(
  'a clause that rewrites rows or not is counted in full, and not measured',
  takes,
  'ALTER TABLE t MODIFY c VARCHAR(60)',
  'INPLACE',
  { kind: 'rebuild', bytes: 1300, certain: false },
);
test(
  'so is one that may touch a single partition',
  takes,
  'ALTER TABLE t REORGANIZE PARTITION p INTO (PARTITION q VALUES LESS THAN (9))',
  'COPY',
  { kind: 'copy', bytes: 1300, certain: false },
);

test('a first index is taken for half of the rows', t => {
  t.is(work('CREATE INDEX k ON t (c)', 'NOCOPY', 0)?.keptBytes, 500);
  t.is(work('CREATE INDEX k ON t (c)', 'NOCOPY', null)?.keptBytes, 500);
});
