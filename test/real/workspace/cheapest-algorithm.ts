import test from 'ava';
import type { Algorithm } from '../../../src/plan/plan.js';
import { runCheapest } from '../../../src/workspace/cheapest-algorithm.js';
import { liveServer } from '../../helpers/live-server.js';
import { onServer } from '../../helpers/servers.js';

const live = liveServer();

/** What MariaDB 10.11 does, tested by hand with each clause: algorithm, and whether writes go on. */
const expected: Readonly<Record<string, readonly [Algorithm | null, boolean]>> = {
  'ALTER TABLE t ADD COLUMN x INT': ['INSTANT', true],
  'ALTER TABLE t ADD COLUMN x INT FIRST': ['INSTANT', true],
  'ALTER TABLE t ADD COLUMN x INT AFTER id': ['INSTANT', true],
  'ALTER TABLE t DROP COLUMN m': ['INSTANT', true],
  'ALTER TABLE t RENAME COLUMN n TO o': ['INSTANT', true],
  'ALTER TABLE t ALTER COLUMN n SET DEFAULT 5': ['INSTANT', true],
  'ALTER TABLE t ADD COLUMN x INT AS (n + 1) VIRTUAL': ['INSTANT', true],
  "ALTER TABLE t MODIFY e ENUM('a', 'b', 'c')": ['INSTANT', true],
  'ALTER TABLE t MODIFY s VARCHAR(60)': ['INSTANT', true],
  'ALTER TABLE t RENAME INDEX kn TO km': ['INSTANT', true],
  "ALTER TABLE t COMMENT = 'x'": ['INSTANT', true],
  'ALTER TABLE t ADD INDEX (s)': ['NOCOPY', true],
  'ALTER TABLE t DROP INDEX kn': ['NOCOPY', true],
  'CREATE INDEX ks ON t (s) -- why': ['NOCOPY', true],
  'DROP INDEX kn ON t': ['NOCOPY', true],
  'ALTER TABLE t ENGINE = InnoDB': ['INPLACE', true],
  'ALTER TABLE t MODIFY n INT NOT NULL': ['INPLACE', true],
  'ALTER TABLE t DROP PRIMARY KEY, ADD PRIMARY KEY (id, n)': ['INPLACE', true],
  'ALTER TABLE t ADD FULLTEXT (s)': ['INPLACE', false],
  'ALTER TABLE t MODIFY id BIGINT': ['COPY', false],
  'ALTER TABLE t MODIFY s VARCHAR(300)': ['COPY', false],
  'ALTER TABLE t MODIFY s VARCHAR(10)': ['COPY', false],
  "ALTER TABLE t MODIFY e ENUM('a', 'x', 'b')": ['COPY', false],
  'ALTER TABLE t ADD COLUMN x INT AS (n + 1) STORED': ['COPY', false],
  'ALTER TABLE t ADD CHECK (n > 0)': ['COPY', false],
  'ALTER TABLE t ADD FOREIGN KEY (n) REFERENCES parent (id)': ['COPY', false],
  'ALTER TABLE t ADD COLUMN x VARCHAR(36) DEFAULT (UUID())': ['COPY', false],
  'ALTER TABLE t PARTITION BY HASH (id) PARTITIONS 2': ['COPY', false],
  // What the author states is what the pair will be told.
  'ALTER TABLE t ADD COLUMN x INT, ALGORITHM = COPY': ['COPY', false],
  'ALTER TABLE t ADD INDEX (s), LOCK = SHARED': ['NOCOPY', false],
  'ALTER TABLE t ADD INDEX (s), ALGORITHM = INPLACE, LOCK = NONE': ['INPLACE', true],
  'ALTER TABLE t ADD INDEX (s), LOCK = NONE': ['NOCOPY', true],
  'ALTER TABLE t ADD COLUMN x INT, ALGORITHM = INSTANT': ['INSTANT', true],
  'ALTER TABLE t ADD COLUMN x INT, LOCK = NONE': ['INSTANT', true],
  'ALTER TABLE t ADD INDEX (s), ALGORITHM = INPLACE': ['INPLACE', true],
  'ALTER TABLE t ADD FULLTEXT (s), ALGORITHM = INPLACE': ['INPLACE', false],
  // What only looks like a clause, and what stands behind one.
  'ALTER TABLE t ADD COLUMN `lock` INT; -- ALGORITHM = COPY': ['INSTANT', true],
  'DROP INDEX IF EXISTS kn ON t;': ['NOCOPY', true],
  // No choice.
  'CREATE TABLE u (id INT)': [null, true],
  'RENAME TABLE t TO u': [null, true],
  'TRUNCATE TABLE t': [null, true],
  'DROP TABLE t': [null, true],
};

for (const [sql, [algorithm, online]] of Object.entries(expected)) {
  test.serial(
    onServer(`${sql}: ${algorithm ?? 'no choice'}, ${online ? 'writes go on' : 'writes wait'}`),
    async t => {
      const { session } = await live();
      await session.send('DROP TABLE IF EXISTS t, u, parent');
      await session.send('CREATE TABLE parent (id INT PRIMARY KEY)');
      await session.send(
        `CREATE TABLE t (id INT PRIMARY KEY, n INT, m INT, s VARCHAR(50), e ENUM('a', 'b'), KEY kn (n)) CHARSET utf8mb4`,
      );
      t.deepEqual(await runCheapest(session, sql), { algorithm, online });
    },
  );
}

test.serial(onServer('a statement that is wrong fails as it is, and changes nothing'), async t => {
  const { session } = await live();
  await session.send('CREATE OR REPLACE TABLE t (id INT PRIMARY KEY)');
  const sql = 'ALTER TABLE t ADD COLUMN x INT, DROP COLUMN nope';
  const error = await t.throwsAsync(runCheapest(session, sql));
  t.regex(error?.message ?? '', /1091/);
  t.is((await session.rows('SHOW COLUMNS FROM t')).length, 1);
});

test.serial(onServer('a server that is told to copy always copies'), async t => {
  const { session } = await live();
  await session.send('CREATE OR REPLACE TABLE t (id INT PRIMARY KEY)');
  await session.send(`SET SESSION alter_algorithm = 'COPY'`);
  t.teardown(() => session.send(`SET SESSION alter_algorithm = DEFAULT`).then(() => undefined));
  const sql = 'ALTER TABLE t ADD COLUMN x INT';
  t.deepEqual(await runCheapest(session, sql), { algorithm: 'COPY', online: false });
});
