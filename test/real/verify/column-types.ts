/** Every type of column is compared exactly: equal where nothing was done, different after the smallest change. */
import type { FlavorName } from '../../../src/flavor/flavor.js';
import { caughtUp, comparedPairs, differences } from '../../helpers/compared.js';
import { flavorOf } from '../../helpers/flavors.js';
import { numbersTo } from '../../helpers/numbers-to.js';
import { flavorTest, serverTest } from '../../helpers/server-test.js';
import { startWriters } from '../../helpers/writers.js';

/** Type, value, and a value as close to it as the type allows. */
const types: Readonly<Record<string, readonly [string, string, string]>> = {
  a1: ['TINYINT', '-128', '-127'],
  a2: ['SMALLINT UNSIGNED', '65535', '65534'],
  a3: ['MEDIUMINT', '-8388608', '8388607'],
  a4: ['INT(8) UNSIGNED ZEROFILL', '42', '420'],
  a5: ['BIGINT UNSIGNED', '18446744073709551615', '18446744073709551614'],
  a6: ['BIT(64)', "b'1000000000000000000000000000000000000000000000000000000000000001'", "b'1'"],
  a7: ['YEAR', '2026', '2027'],
  b1: ['DECIMAL(65,30)', '0.000000000000000000000000000001', '0'],
  b2: ['FLOAT', '1.1', '1.1000001'],
  b3: ['DOUBLE', '0.1', '0.10000000000000002'],
  c1: ['CHAR(10) CHARACTER SET latin1', "'é'", "'è'"],
  c2: ['VARCHAR(20) CHARACTER SET utf8mb4', "'😀'", "'😁'"],
  c3: ['TEXT CHARACTER SET utf8mb3', "REPEAT('ä', 20000)", "CONCAT(REPEAT('ä', 19999), 'a')"],
  c4: ['LONGTEXT', "REPEAT('x', 5000000)", "CONCAT(REPEAT('x', 4999999), 'y')"],
  c5: ["ENUM('a','b')", "'a'", "'b'"],
  c6: ["SET('a','b')", "'a,b'", "'a'"],
  c7: ['JSON', `'{"a": 1}'`, `'{"a": 2}'`],
  d1: ['BINARY(4)', "X'01'", "X'02'"],
  d2: ['VARBINARY(10)', "X'0100'", "X'01'"],
  d3: ['LONGBLOB', "REPEAT(X'00', 100000)", "REPEAT(X'00', 100001)"],
  e1: ['DATE', "'0000-00-00'", "'1000-01-01'"],
  e2: ['DATETIME(6)', "'2026-01-01 00:00:00.000001'", "'2026-01-01 00:00:00.000002'"],
  e3: ['TIMESTAMP(6) NULL', "'2026-03-29 00:30:00.5'", "'2026-03-29 00:30:00.6'"],
  e4: ['TIME(3)', "'-838:59:58.999'", "'-838:59:58.998'"],
  f1: ['POINT', "ST_GeomFromText('POINT(1 2)')", "ST_GeomFromText('POINT(1 2.0000000000000004)')"],
};

type Types = typeof types;

const typesOf: Readonly<Record<FlavorName, Types>> = {
  mariadb: {
    ...types,
    f2: ['UUID', "'123e4567-e89b-42d3-a456-426614174000'", "'123e4567-e89b-42d3-a456-426614174001'"],
    f3: ['INET6', "'2001:db8::1'", "'2001:db8::2'"],
  },
  mysql: { ...types, f4: ['VECTOR(2)', "TO_VECTOR('[1,2]')", "TO_VECTOR('[1,2.0000002]')"] },
};

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
