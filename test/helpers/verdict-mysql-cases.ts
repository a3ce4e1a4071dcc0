/** What only MySQL has, or only MySQL gets wrong. */
import {
  alter,
  applies,
  converts,
  type KnownCase,
  plainTable,
  refused,
  type,
  wrong,
  wrongButStops,
} from './verdict-case.js';
import { tableCases } from './verdict-table-cases.js';

const numbered = {
  create: [
    'CREATE TABLE t (id INT PRIMARY KEY, a INT, u INT UNSIGNED)',
    'INSERT INTO t VALUES (1, -1, 4000000000)',
  ],
  writes: ['INSERT INTO t VALUES (2, -1, 4000000000)', 'UPDATE t SET a = -7 WHERE id = 1'],
};
const bothSigns = 'MODIFY a BIGINT, MODIFY u BIGINT UNSIGNED';

/** One setting says how all integers are widened: as signed, or as unsigned. */
const signCases: readonly KnownCase[] = [
  alter(bothSigns, wrongButStops, numbered),
  ...['ALL_NON_LOSSY', 'ALL_NON_LOSSY,ALL_UNSIGNED', 'ALL_NON_LOSSY,ALL_SIGNED,ALL_UNSIGNED'].map(
    conversions =>
      alter(bothSigns, wrong, { ...numbered, title: `${bothSigns} with ${conversions}`, conversions }),
  ),
  {
    ...type('int unsigned', 'bigint unsigned', { verdict: 'applies-with-conversion', really: 'differs' }),
    title: 'int unsigned → bigint unsigned without ALL_UNSIGNED',
    conversions: 'ALL_NON_LOSSY',
  },
];

const overExpression = {
  create: plainTable.map(sql => sql.replace('s VARCHAR(20)', 's VARCHAR(20), KEY f ((a + 1))')),
};

const expressionCases: readonly KnownCase[] = [
  alter('ADD INDEX ((a + 1))', applies),
  alter('ADD c INT', applies, { ...overExpression, title: 'ADD c beside a key over an expression' }),
  alter('DROP s', applies, { ...overExpression, title: 'DROP s beside a key over an expression' }),
  alter('MODIFY a BIGINT', converts, { ...overExpression, title: 'MODIFY a under a key over an expression' }),
  alter('DROP INDEX f', applies, overExpression),
];

/** With `innodb_native_foreign_keys` what a key does to other rows is in no event. */
export const engineKeyCases: readonly KnownCase[] = tableCases
  .filter(({ title }) => title === 'DROP FOREIGN KEY f')
  .map(known => ({ ...known, title: 'DROP FOREIGN KEY f of the storage engine', expected: wrong }));

export const mysqlCases: readonly KnownCase[] = [
  ...signCases,
  ...expressionCases,
  alter('ADD c JSON NOT NULL', applies),
  alter("ADD c TEXT DEFAULT ('x')", refused),
  alter('ADD CHECK (b < 60) NOT ENFORCED', applies),
  type('json', 'longtext', { verdict: 'stops', really: 'stopped' }),
];
