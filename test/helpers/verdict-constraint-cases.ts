/** What becomes of foreign keys with each action, of their parents, and of checks. */
import { alter, type Rest, type VerdictCase } from './verdict-case.js';

/** A child `t` of `p`, perhaps with a key between them already. Parents come, change their key, and go. */
const parents = (clause: string, rest: Rest = {}): Rest => ({
  create: [
    'CREATE TABLE p (id INT PRIMARY KEY, n INT)',
    `CREATE TABLE t (id INT PRIMARY KEY, a INT, KEY (a)${clause})`,
    'INSERT INTO p (id) VALUES (1), (2), (3), (4)',
    'INSERT INTO t VALUES (1, 1), (2, 2), (3, 3)',
  ],
  writes: [
    'INSERT INTO t VALUES (11, 3)',
    'UPDATE t SET a = NULL WHERE id = 2',
    'INSERT INTO p VALUES (5, 5)',
    'UPDATE p SET n = 9 WHERE id = 1',
    'DELETE FROM p WHERE id = 4',
    'DELETE FROM t WHERE id = 3',
  ],
  ...rest,
});

const key = (actions: string) => `CONSTRAINT f FOREIGN KEY (a) REFERENCES p (id)${actions}`;

const actions = [
  ['ON DELETE CASCADE', 'DELETE FROM p WHERE id = 1'],
  ['ON DELETE SET NULL', 'DELETE FROM p WHERE id = 1'],
  ['ON UPDATE CASCADE', 'UPDATE p SET id = 7 WHERE id = 1'],
  ['ON UPDATE SET NULL', 'UPDATE p SET id = 7 WHERE id = 1'],
] as const;

/** With the key the children follow their parents; without it they stay behind. */
const cascadeCases: readonly VerdictCase[] = actions.flatMap(([action, write]) => [
  alter(`ADD FOREIGN KEY … ${action}`, {
    ...parents('', { writes: [write], back: [write] }),
    ddl: [`ALTER TABLE t ADD ${key(` ${action}`)}`],
  }),
  alter(`DROP FOREIGN KEY … ${action}`, {
    ...parents(`, ${key(` ${action}`)}`, { writes: [write], back: [write] }),
    ddl: ['ALTER TABLE t DROP FOREIGN KEY f'],
  }),
]);

/** Changes beside a key that stays: what it does, it does on both sides. */
const besideCases: readonly VerdictCase[] = actions.flatMap(([action, write]) => [
  alter(`ADD c INT beside ${action}`, {
    ...parents(`, ${key(` ${action}`)}`, { writes: [write, 'INSERT INTO t (id, a) VALUES (11, 3)'] }),
    ddl: ['ALTER TABLE t ADD c INT DEFAULT 3'],
  }),
]);

const plainKeyCases: readonly VerdictCase[] = [
  alter('ADD FOREIGN KEY (a) REFERENCES p (id)', parents('')),
  alter('ADD FOREIGN KEY … ON DELETE NO ACTION', {
    ...parents(''),
    ddl: [`ALTER TABLE t ADD ${key(' ON DELETE NO ACTION ON UPDATE RESTRICT')}`],
  }),
  alter('ADD FOREIGN KEY (a) REFERENCES p (id)', {
    ...parents('', { writes: ['INSERT INTO t VALUES (9, 999)'], back: ['INSERT INTO t VALUES (11, 3)'] }),
    title: 'ADD FOREIGN KEY, and an orphan arrives',
  }),
  alter('DROP FOREIGN KEY f', parents(`, ${key('')}`)),
  alter('DROP FOREIGN KEY f', {
    ...parents(`, ${key('')}`, { back: ['INSERT INTO t VALUES (11, 999)'] }),
    title: 'DROP FOREIGN KEY, and an orphan is written',
  }),
  {
    ...alter('FOREIGN KEY RESTRICT → CASCADE', parents(`, ${key('')}`)),
    ddl: ['ALTER TABLE t DROP FOREIGN KEY f', `ALTER TABLE t ADD ${key(' ON DELETE CASCADE')}`],
    back: ['DELETE FROM p WHERE id = 1'],
  },
];

const checkCases: readonly VerdictCase[] = [
  alter('ADD CHECK (b < 1000)'),
  alter('ADD CONSTRAINT k CHECK (b < 60)', { back: ['INSERT INTO t (id, a, b) VALUES (11, 1, 59)'] }),
  alter('DROP CONSTRAINT k', {
    create: [
      'CREATE TABLE t (id INT PRIMARY KEY, a INT, b INT, s VARCHAR(20), CONSTRAINT k CHECK (b < 1000))',
      "INSERT INTO t VALUES (1, 1, 10, 'a'), (2, 2, 20, 'b'), (3, NULL, 30, 'c')",
    ],
  }),
];

export const constraintCases: readonly VerdictCase[] = [
  ...cascadeCases,
  ...besideCases,
  ...plainKeyCases,
  ...checkCases,
];

/** With `innodb_native_foreign_keys` what a key does to other rows is in no event. */
export const engineKeyCases: readonly VerdictCase[] = cascadeCases.map(known => ({
  ...known,
  title: `${known.title}, by the storage engine`,
  only: 'mysql',
  engineKeys: true,
}));
