/** Rows are compared exactly, also while the active is written without a pause. */
import type { Progress } from '../../../src/engine/ports.js';
import { compare, comparedPairs, compareWith, differences } from '../../helpers/compared.js';
import { numbersTo } from '../../helpers/numbers-to.js';
import { flavorTest, serverTest } from '../../helpers/server-test.js';
import { startWriters } from '../../helpers/writers.js';

const people = `CREATE TABLE people (id INT PRIMARY KEY AUTO_INCREMENT, n INT NOT NULL DEFAULT 0, s VARCHAR(60),
  at DATETIME(3) NULL)`;
const pairs = `CREATE TABLE pairs (kind VARCHAR(20) CHARACTER SET utf8mb4, no INT, at DATETIME, n INT NOT NULL DEFAULT 0,
  PRIMARY KEY (kind, no, at))`;
const keyless = 'CREATE TABLE keyless (n INT, s VARCHAR(60))';

const comparedPair = comparedPairs();

const upTo = (n: number) => Math.floor(Math.random() * n) + 1;

/** Inserts at the end and in gaps, deletes, counts, and hot rows that every writer wants. */
const busy = [
  (n: number) => `INSERT INTO app.people (s) VALUES ('new ${n}')`,
  () => `DELETE FROM app.people WHERE id = ${upTo(20_000) * 2}`,
  (n: number) => `INSERT IGNORE INTO app.people (id, s) VALUES (${upTo(40_000)}, 'again ${n}')`,
  () => `UPDATE app.people SET n = n + 1, at = NOW(3) WHERE id = ${upTo(40_000)}`,
  () => 'UPDATE app.people SET n = n + 1 WHERE id <= 20',
  (n: number) => `INSERT IGNORE INTO app.pairs VALUES ('k${upTo(9)}', ${upTo(300)}, '2026-01-01', ${n})`,
  () => `DELETE FROM app.pairs WHERE kind = 'k${upTo(9)}' AND no = ${upTo(300)}`,
  () => `UPDATE app.pairs SET n = n + 1 WHERE kind = 'k${upTo(9)}' AND no = ${upTo(300)}`,
  (n: number) => `INSERT INTO app.keyless VALUES (${upTo(50)}, 'new ${n}')`,
  () => `UPDATE app.keyless SET s = 'changed' WHERE n = ${upTo(50)} LIMIT 1`,
  () => `DELETE FROM app.keyless WHERE n = ${upTo(50)} LIMIT 1`,
];
const nextBusy = (n: number) => busy[n % busy.length]?.(n) ?? '';

/** Fifty, by hand: `ROUNDS=50`. */
const rounds = Number(process.env.ROUNDS ?? 12);

flavorTest('twelve comparisons under writers find no difference where none is', async (t, image) => {
  const { pair } = await comparedPair(t, image, [
    people,
    pairs,
    keyless,
    `INSERT INTO people (id, s) SELECT seq * 2, CONCAT('row ', seq) FROM ${numbersTo(20_000)}`,
    `INSERT INTO pairs (kind, no, at) SELECT CONCAT('k', seq % 9), seq DIV 9, '2026-01-01' FROM ${numbersTo(2_700)}`,
    `INSERT INTO keyless SELECT seq % 50, CONCAT('row ', seq) FROM ${numbersTo(3_000)}`,
  ]);
  const writers = await startWriters(t, pair, { sessions: 8, next: nextBusy });
  const before = writers.acknowledged();
  const stopped: number[] = [];
  const locked: number[] = [];
  for (let round = 0; round < rounds; round++) {
    const { differences: found, points } = await compare(pair, 'people', 'pairs', 'keyless');
    t.deepEqual(found, []);
    stopped.push(...points.map(({ stoppedMs }) => stoppedMs));
    locked.push(...points.map(({ lockedMs }) => lockedMs));
  }
  const written = writers.acknowledged() - before;
  await writers.stop();
  t.log(`${written} writes while comparing, ${stopped.length} points`);
  t.log(`applier stopped for ms: ${stopped.join(' ')}; commits kept out for ms: ${locked.join(' ')}`);
  t.true(written > 0);
});

const delayed = {
  mariadb: (seconds: number) => ['STOP SLAVE', `CHANGE MASTER TO MASTER_DELAY = ${seconds}`, 'START SLAVE'],
  mysql: (seconds: number) => [
    ...['STOP REPLICA', `CHANGE REPLICATION SOURCE TO SOURCE_DELAY = ${seconds}`, 'START REPLICA'],
  ],
};

serverTest('a passive that is a second behind is waited for', async (t, image) => {
  const { pair, a, b } = await comparedPair(t, image, [
    people,
    `INSERT INTO people (id, s) SELECT seq, 'x' FROM ${numbersTo(3_000)}`,
  ]);
  for (const sql of delayed[image.flavor](1)) await b.send(sql);
  t.teardown(async () => {
    for (const sql of delayed[image.flavor](0)) await b.send(sql);
  });
  await a.send('UPDATE people SET n = n + 1 WHERE id > 1000');
  t.deepEqual(await differences(pair, 'people'), []);
});

