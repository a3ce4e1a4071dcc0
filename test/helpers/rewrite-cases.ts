/** Changes that are refused as they are, with the ways in which their rewrites go. */
import type { FlavorName } from '../../src/flavor/flavor.js';
import type { Strategy } from '../../src/plan/plan.js';

export type RewriteCase = {
  readonly title: string;
  /** A table `t`, and a parent `p` where there is one, with rows. */
  readonly create: readonly string[];
  readonly migration: readonly string[];
  /** Of the parts in order; null where this flavor has no safe way. */
  readonly ways: Readonly<Record<FlavorName, readonly Strategy[] | null>>;
  /** What the note must say. */
  readonly note?: RegExp;
  /** Before the refused change, which fails on these rows. */
  readonly prepare?: readonly string[];
  /** Columns that are not the same as after the refused change, because time goes on. */
  readonly apart?: readonly string[];
  /** 5 MB instead of 5 GB, for what is direct on a small table alone. */
  readonly small?: boolean;
};

const both = (...ways: readonly Strategy[]) => ({ mariadb: ways, mysql: ways });

const create = [
  'CREATE TABLE p (id INT PRIMARY KEY)',
  `CREATE TABLE t (id INT PRIMARY KEY, a INT DEFAULT 1, b INT, u INT UNSIGNED, d DATETIME(3) NOT NULL,
    s VARCHAR(40) CHARACTER SET latin1 NOT NULL COMMENT 'it''s, "so"', e ENUM('x','y') DEFAULT 'y',
    g INT AS (a + 1) STORED, KEY kb (b)) CHARSET utf8mb4`,
  'INSERT INTO p VALUES (1), (2)',
  `INSERT INTO t (id, a, b, u, d, s, e) VALUES (1, 5, 1, 4000000000, '2020-01-01 10:00:00.123', 'h\u00e9', 'x'),
    (2, NULL, 2, 7, '2020-02-02', '', 'y'), (3, -3, NULL, NULL, '2021-01-01', 'z', NULL)`,
];

type Rest = Partial<RewriteCase>;

const alter = (clauses: string, ways: RewriteCase['ways'], rest: Rest = {}): RewriteCase => ({
  title: clauses,
  create,
  migration: [`ALTER TABLE t ${clauses}`],
  ways,
  ...rest,
});

const withFulltext = [...create, 'ALTER TABLE t ADD FULLTEXT ft (s)'];

export const rewriteCases: readonly RewriteCase[] = [
  // Columns in the middle.
  alter('ADD x INT AFTER a, MODIFY a BIGINT DEFAULT 1', both('direct', 'flip')),
  alter('ADD x INT FIRST, ADD y VARCHAR(9) NOT NULL AFTER b, ADD INDEX (u)', both('direct', 'flip')),
  alter('DROP a, ADD INDEX (u), DROP g', both('direct', 'flip')),
  alter('ADD z INT AS (a + 2) STORED AFTER a', both('flip'), { note: /order of columns/ }),
  alter("ADD x INT DEFAULT 4 COMMENT 'AFTER a' AFTER a, ADD y INT AFTER x", both('flip'), {
    title: 'two columns in the middle of a table whose columns cannot come instantly',
    create: withFulltext,
    note: /order of columns/,
    ways: { mariadb: ['flip'], mysql: ['flip'] },
  }),
  alter('MODIFY b BIGINT AFTER id', both('flip'), { note: /order of columns/ }),
  // Types.
  alter('MODIFY s VARCHAR(40) NOT NULL', both('direct', 'data', 'direct', 'direct'), { note: /s_new/ }),
  alter('MODIFY d DATETIME NOT NULL', both('direct', 'data', 'direct', 'direct'), {
    note: /releases of their own/,
  }),
  alter("MODIFY e ENUM('z','x','y') DEFAULT 'y'", both('direct', 'data', 'direct', 'direct'), {
    note: /e_new/,
  }),
  alter('MODIFY u BIGINT', both('direct', 'data', 'direct', 'direct'), { note: /u_new/ }),
  alter('CHANGE u w VARCHAR(20), ADD INDEX (s)', { mariadb: null, mysql: null }),
  // Nulls.
  alter('MODIFY a BIGINT NOT NULL DEFAULT 7, DROP g', both('direct', 'flip', 'data', 'direct'), {
    small: true,
    note: /hold '7' afterwards/,
    prepare: ['UPDATE t SET a = 7 WHERE a IS NULL'],
  }),
  alter('MODIFY u INT UNSIGNED NOT NULL', both('direct', 'data', 'direct', 'direct'), {
    note: /NULL becomes '0' in u/,
    prepare: ['UPDATE t SET u = 0 WHERE u IS NULL'],
  }),
  // Defaults that each server would evaluate for itself.
  alter('ADD c DATETIME NOT NULL DEFAULT CURRENT_TIMESTAMP', both('flip', 'direct', 'data'), {
    create: withFulltext,
    apart: ['c'],
    note: /1970-01-02/,
  }),
  alter('ADD c INT DEFAULT (1 + 2) COMMENT "b, c", MODIFY a BIGINT DEFAULT 1', {
    mariadb: ['direct', 'flip'],
    mysql: ['direct', 'data', 'flip'],
  }),
  // Foreign keys.
  alter('ADD CONSTRAINT f FOREIGN KEY (b) REFERENCES p (id) ON DELETE CASCADE', both('direct'), {
    small: true,
    note: /foreign_key_checks=0/,
    create: [...create, 'DELETE FROM t WHERE id = 3'],
  }),
  alter(
    'DROP FOREIGN KEY f, MODIFY a BIGINT DEFAULT 1',
    { mariadb: ['direct', 'flip'], mysql: null },
    {
      title: 'DROP a cascading FOREIGN KEY beside a copy',
      create: [
        ...create,
        'ALTER TABLE t ADD CONSTRAINT f FOREIGN KEY (b) REFERENCES p (id) ON DELETE CASCADE',
      ],
    },
  ),
  // Several things in one migration.
  alter('', both('flip', 'data'), {
    title: 'structure and rows',
    migration: ['ALTER TABLE t MODIFY a BIGINT DEFAULT 1', 'UPDATE t SET b = 9 WHERE b IS NULL'],
  }),
  alter('', both('flip', 'direct'), {
    title: 'a copy and a table that goes',
    migration: ['ALTER TABLE t MODIFY a BIGINT DEFAULT 1', 'DROP TABLE p'],
  }),
  alter(
    'MODIFY a BIGINT DEFAULT 1, MODIFY u BIGINT UNSIGNED',
    { mariadb: null, mysql: ['flip', 'flip'] },
    {
      title: 'signed and unsigned integers widen',
    },
  ),
];
