/** What only MySQL has, or only MySQL gets wrong. */
import {
  add,
  alter,
  drop,
  plainTable,
  plainWrites,
  type Rest,
  unfit,
  type VerdictCase,
} from './verdict-case.js';

/** One setting says how all integers are widened: as signed, or as unsigned. */
const bothSigns = alter('MODIFY a BIGINT, MODIFY u BIGINT UNSIGNED', {
  create: [
    'CREATE TABLE t (id INT PRIMARY KEY, a INT, u INT UNSIGNED)',
    'INSERT INTO t VALUES (1, -1, 4000000000)',
  ],
  writes: ['INSERT INTO t VALUES (11, -1, 4000000000)', 'UPDATE t SET a = -7 WHERE id = 1'],
});

const overExpression: Rest = {
  create: plainTable.map(sql => sql.replace('s VARCHAR(20)', 's VARCHAR(20), KEY f ((a + 1))')),
};

export const mysqlCases: readonly VerdictCase[] = (
  [
    bothSigns,
    alter('ADD INDEX ((a + 1))'),
    add('INT', { ...overExpression, title: 'ADD c beside a key over an expression', back: plainWrites }),
    drop('DROP s', ['a', 'b'], { ...overExpression, title: 'DROP s beside a key over an expression' }),
    alter('MODIFY a BIGINT', { ...overExpression, title: 'MODIFY a under a key over an expression' }),
    alter('DROP INDEX f', overExpression),
    add('JSON NOT NULL'),
    add("TEXT DEFAULT ('x')"),
    alter('ADD CHECK (b < 60) NOT ENFORCED'),
    unfit('json', 'longtext'),
    unfit('longtext', 'json'),
  ] satisfies readonly VerdictCase[]
).map(known => ({ ...known, only: 'mysql' as const }));