/** A million, by hand: `ROWS=1000000`. */
const many = Number(process.env.ROWS ?? 200_000);

serverTest(
  'of many rows one changed byte, one missing and one extra row are named under writers',
  async (t, image) => {
    const { pair, b } = await comparedPair(t, image, [
      people,
      `INSERT INTO people (id, s) SELECT seq * 2, CONCAT('row ', seq) FROM ${numbersTo(many)}`,
    ]);
    await b.send("UPDATE people SET s = 'row 99999!' WHERE id = 200000");
    await b.send('DELETE FROM people WHERE id = 300000');
    await b.send("INSERT INTO people (id, s) VALUES (300001, 'nobody knows')");
    const writers = await startWriters(t, pair, {
      sessions: 8,
      next: n => (n % 11 < 5 ? nextBusy(n % 11) : nextBusy(0)),
    });
    const begun = performance.now();
    const { differences: found, tables, points } = await compare(pair, 'people');
    const seconds = (performance.now() - begun) / 1000;
    await writers.stop();
    t.deepEqual(found.map(({ kind, key }) => `${kind} ${key}`).sort(), [
      'changed id = 200000',
      'extra id = 300001',
      'missing id = 300000',
    ]);
    t.log(`${tables[0]?.rows} rows in ${seconds.toFixed(1)} s, points:`, points);
  },
);

serverTest('rows of a composite key are named by all of it, also next to the ends', async (t, image) => {
  const { pair, b } = await comparedPair(t, image, [
    pairs,
    `INSERT INTO pairs (kind, no, at) SELECT CONCAT('k#', seq % 9), seq DIV 9, '2026-01-01' FROM ${numbersTo(27_000)}`,
  ]);
  await b.send("DELETE FROM pairs WHERE kind = 'k#0' AND no = 1");
  await b.send("UPDATE pairs SET n = 1 WHERE kind = 'k#4' AND no = 1000");
  await b.send("INSERT INTO pairs VALUES ('zwölf', 2147483647, '9999-12-31', 0)");
  t.deepEqual(await differences(pair, 'pairs'), [
    "changed kind = 'k#4' and no = 1000 and at = '2026-01-01 00:00:00'",
    "extra kind = 'zwölf' and no = 2147483647 and at = '9999-12-31 00:00:00'",
    "missing kind = 'k#0' and no = 1 and at = '2026-01-01 00:00:00'",
  ]);
});

serverTest('a table without a key is compared as a whole', async (t, image) => {
  const { pair, b } = await comparedPair(t, image, [
    keyless,
    `INSERT INTO keyless SELECT seq % 50, CONCAT('row ', seq) FROM ${numbersTo(3_000)}`,
    "INSERT INTO keyless VALUES (1, 'twice'), (1, 'twice'), (1, 'once')",
  ]);
  t.deepEqual(await differences(pair, 'keyless'), []);
  await b.send("UPDATE keyless SET s = 'row 2999!' WHERE s = 'row 2999'");
  t.deepEqual(await differences(pair, 'keyless'), ['contents']);
  await b.send("UPDATE keyless SET s = 'row 2999' WHERE s = 'row 2999!'");
  await b.send("UPDATE keyless SET s = 'other' WHERE s = 'twice'");
  t.deepEqual(await differences(pair, 'keyless'), ['contents']);
});

serverTest('a changed byte in a table without a key is found under writers', async (t, image) => {
  const { pair, b } = await comparedPair(t, image, [
    keyless,
    `INSERT INTO keyless SELECT 1000 + seq, CONCAT('row ', seq) FROM ${numbersTo(3_000)}`,
  ]);
  await b.send("UPDATE keyless SET s = 'row 2999!' WHERE n = 3999");
  const writers = await startWriters(t, pair, { sessions: 4, next: n => nextBusy(8 + (n % 3)) });
  const found = await differences(pair, 'keyless');
  await writers.stop();
  t.deepEqual(found, ['contents']);
});

