/** Every type of column is compared exactly: equal where nothing was done, different after the smallest change. */
import { caughtUp, comparedPairs, differences } from '../../helpers/compared.js';
import { flavorOf } from '../../helpers/flavors.js';
import { numbersTo } from '../../helpers/numbers-to.js';
import { flavorTest, serverTest } from '../../helpers/server-test.js';
import { typesOf } from '../../helpers/type-values.js';
import { startWriters } from '../../helpers/writers.js';

const comparedPair = comparedPairs();

flavorTest('every type is compared exactly', async (t, image) => {
  const all = Object.entries(typesOf[image.flavor]);
  const columns = all.map(([name, [type]]) => `${name} ${type}`);
  const values = all.map(([, [, value]]) => value);
  const { pair, b } = await comparedPair(t, image, [
    "SET sql_mode = ''",
    `CREATE TABLE t (id INT PRIMARY KEY, ${columns.join(', ')})`,
    `INSERT INTO t VALUES (1, ${values.join(', ')})`,
    'INSERT INTO t (id) VALUES (2)',
  ]);
  await b.send("SET sql_mode = ''");
  t.deepEqual(await differences(pair, 't'), []);
  for (const [name, [type, value, close]] of all) {
    for (const wrong of [close, 'NULL']) {
      await b.send(`UPDATE t SET ${name} = ${wrong} WHERE id = 1`);
      t.deepEqual(await differences(pair, 't'), ['changed id = 1'], `${type}: ${value} and ${wrong}`);
      await b.send(`UPDATE t SET ${name} = ${value} WHERE id = 1`);
    }
    t.deepEqual(await differences(pair, 't'), [], type);
  }
});

serverTest('types that the passive has already widened are compared by value', async (t, image) => {
  // MySQL widens either signed integers or unsigned ones, and zeros make one unsigned.
  const number = image.flavor === 'mariadb' ? 'INT(5) ZEROFILL' : 'INT';
  const { pair, a, b } = await comparedPair(t, image, [
    `CREATE TABLE t (id INT, part VARCHAR(10) COLLATE utf8mb3_general_ci, n ${number} NOT NULL DEFAULT 0,
  d DECIMAL(8,2), f FLOAT, s VARCHAR(20) CHARACTER SET utf8mb3, c VARCHAR(9), bin BINARY(4), e ENUM('x'),
  v INT AS (n + 1), gone INT, PRIMARY KEY (id, part))`,
    `INSERT INTO t (id, part, d, f, s, c, bin, e) SELECT seq, CONCAT('p', seq % 3), seq / 7, seq / 3, CONCAT('näme ', seq),
  'pad', X'0102', 'x' FROM ${numbersTo(5000)}`,
  ]);
  const { stopApplier, setConversions, startReplication } = flavorOf(image);
  for (const sql of [...stopApplier(), ...setConversions('ALL_NON_LOSSY')]) await b.send(sql);
  await b.send(`ALTER TABLE t MODIFY id BIGINT, MODIFY part VARCHAR(30) COLLATE utf8mb4_general_ci, MODIFY n BIGINT NOT NULL,
  MODIFY d DECIMAL(12,4), MODIFY f DOUBLE, MODIFY s TEXT CHARACTER SET utf8mb4, MODIFY c CHAR(9), MODIFY bin BINARY(8),
  MODIFY e ENUM('x', 'y'), DROP v, DROP gone, ADD INDEX (n), ADD fresh INT NOT NULL DEFAULT 7`);
  for (const sql of startReplication()) await b.send(sql);
  const writers = await startWriters(t, pair, {
    sessions: 4,
    next: n =>
      n % 2 === 0
        ? insertWide(n)
        : `UPDATE app.t SET n = n + 1, f = f / 3, d = d + 0.01 WHERE id = ${n % 5000}`,
  });
  for (let round = 0; round < 3; round++) t.deepEqual(await differences(pair, 't'), []);
  await writers.stop();
  await caughtUp({ image, a, b });
  await b.send("UPDATE t SET s = CONCAT(s, '!') WHERE id = 42");
  await b.send('UPDATE t SET d = d + 0.0001 WHERE id = 43');
  t.deepEqual(await differences(pair, 't'), [
    "changed id = 42 and part = 'p0'",
    "changed id = 43 and part = 'p1'",
  ]);
});

function insertWide(n: number): string {
  return `INSERT INTO app.t (id, part, n, d, f, s, c, bin, e) VALUES (${n + 10_000}, 'p', ${n}, 1.5, 0.1, 'ö', 'x', X'FF', 'x')`;
}

const mariadbKeys = {
  uuid: ['UUID', "'123e4567-e89b-42d3-a456-426614174000'", "k = '123e4567-e89b-42d3-a456-426614174000'"],
  inet: ['INET6', "'2001:db8::1'", "k = '2001:db8::1'"],
} as const;

serverTest('a key of every type that can be one finds its row', async (t, image) => {
  const keys: Readonly<Record<string, readonly [string, string, string]>> = {
    number: ['DECIMAL(30,10)', '12345678901234567890.0123456789', 'k = 12345678901234567890.0123456789'],
    big: ['BIGINT UNSIGNED', '18446744073709551615', 'k = 18446744073709551615'],
    zeros: ['INT(9) ZEROFILL', '7', 'k = 7'],
    text: ['VARCHAR(50) COLLATE utf8mb4_unicode_ci', "'O''Brien\\\\ ☃'", "k = 'O''Brien\\ ☃'"],
    bytes: ['VARBINARY(9)', "X'00275C'", "k = X'00275C'"],
    fixed: ['BINARY(3)', "X'41'", "k = X'410000'"],
    moment: ['DATETIME(6)', "'2026-01-01 12:00:00.000001'", "k = '2026-01-01 12:00:00.000001'"],
    span: ['TIME(2)', "'-12:30:00.25'", "k = '-12:30:00.25'"],
    ...(image.flavor === 'mariadb' && mariadbKeys),
  };
  const tables = Object.entries(keys).flatMap(([name, [type, value]]) => [
    `CREATE TABLE ${name} (k ${type} PRIMARY KEY, n INT)`,
    `INSERT INTO ${name} VALUES (${value}, 1)`,
  ]);
  const { pair, b } = await comparedPair(t, image, tables);
  for (const [name, [, , text]] of Object.entries(keys)) {
    t.deepEqual(await differences(pair, name), [], name);
    await b.send(`UPDATE ${name} SET n = 2`);
    t.deepEqual(await differences(pair, name), [`changed ${text}`]);
  }
});
