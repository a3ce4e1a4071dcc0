/** Every type of column, with values that are told apart by a hair only. */
import type { FlavorName } from '../../src/flavor/flavor.js';

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

export const typesOf: Readonly<Record<FlavorName, Types>> = {
  mariadb: {
    ...types,
    f2: ['UUID', "'123e4567-e89b-42d3-a456-426614174000'", "'123e4567-e89b-42d3-a456-426614174001'"],
    f3: ['INET6', "'2001:db8::1'", "'2001:db8::2'"],
  },
  mysql: { ...types, f4: ['VECTOR(2)', "TO_VECTOR('[1,2]')", "TO_VECTOR('[1,2.0000002]')"] },
};
