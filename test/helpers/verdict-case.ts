/**
 * How a case of the verdict is written: a change of structure, and what is written under it. What really comes of it is
 * no part of a case: a server says that, and `test/golden/verdicts/` has it.
 */
import type { FlavorName } from '../../src/flavor/flavor.js';
import { edgeValues } from './edge-values.js';

export type VerdictCase = {
  readonly title: string;
  /** On both servers before the change. The tables are `t` and, where there are parents, `p`. */
  readonly create: readonly string[];
  /** On one server first, on the other at the end. */
  readonly ddl: readonly string[];
  /** What is written with the old structure. Rows that are there are below 10. */
  readonly writes: readonly string[];
  /** What is written with the new structure; null where no table is left to write to, or chance decides. */
  readonly back: readonly string[] | null;
  /** What takes the change back, where the difference of the structures does not say it: columns that moved. */
  readonly undo?: readonly string[];
  /** Columns that only the old structure has: no event can tell what rows that are there would have in them. */
  readonly lost?: readonly string[];
  /** Where only one of the flavors has such a thing. */
  readonly only?: FlavorName;
  /** On servers of MySQL that leave foreign keys to the storage engine. */
  readonly engineKeys?: true;
};

/** Column `c` becomes another type, on rows that exist and under every edge value, in both directions. */
export function type(from: string, to: string, seeds: readonly string[] = valuesOf(from)): VerdictCase {
  return {
    title: `${from} → ${to}`,
    create: [`CREATE TABLE t (id INT PRIMARY KEY, c ${from}) CHARSET utf8mb4`, ...inserted(1, seeds)],
    ddl: [`ALTER TABLE t MODIFY c ${to}`],
    writes: edgeWrites(from, seeds.length),
    back: edgeWrites(to, seeds.length),
  };
}

/** The same where values that are there would not survive the change: there is only a NULL. */
export function unfit(from: string, to: string): VerdictCase {
  return type(from, to, ['NULL']);
}

/** The same in a table where the applier must find a row by all its values, the converted one among them. */
export function withoutKey(known: VerdictCase): VerdictCase {
  const create = known.create.map(sql => sql.replace(' PRIMARY KEY', ' NOT NULL'));
  return { ...known, title: `without a key: ${known.title}`, create };
}

function valuesOf(definition: string): readonly string[] {
  return [...edgeValues(definition), ...(/not null/.test(definition) ? [] : ['NULL'])];
}

function inserted(first: number, values: readonly string[]): readonly string[] {
  return values.map((value, n) => `INSERT INTO t (id, c) VALUES (${first + n}, ${value})`);
}

function edgeWrites(definition: string, seeded: number): readonly string[] {
  const all = valuesOf(definition);
  const updated = (first: number, step: number, count = all.length) =>
    Array.from(
      { length: count },
      (_, n) => `UPDATE t SET c = ${all[(n + step) % all.length]} WHERE id = ${first + n}`,
    );
  return [
    ...inserted(101, all),
    'INSERT INTO t (id) VALUES (201)',
    ...updated(1, 1, seeded),
    ...updated(101, 2),
    'UPDATE t SET id = 202 WHERE id = 201',
    'DELETE FROM t WHERE id IN (1, 102)',
  ];
}

const columns = 'id INT PRIMARY KEY, a INT, b INT, s VARCHAR(20)';
export const plainTable = [
  `CREATE TABLE t (${columns}) CHARSET utf8mb4`,
  "INSERT INTO t VALUES (1, 1, 10, 'a'), (2, 2, 20, 'b'), (3, NULL, 30, 'c')",
];
export const plainWrites = [
  "INSERT INTO t (id, a, b, s) VALUES (11, 5, 50, 'x'), (12, NULL, NULL, NULL)",
  'UPDATE t SET a = 100 WHERE id = 1',
  "UPDATE t SET b = 77, s = 'q' WHERE id = 11",
  'UPDATE t SET s = NULL WHERE id = 3',
  'DELETE FROM t WHERE id = 2',
  "INSERT INTO t (id, a, b, s) VALUES (13, -1, -2, 'y')",
  "REPLACE INTO t (id, a, b, s) VALUES (13, -3, -4, 'z')",
  "INSERT INTO t (id, a, b, s) VALUES (13, 1, 1, 'w') ON DUPLICATE KEY UPDATE a = 9",
  'UPDATE t SET id = 14 WHERE id = 13',
  'INSERT INTO t (id) VALUES (15)',
];

export type Rest = Partial<VerdictCase>;

/** A change of a table `(id, a, b, s)` by one clause that leaves it its columns. */
export function alter(clause: string, rest: Rest = {}): VerdictCase {
  const writes = rest.writes ?? plainWrites;
  return {
    title: clause,
    create: plainTable,
    ddl: [`ALTER TABLE t ${clause}`],
    writes,
    back: rest.back === undefined ? writes : rest.back,
    ...rest,
  };
}

/** `ADD c …` at the end, written to once it is there. */
export function add(definition: string, rest: Rest = {}): VerdictCase {
  const values = / AS \(|auto_increment|point/i.test(definition) ? [] : valuesOf(definition.toLowerCase());
  const written = values.flatMap((value, n) => [
    `INSERT INTO t (id, a, b, s, c) VALUES (${20 + n}, ${n}, ${-n}, 'n', ${value})`,
    `UPDATE t SET c = ${value} WHERE id = ${1 + (n % 3)}`,
  ]);
  return alter(`ADD c ${definition}`, { back: [...written, ...plainWrites], ...rest });
}

/** A change after which `t` lacks some of its columns: `kept` are left. */
export function drop(clause: string, kept: readonly string[], rest: Rest = {}): VerdictCase {
  const lost = ['a', 'b', 's'].filter(name => !kept.includes(name));
  return alter(clause, { back: writesOf(kept), lost, ...rest });
}

function writesOf(kept: readonly string[]): readonly string[] {
  const row = (id: number) => [id, ...kept.map((name, n) => (name === 's' ? "'k'" : `${id + n}`))].join();
  return [
    `INSERT INTO t (${['id', ...kept].join()}) VALUES (${row(11)}), (${row(12)})`,
    'INSERT INTO t (id) VALUES (13)',
    ...kept.map(name => `UPDATE t SET ${name} = ${name === 's' ? "'q'" : 99} WHERE id IN (1, 12)`),
    'DELETE FROM t WHERE id = 2',
    'UPDATE t SET id = 14 WHERE id = 11',
  ];
}
