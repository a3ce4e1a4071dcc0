/** The cheapest algorithm that a real server accepts, and whether writes go on; each tried by hand with each clause. */
import type { FlavorName } from '../../../src/flavor/flavor.js';
import { type Cost, runCheapest } from '../../../src/workspace/cheapest-algorithm.js';
import { liveServer } from '../../helpers/live-server.js';
import { flavorTest, mariadbTest, type ServerTest, serverTest } from '../../helpers/server-test.js';

const live = liveServer();

const noChoice: Cost = { algorithm: null, online: true };
const instant: Cost = { algorithm: 'INSTANT', online: true };
const noCopy: Cost = { algorithm: 'NOCOPY', online: true };
const inPlace: Cost = { algorithm: 'INPLACE', online: true };
const inPlaceWaits: Cost = { algorithm: 'INPLACE', online: false };
const copy: Cost = { algorithm: 'COPY', online: false };

/** `later` is MariaDB from 11.2 on, where a copy need not stop writes. */
type Costs = Readonly<Record<FlavorName, Cost>> & { readonly later?: Cost };

const same = (cost: Cost): Costs => ({ mariadb: cost, mysql: cost });
const copied: Costs = { ...same(copy), later: { algorithm: 'COPY', online: true } };

const expected: Readonly<Record<string, Costs>> = {
  'ALTER TABLE t ADD COLUMN x INT': same(instant),
  'ALTER TABLE t ADD COLUMN x INT FIRST': same(instant),
  'ALTER TABLE t ADD COLUMN x INT AFTER id': same(instant),
  'ALTER TABLE t DROP COLUMN m': same(instant),
  'ALTER TABLE t RENAME COLUMN n TO o': same(instant),
  'ALTER TABLE t ALTER COLUMN n SET DEFAULT 5': same(instant),
  'ALTER TABLE t ADD COLUMN x INT AS (n + 1) VIRTUAL': same(instant),
  "ALTER TABLE t MODIFY e ENUM('a', 'b', 'c')": same(instant),
  'ALTER TABLE t MODIFY s VARCHAR(60)': { mariadb: instant, mysql: inPlace },
  'ALTER TABLE t RENAME INDEX kn TO km': { mariadb: instant, mysql: inPlace },
  "ALTER TABLE t COMMENT = 'x'": { mariadb: instant, mysql: inPlace },
  'ALTER TABLE t ADD INDEX (s)': { mariadb: noCopy, mysql: inPlace },
  'ALTER TABLE t DROP INDEX kn': { mariadb: noCopy, mysql: inPlace },
  'CREATE INDEX ks ON t (s) -- why': { mariadb: noCopy, mysql: inPlace },
  'DROP INDEX kn ON t': { mariadb: noCopy, mysql: inPlace },
  'ALTER TABLE t ENGINE = InnoDB': same(inPlace),
  'ALTER TABLE t MODIFY n INT NOT NULL': same(inPlace),
  'ALTER TABLE t DROP PRIMARY KEY, ADD PRIMARY KEY (id, n)': same(inPlace),
  'ALTER TABLE t ADD FULLTEXT (s)': same(inPlaceWaits),
  'ALTER TABLE t MODIFY id BIGINT': copied,
  'ALTER TABLE t MODIFY s VARCHAR(300)': copied,
  'ALTER TABLE t MODIFY s VARCHAR(10)': copied,
  "ALTER TABLE t MODIFY e ENUM('a', 'x', 'b')": copied,
  'ALTER TABLE t ADD COLUMN x INT AS (n + 1) STORED': copied,
  'ALTER TABLE t ADD CHECK (n > 0)': copied,
  'ALTER TABLE t ADD FOREIGN KEY (n) REFERENCES parent (id)': copied,
  'ALTER TABLE t ADD COLUMN x INT DEFAULT (1 + 2)': { mariadb: instant, mysql: copy },
  'ALTER TABLE t PARTITION BY HASH (id) PARTITIONS 2': same(copy),
  // MariaDB accepts the word and copies all the same.
  'ALTER TABLE m ENGINE = InnoDB': copied,
  // What the author states is what the pair will be told.
  'ALTER TABLE t ADD COLUMN x INT, ALGORITHM = COPY': copied,
  'ALTER TABLE t ADD INDEX (s), LOCK = SHARED': {
    mariadb: { algorithm: 'NOCOPY', online: false },
    mysql: inPlaceWaits,
  },
  'ALTER TABLE t ADD INDEX (s), ALGORITHM = INPLACE, LOCK = NONE': same(inPlace),
  'ALTER TABLE t ADD INDEX (s), LOCK = NONE': { mariadb: noCopy, mysql: inPlace },
  'ALTER TABLE t ADD COLUMN x INT, ALGORITHM = INSTANT': same(instant),
  // MySQL takes this lock for a word against INSTANT.
  'ALTER TABLE t ADD COLUMN x INT, LOCK = NONE': { mariadb: instant, mysql: inPlace },
  'ALTER TABLE t ADD INDEX (s), ALGORITHM = INPLACE': same(inPlace),
  'ALTER TABLE t ADD FULLTEXT (s), ALGORITHM = INPLACE': same(inPlaceWaits),
  // What only looks like a clause, and what stands behind one.
  'ALTER TABLE t ADD COLUMN `lock` INT; -- ALGORITHM = COPY': same(instant),
  // No choice.
  'CREATE TABLE u (id INT)': same(noChoice),
  'RENAME TABLE t TO u': same(noChoice),
  'TRUNCATE TABLE t': same(noChoice),
  'DROP TABLE t': same(noChoice),
};

