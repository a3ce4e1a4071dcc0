/** Where a name means a variable, and where it cannot. */
import test from 'ava';
import { placedPartsOf } from '../../../src/programs/lint/placed-parts.js';
import { allSteps } from '../../../src/programs/lint/read-program.js';
import { trialsOf } from '../../../src/programs/lint/trials.js';
import { usesIn } from '../../../src/programs/lint/uses.js';
import { read } from '../../helpers/lint/read.js';

const trialOf = (statement: string, kind: 'procedure' | 'trigger' = 'procedure'): string => {
  const head =
    kind === 'trigger'
      ? 'CREATE TRIGGER p BEFORE INSERT ON t FOR EACH ROW'
      : 'CREATE PROCEDURE p(x INT, day INT, name INT)';
  return trialsOf(read(`${head} BEGIN DECLARE v INT; DECLARE r ROW (a INT); ${statement}; END`, kind))
    .map(({ sql }) => sql)
    .join(' | ');
};

const same = (sql: string): readonly [string, string] => [sql, sql];

const cases: readonly (readonly [statement: string, prepared: string])[] = [
  ['SELECT a FROM t WHERE b = x AND v > 1', 'SELECT a FROM t WHERE b = ? AND ? > 1'],
  ['SELECT x, v + 1, f(x) FROM t', 'SELECT ? AS `x`, ? + 1, f(?) FROM t'],
  ['SELECT t.x, x.a AS x, b x FROM t AS x', 'SELECT t.x, x.a AS x, b x FROM t AS x'],
  ['SELECT x FROM x JOIN v ON x = v.x', 'SELECT ? AS `x` FROM x JOIN v ON ? = v.x'],
  ['SELECT r.a FROM t', 'SELECT ? FROM t'],
  ['SELECT a INTO v FROM t', 'SELECT a INTO @dbshift_lint_0 FROM t'],
  [
    'SELECT a, b FROM t WHERE c = x INTO v, x',
    'SELECT a, b FROM t WHERE c = ? INTO @dbshift_lint_0, @dbshift_lint_1',
  ],
  ['INSERT INTO t (x, v) VALUES (x, v)', 'INSERT INTO t (x, v) VALUES (?, ?)'],
  ['INSERT INTO x SET x = x, v = VALUES(v)', 'INSERT INTO x SET x = ?, v = VALUES(v)'],
  [
    'INSERT t (x) SELECT x FROM u ON DUPLICATE KEY UPDATE x = x, v = VALUES(v)',
    'INSERT t (x) SELECT ? AS `x` FROM u ON DUPLICATE KEY UPDATE x = ?, v = VALUES(v)',
  ],
  [
    'UPDATE t SET x = x, t.v = v + 1 WHERE v = x LIMIT v',
    'UPDATE t SET x = ?, t.v = ? + 1 WHERE ? = ? LIMIT ?',
  ],
  ['UPDATE t JOIN u USING (x) SET v = x', 'UPDATE t JOIN u USING (x) SET v = ?'],
  ['DELETE x FROM t AS x WHERE x.a = x', 'DELETE x FROM t AS x WHERE x.a = ?'],
  [
    'WITH x (v) AS (SELECT v FROM t) SELECT v FROM x',
    'WITH x (v) AS (SELECT ? AS `v` FROM t) SELECT ? AS `v` FROM x',
  ],
  ['SELECT a FROM t USE INDEX (x) WHERE a = x', 'SELECT a FROM t USE INDEX (x) WHERE a = ?'],
  [
    'SELECT TRIM(x FROM v), EXTRACT(DAY FROM x), TIMESTAMPDIFF(DAY, x, v) FROM t',
    'SELECT TRIM(? FROM ?), EXTRACT(DAY FROM ?), TIMESTAMPDIFF(DAY, ?, ?) FROM t',
  ],
  same('SELECT x(1), @x, `t`.`x` FROM t'),
  [
    'SELECT a FROM (SELECT x FROM t) AS v WHERE v.x = x',
    'SELECT a FROM (SELECT ? AS `x` FROM t) AS v WHERE v.x = ?',
  ],
  [
    'SELECT a FROM t WHERE EXISTS (SELECT 1 FROM u WHERE u.x = X)',
    'SELECT a FROM t WHERE EXISTS (SELECT 1 FROM u WHERE u.x = ?)',
  ],
  ['SELECT a FROM t UNION SELECT x', 'SELECT a FROM t UNION SELECT ? AS `x`'],
  [
    'SELECT RANK() OVER (PARTITION BY x ORDER BY v) FROM t',
    'SELECT RANK() OVER (PARTITION BY ? ORDER BY ?) FROM t',
  ],
  [
    'SET v = x + 1, @y = (SELECT x FROM t), SESSION sql_mode = x',
    'SELECT ? + 1 | SELECT (SELECT ? AS `x` FROM t)',
  ],
  ['CALL p(x, 1 + v)', 'SELECT ?, 1 + ?'],
  ['IF x = (SELECT MAX(n) FROM t) THEN DO v; END IF', 'SELECT ? = (SELECT MAX(n) FROM t) | DO ?'],
  ['DROP TABLE x', ''],
  ["SELECT a INTO OUTFILE 'f' FROM t", ''],
];

for (const [statement, prepared] of cases)
  test(`is prepared as it runs, with variables as placeholders: ${statement}`, t => {
    t.is(trialOf(statement), prepared);
  });

test('columns of the row that a trigger is about are values too', t => {
  t.is(trialOf('UPDATE u SET n = NEW.n WHERE id = OLD.`id`', 'trigger'), 'UPDATE u SET n = ? WHERE id = ?');
});

test('a name that may be a unit, an alias or a variable makes a statement doubtful', t => {
  const doubtful = (statement: string): boolean =>
    allSteps(read(`CREATE PROCEDURE p(day INT, x INT) ${statement}`).steps).some(step =>
      placedPartsOf(step).some(placed => usesIn(placed, step.block).doubtful),
    );
  t.true(doubtful('SELECT a + INTERVAL 1 day FROM t'));
  t.true(doubtful('SELECT COUNT(*) x FROM t'));
  t.false(doubtful('SELECT a + INTERVAL day DAY_HOUR, x FROM t AS x'));
});
