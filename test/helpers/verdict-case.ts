/**
 * How a case of the verdict is written: a change of structure, the writes under it, what the verdict says of it, and
 * what really happens between two servers of which only one has it.
 */
import type { ServerImage } from '../../src/sandbox/server-image.js';
import { edgeValues } from './edge-values.js';
import type { Outcome, VerdictCase } from './verdict-lab.js';

type Verdict = 'applies' | 'applies-with-conversion' | 'depends-on-data' | 'stops' | 'silently-wrong';

export type Known = { readonly verdict: Verdict; readonly really: Outcome };

/** On MariaDB 10.11, and elsewhere only where it is another; null where MySQL has no such thing. */
export type Expected = Known & { readonly later?: Known; readonly mysql?: Known | null };

export type KnownCase = VerdictCase & { readonly expected: Expected };

/** `later` is MariaDB from 11.8 on. */
export function expectedOn({ expected }: KnownCase, { flavor, version }: ServerImage): Known {
  const { mysql, later } = expected;
  if (flavor === 'mysql') return mysql ?? expected;
  return version.startsWith('10.') ? expected : (later ?? expected);
}

export const applies: Known = { verdict: 'applies', really: 'equal' };
export const converts: Known = { verdict: 'applies-with-conversion', really: 'equal' };
export const stops: Known = { verdict: 'stops', really: 'stopped' };
export const wrong: Known = { verdict: 'silently-wrong', really: 'differs' };
/** Refused although this server does it right: nobody relies on it, or another way of asking for it is wrong. */
export const refused: Known = { verdict: 'silently-wrong', really: 'equal' };
export const wrongButStops: Known = { verdict: 'silently-wrong', really: 'stopped' };

/** Column `c` becomes another type, on rows that exist and under every edge value. */
export function type(from: string, to: string, expected: Expected): KnownCase {
  const all = [...edgeValues(from), ...(/not null/.test(from) ? [] : ['NULL'])];
  const insert = (first: number) =>
    all.map((value, n) => `INSERT INTO t (id, c) VALUES (${first + n}, ${value})`);
  const update = (first: number, step: number) =>
    all.map((_, n) => `UPDATE t SET c = ${all[(n + step) % all.length]} WHERE id = ${first + n}`);
  // Old rows would make a DDL fail that cuts values; where it cannot apply anyway, they are not needed.
  const seed = expected.really === 'equal' ? insert(1) : ['INSERT INTO t (id, c) VALUES (1, NULL)'];
  return {
    title: `${from} → ${to}`,
    create: [`CREATE TABLE t (id INT PRIMARY KEY, c ${from}) CHARSET utf8mb4`, ...seed],
    ddl: [`ALTER TABLE t MODIFY c ${to}`],
    writes: [...insert(101), ...update(1, 1), ...update(101, 2), 'DELETE FROM t WHERE id IN (1, 102)'],
    expected,
  };
}

/** The same in a table where the applier must find a row by all its values, the converted one among them. */
export function typeWithoutKey(from: string, to: string, expected: Expected): KnownCase {
  const known = type(from, to, expected);
  const create = known.create.map(sql => sql.replace(' PRIMARY KEY', ''));
  return { ...known, title: `without a key: ${known.title}`, create };
}

const columns = 'id INT PRIMARY KEY, a INT, b INT, s VARCHAR(20)';
export const plainTable = [
  `CREATE TABLE t (${columns}) CHARSET utf8mb4`,
  "INSERT INTO t VALUES (1, 1, 10, 'a'), (2, 2, 20, 'b'), (3, NULL, 30, 'c')",
];
export const plainWrites = [
  "INSERT INTO t VALUES (11, 5, 50, 'x'), (12, NULL, NULL, NULL)",
  'UPDATE t SET a = 100 WHERE id = 1',
  "UPDATE t SET b = 77, s = 'q' WHERE id = 11",
  'UPDATE t SET s = NULL WHERE id = 3',
  'DELETE FROM t WHERE id = 2',
  "INSERT INTO t VALUES (13, -1, -2, 'y')",
  "REPLACE INTO t VALUES (13, -3, -4, 'z')",
  "INSERT INTO t VALUES (13, 1, 1, 'w') ON DUPLICATE KEY UPDATE a = 9",
  'UPDATE t SET id = 14 WHERE id = 13',
];

type Rest = Partial<Pick<VerdictCase, 'create' | 'writes' | 'conversions'>> & { readonly title?: string };

/** A change of a table `(id, a, b, s)` by one clause. */
export function alter(clause: string, expected: Expected, rest: Rest = {}): KnownCase {
  return {
    title: clause,
    create: plainTable,
    ddl: [`ALTER TABLE t ${clause}`],
    writes: plainWrites,
    ...rest,
    expected,
  };
}