serverTest('what a plain checksum overlooks is found', async (t, image) => {
  const { pair, b } = await comparedPair(t, image, [
    'CREATE TABLE t (id INT PRIMARY KEY, x VARCHAR(20), y VARCHAR(20), n INT)',
    "INSERT INTO t VALUES (1, 'a#b', 'c', 5), (2, NULL, '-', 7), (3, '', NULL, 0)",
  ]);
  const wrong = {
    'values swapped between two rows': [
      'UPDATE t SET n = 12 - n WHERE id IN (1, 2)',
      'changed id = 1',
      'changed id = 2',
    ],
    'a value that moves to the next column': [
      "UPDATE t SET x = 'a', y = 'b#c' WHERE id = 1",
      'changed id = 1',
    ],
    'a NULL that changes its column': ["UPDATE t SET x = '-', y = NULL WHERE id = 2", 'changed id = 2'],
    'a NULL that becomes empty': ["UPDATE t SET y = '' WHERE id = 3", 'changed id = 3'],
    'a NULL that becomes 0': ['UPDATE t SET n = NULL WHERE id = 3', 'changed id = 3'],
    'upper case': ["UPDATE t SET x = 'A#b' WHERE id = 1", 'changed id = 1'],
    'a trailing blank': ["UPDATE t SET y = 'c ' WHERE id = 1", 'changed id = 1'],
  };
  for (const [what, [sql = '', ...expected]] of Object.entries(wrong)) {
    await b.send('START TRANSACTION');
    await b.send(sql);
    await b.send('COMMIT');
    t.deepEqual(await differences(pair, 't'), expected, what);
    await b.send("REPLACE INTO t VALUES (1, 'a#b', 'c', 5), (2, NULL, '-', 7), (3, '', NULL, 0)");
  }
  t.deepEqual(await differences(pair, 't'), []);
});

serverTest('the first twenty differences are listed and all are counted', async (t, image) => {
  const { pair, b } = await comparedPair(t, image, [
    people,
    `INSERT INTO people (id, s) SELECT seq, 'x' FROM ${numbersTo(30_000)}`,
  ]);
  await b.send('DELETE FROM people WHERE id > 100 AND id <= 20000');
  await b.send(`INSERT INTO people (id, s) SELECT 50000 + seq, 'y' FROM ${numbersTo(30_000)}`);
  const { differences: found, more, tables } = await compare(pair, 'people');
  t.is(found.length, 20);
  t.deepEqual(found[0], { table: 'people', kind: 'missing', key: 'id = 101' });
  t.is(more, 19_900 + 30_000 - 20);
  t.like(tables[0], { rows: 30_000, differing: 49_900 });
});

flavorTest('a comparison that takes many points leaves nothing out', async (t, image) => {
  const { pair, b } = await comparedPair(t, image, [
    people,
    `INSERT INTO people (id, s) SELECT seq * 2, CONCAT('row ', seq) FROM ${numbersTo(60_000)}`,
  ]);
  const writers = await startWriters(t, pair, {
    sessions: 2,
    next: n => `UPDATE app.people SET n = n + 1 WHERE id = ${2 * (n % 60_000)}`,
  });
  const limits = { pointMs: 1 };
  const equal = await compareWith(pair, ['people'], { limits });
  t.deepEqual(equal.differences, []);
  t.is(equal.tables[0]?.rows, 60_000);
  t.is(equal.points.length, equal.tables[0]?.ranges ?? 0);
  const positions = new Set(equal.points.map(({ position }) => position));
  t.true(positions.size > 1, 'writes went on between the points');
  await b.send('UPDATE people SET n = n + 1 WHERE id IN (2, 4000, 4002, 120000)');
  const { differences: found } = await compareWith(pair, ['people'], { limits });
  await writers.stop();
  t.deepEqual(
    found.map(({ key }) => key),
    ['id = 2', 'id = 4000', 'id = 4002', 'id = 120000'],
  );
});

flavorTest('nothing is read while the servers have too much to do', async (t, image) => {
  const { pair } = await comparedPair(t, image, [people, "INSERT INTO people (s) VALUES ('x')"]);
  const told: string[] = [];
  const report = ({ what }: Progress) => void told.push(what);
  const busyLimits = { statements: -1, stallMs: 1 };
  await t.throwsAsync(compareWith(pair, ['people'], { report, limits: busyLimits }), {
    message: /rows cannot be compared: for 0 s, \d+ statements run on .*verifyStatements \(-1\)/u,
  });
  t.regex(told[0] ?? '', /^paused: /u);
});

serverTest('a row that somebody keeps locked is compared without waiting for him', async (t, image) => {
  const { pair, a } = await comparedPair(t, image, [
    people,
    "INSERT INTO people (id, s) VALUES (1, 'x'), (2, 'y')",
  ]);
  await a.send('START TRANSACTION');
  await a.send("UPDATE people SET s = 'not yet' WHERE id = 1");
  t.deepEqual(await differences(pair, 'people'), []);
});

serverTest('comparing writes nothing, neither rows nor positions', async (t, image) => {
  const { pair, a, b } = await comparedPair(t, image, [
    people,
    keyless,
    "INSERT INTO people (s) VALUES ('x')",
  ]);
  await b.send("UPDATE people SET s = 'y'");
  const positions = () => Promise.all([a, b].map(session => session.rows('SHOW BINARY LOGS')));
  const before = await positions();
  t.is((await compare(pair, 'people', 'keyless')).differences.length, 1);
  t.deepEqual(await positions(), before);
});
