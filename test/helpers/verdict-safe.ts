/** Changes that are known to be safe on the passive first, each with the cases that try it. */
import type { FlavorName } from '../../src/flavor/flavor.js';
import type { Verdict } from '../../src/plan/plan.js';

type SafeChange = readonly [rule: string, verdict: Verdict['kind'], titles: readonly string[]];

const always: readonly SafeChange[] = [
  ['a column at the end that may be NULL', 'applies', ['ADD c INT', 'ADD c TEXT', 'ADD c JSON']],
  [
    'a column at the end with a literal',
    'applies',
    ['ADD c INT DEFAULT 7', "ADD c VARCHAR(10) NOT NULL DEFAULT 'x'"],
  ],
  ['columns at the end go', 'applies', ['DROP s', 'DROP b, DROP s']],
  ['a column gets another name', 'applies', ['RENAME COLUMN a TO z']],
  ['an index comes', 'applies', ['ADD INDEX (a), ADD INDEX (b, s)', 'ADD FULLTEXT (s)']],
  ['an index goes', 'applies', ['DROP INDEX i']],
  ['an index gets another name', 'applies', ['RENAME INDEX i TO j']],
  ['a unique key comes', 'applies', ['ADD UNIQUE (s)']],
  ['NULL → NOT NULL is asked of the rows', 'depends-on-data', ['MODIFY b INT NOT NULL']],
  [
    'members are appended',
    'applies',
    ["enum('a','b') → enum('a','b','c')", "set('a','b') → set('a','b','c')"],
  ],
  [
    'a generated column at the end',
    'applies',
    ['ADD c INT AS (a + b) STORED', 'ADD c INT AS (a + 1) VIRTUAL, ADD INDEX (c)'],
  ],
  ['partitions come and go', 'applies', ['PARTITION BY HASH (id) PARTITIONS 3', 'REMOVE PARTITIONING']],
  ['rows are stored otherwise', 'applies', ['ROW_FORMAT=COMPRESSED', 'ENGINE=InnoDB']],
  ['a comment', 'applies', ["int → int comment 'x'"]],
  ['a default', 'applies', ['ALTER a SET DEFAULT 5', 'int default 5 → int default 6']],
  [
    'a collation',
    'applies',
    ['varchar(50) → varchar(50) collate utf8mb4_bin', 'text → text collate utf8mb4_bin'],
  ],
  [
    'signed integers widen',
    'applies-with-conversion',
    ['int → bigint', 'tinyint → smallint', 'tinyint → bigint'],
  ],
  ['unsigned integers widen', 'applies-with-conversion', ['int unsigned → bigint unsigned']],
  [
    'texts and bytes grow',
    'applies-with-conversion',
    ['varchar(50) → varchar(200)', 'varchar(50) → text', 'text → longtext', 'varbinary(10) → varbinary(300)'],
  ],
  [
    'utf8mb3 → utf8mb4',
    'applies-with-conversion',
    ['varchar(50) character set utf8mb3 → varchar(50)', 'CONVERT TO CHARACTER SET utf8mb4'],
  ],
  [
    'decimals grow',
    'applies-with-conversion',
    ['decimal(10,2) → decimal(12,2)', 'decimal(10,2) → decimal(12,4)'],
  ],
  ['FLOAT → DOUBLE', 'applies-with-conversion', ['float → double']],
  ['VARCHAR → CHAR of the same length', 'applies-with-conversion', ['varchar(50) → char(50)']],
];

export function safeChanges(flavor: FlavorName): readonly SafeChange[] {
  return flavor === 'mysql'
    ? always
    : [...always, ['DATE → DATETIME', 'applies-with-conversion', ['date → datetime']]];
}
