import test from 'ava';
import { readAlter } from '../../src/plan/read-alter.js';

type Expected = Partial<NonNullable<ReturnType<typeof readAlter>>>;

const reads = test.macro((t, sql: string, expected: Expected) => {
  const found = readAlter(sql);
  t.like(found, { renames: [], drops: [], adds: [], untried: null, ...expected });
});

test('a rename, by both words for it', reads, 'alter table t rename column a to b, change `c``d` e int', {
  renames: [
    { from: 'a', to: 'b' },
    { from: 'c`d', to: 'e' },
  ],
});
test('a rename that may find nothing', reads, 'ALTER TABLE t CHANGE COLUMN IF EXISTS a b INT', {
  renames: [{ from: 'a', to: 'b' }],
});
test('a rename of the table is no rename of a column', reads, 'ALTER TABLE t RENAME TO u', {
  untried: 'RENAME',
});
test('a rename of an index changes no column', reads, 'ALTER TABLE t RENAME INDEX a TO b', {});
test(
  'columns that are dropped and added',
  reads,
  'ALTER TABLE d.t DROP a, DROP COLUMN IF EXISTS b, ADD a INT',
  {
    drops: ['a', 'b'],
    adds: ['a'],
  },
);
test(
  'several columns in parentheses, with commas inside',
  reads,
  "ALTER TABLE t ADD COLUMN (a DECIMAL(10,2), b ENUM('x,y','z'), `c d` INT DEFAULT (f(1,2)))",
  { adds: ['a', 'b', 'c d'] },
);
test(
  'keys and constraints are no columns',
  reads,
  'ALTER TABLE t ADD INDEX (a), ADD UNIQUE KEY u (b), ADD CONSTRAINT c CHECK (a > 0), ADD PRIMARY KEY (a), DROP KEY k, DROP PRIMARY KEY, DROP CONSTRAINT c, DROP FOREIGN KEY f',
  {},
);
test('comments and line ends do not matter', reads, 'alter /* x */ online table t -- drop b\n drop # y\n a', {
  drops: ['a'],
});
test('a default that looks like a clause is none', reads, "ALTER TABLE t ADD a TEXT DEFAULT ', DROP b'", {
  adds: ['a'],
});

for (const clause of [
  'EXCHANGE PARTITION p WITH TABLE u',
  'DROP PARTITION p',
  'ADD PARTITION (PARTITION p VALUES LESS THAN (1))',
  'TRUNCATE PARTITION p',
  'ADD SYSTEM VERSIONING',
  'DISCARD TABLESPACE',
  'CONVERT PARTITION p TO TABLE u',
  'RENAME AS u',
]) {
  test(`${clause} was not tried`, t => {
    t.not(readAlter(`ALTER TABLE t ${clause}`)?.untried, null);
    t.not(readAlter(`ALTER TABLE t ADD a INT, ${clause}`)?.untried, null);
  });
}

for (const clause of [
  'MODIFY a BIGINT',
  'ALTER a SET DEFAULT 1',
  'CONVERT TO CHARACTER SET utf8mb4',
  'DEFAULT CHARACTER SET utf8mb4',
  'CHARACTER SET = utf8mb4',
  'COLLATE utf8mb4_bin',
  'ENGINE=InnoDB',
  'ROW_FORMAT=COMPRESSED',
  "COMMENT='x'",
  'FORCE',
  'ORDER BY a',
  'PARTITION BY HASH (id) PARTITIONS 4',
  'REMOVE PARTITIONING',
  'AUTO_INCREMENT=5',
  'ALGORITHM=INSTANT',
  'LOCK NONE',
]) {
  test(`${clause} was tried`, t => t.is(readAlter(`ALTER TABLE t ${clause}`)?.untried, null));
}

test('IGNORE deletes rows', reads, 'ALTER IGNORE TABLE t ADD UNIQUE (a)', { untried: 'IGNORE' });
test(
  'a comment that some servers run makes the text unreadable',
  reads,
  'ALTER TABLE t ADD a INT /*!80000 INVISIBLE */',
  {
    adds: ['a'],
    untried: 'a /*! comment */',
  },
);

test('other statements are not read', t => {
  t.is(readAlter('CREATE INDEX i ON t (a)'), null);
  t.is(readAlter('ALTER VIEW v AS SELECT 1'), null);
});