for (const [sql, costs] of Object.entries(expected)) costsOf(serverTest, sql, costs);

costsOf(mariadbTest, 'DROP INDEX IF EXISTS kn ON t;', same(noCopy));
// MySQL refuses to write such a default into a binlog (1674).
costsOf(mariadbTest, 'ALTER TABLE t ADD COLUMN x VARCHAR(36) DEFAULT (UUID())', copied);

function costsOf(on: ServerTest, sql: string, costs: Costs): void {
  on(`the cheapest way of ${sql}`, async (t, image) => {
    const { session } = await live(image);
    await session.send('DROP TABLE IF EXISTS t, u, m, parent');
    await session.send('CREATE TABLE m (id INT PRIMARY KEY) ENGINE=MyISAM');
    await session.send('CREATE TABLE parent (id INT PRIMARY KEY)');
    await session.send(
      `CREATE TABLE t (id INT PRIMARY KEY, n INT, m INT, s VARCHAR(50), e ENUM('a', 'b'), KEY kn (n)) CHARSET utf8mb4`,
    );
    const { later = costs.mariadb } = costs;
    const cost = image.version.startsWith('11.') ? later : costs[image.flavor];
    t.deepEqual(await runCheapest(session, sql), cost);
  });
}

serverTest('a statement that is wrong fails as it is, and changes nothing', async (t, image) => {
  const { session } = await live(image);
  await session.send('DROP TABLE IF EXISTS t');
  await session.send('CREATE TABLE t (id INT PRIMARY KEY)');
  const sql = 'ALTER TABLE t ADD COLUMN x INT, DROP COLUMN nope';
  const error = await t.throwsAsync(runCheapest(session, sql));
  t.regex(error?.message ?? '', /1091/);
  t.is((await session.rows('SHOW COLUMNS FROM t')).length, 1);
});

// MariaDB 11.8 ignores the setting (4200).
flavorTest('a server that is told to copy always copies', async (t, image) => {
  const { session } = await live(image);
  await session.send('DROP TABLE IF EXISTS t');
  await session.send('CREATE TABLE t (id INT PRIMARY KEY)');
  const setting = image.flavor === 'mariadb' ? 'alter_algorithm' : 'old_alter_table';
  await session.send(`SET SESSION ${setting} = ${image.flavor === 'mariadb' ? "'COPY'" : 'ON'}`);
  t.teardown(() => session.send(`SET SESSION ${setting} = DEFAULT`));
  const ignored = image.version.startsWith('11.');
  t.deepEqual(await runCheapest(session, 'ALTER TABLE t ADD COLUMN x INT'), ignored ? instant : copy);
});

// MariaDB 11.8 and MySQL refuse (1845).
mariadbTest('a server that says INSTANT and copies all the same is found out', async (t, image) => {
  const { session } = await live(image);
  await session.send('DROP TABLE IF EXISTS t, m');
  await session.send('CREATE TABLE t (id INT PRIMARY KEY)');
  await session.send('CREATE TABLE m (id INT PRIMARY KEY) ENGINE=MyISAM');
  for (const sql of [
    'ALTER TABLE m ENGINE = InnoDB, ALGORITHM = INSTANT',
    'ALTER TABLE t ALGORITHM = INSTANT PARTITION BY HASH (id) PARTITIONS 2',
  ]) {
    const cost = await runCheapest(session, sql).catch((error: { readonly errno?: number }) => error.errno);
    t.deepEqual(cost, image.version.startsWith('11.') ? 1845 : copy, sql);
  }
});
