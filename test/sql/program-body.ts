import test from 'ava';
import fc from 'fast-check';
import { splitSql, statementsOf } from '../../src/sql/split.js';

const textsOf = (source: string) => statementsOf(splitSql(source, 'f.sql')).map(({ text }) => text);

/** Without any DELIMITER: the program must come out whole, also between two neighbours. */
const whole = test.macro<[program: string]>({
  exec(t, program) {
    t.deepEqual(textsOf(`SELECT 1;\n${program};\nSELECT 2;\n`), ['SELECT 1', program, 'SELECT 2']);
    t.deepEqual(textsOf(program), [program]);
  },
  title: (_, program) => `${program.replace(/\s+/g, ' ')} is one statement`,
});

test(whole, 'CREATE PROCEDURE p() BEGIN END');
test(whole, 'CREATE PROCEDURE p() BEGIN SELECT 1; SELECT 2; END');
test(
  whole,
  'create definer=`root`@`%` procedure `a;b`.p(_x enum("a","b"), out y decimal(5,2)) begin select 1; end',
);
test(
  whole,
  'CREATE PROCEDURE IF NOT EXISTS p() COMMENT "x;y" SQL SECURITY INVOKER NOT DETERMINISTIC BEGIN SELECT 1; END',
);
test(whole, 'CREATE OR REPLACE PROCEDURE p() LANGUAGE SQL MODIFIES SQL DATA BEGIN SELECT 1; END');
test(whole, 'CREATE PROCEDURE begin() BEGIN SELECT 1; END');
test(whole, 'CREATE PROCEDURE p() SELECT 1');
test(whole, 'CREATE PROCEDURE p() UPDATE t SET a = CASE b WHEN 1 THEN 2 ELSE 3 END');
test(whole, 'CREATE PROCEDURE p() ALTER TABLE t ADD COLUMN IF NOT EXISTS a INT');
test(
  whole,
  'CREATE PROCEDURE p() outer_block: BEGIN inner_block: BEGIN SELECT 1; END inner_block; END outer_block',
);
test(whole, 'CREATE PROCEDURE p() `my label`: BEGIN LEAVE `my label`; END');
test(whole, 'CREATE PROCEDURE p() IF a THEN SELECT 1; ELSEIF b THEN SELECT 2; ELSE SELECT 3; END IF');
test(whole, 'CREATE PROCEDURE p() BEGIN IF IF(a, b, c) THEN SELECT IF(1, 2, 3); END IF; SELECT 1; END');
test(
  whole,
  'CREATE PROCEDURE p() BEGIN IF a THEN IF b THEN SELECT 1; END IF; ELSE IF c THEN SELECT 2; END IF; END IF; END',
);
test(whole, 'CREATE PROCEDURE p() BEGIN DROP TABLE IF EXISTS t; CREATE TABLE IF NOT EXISTS t (a INT); END');
test(
  whole,
  'CREATE PROCEDURE p() BEGIN CASE a WHEN 1 THEN SELECT 1; WHEN 2 THEN BEGIN END; ELSE SELECT 2; END CASE; SELECT 3; END',
);
test(
  whole,
  'CREATE PROCEDURE p() CASE WHEN CASE a WHEN 1 THEN 2 END THEN SELECT CASE WHEN b THEN IF(1,2,3) ELSE REPEAT("x", 2) END; END CASE',
);
test(
  whole,
  'CREATE PROCEDURE p() BEGIN SET a = CASE WHEN b THEN 1 END; SET c = (CASE d WHEN 1 THEN 2 END) + 1; END',
);
test(whole, 'CREATE PROCEDURE p() x: LOOP SELECT 1; LEAVE x; END LOOP x');
test(
  whole,
  'CREATE PROCEDURE p() BEGIN REPEAT SET a = REPEAT("x", 3); UNTIL CASE WHEN a THEN 1 END END REPEAT; SELECT 1; END',
);
test(whole, 'CREATE PROCEDURE p() BEGIN REPEAT SELECT 1; UNTIL a END REPEAT; END');
test(
  whole,
  'CREATE PROCEDURE p() BEGIN WHILE a < 5 DO DO SLEEP(1); SET a = a + 1; END WHILE; DO 1; SELECT 2; END',
);
test(
  whole,
  'CREATE PROCEDURE p() BEGIN FOR i IN 1..5 DO SELECT i; END FOR; FOR r IN (SELECT a FROM t) DO SELECT r.a; END FOR; END',
);
test(
  whole,
  'CREATE PROCEDURE p() BEGIN DECLARE c CURSOR FOR SELECT 1; SELECT a FROM t FOR UPDATE; SELECT 2; END',
);
test(
  whole,
  'CREATE PROCEDURE p() BEGIN DECLARE EXIT HANDLER FOR SQLEXCEPTION BEGIN ROLLBACK; RESIGNAL; END; SELECT 1; END',
);
test(
  whole,
  'CREATE PROCEDURE p() BEGIN DECLARE CONTINUE HANDLER FOR NOT FOUND SET done = IF(a, 1, 2); SELECT 1; END',
);
test(
  whole,
  "CREATE PROCEDURE p() BEGIN DECLARE EXIT HANDLER FOR 1062, SQLSTATE VALUE '23000', SQLWARNING, NOT FOUND, dup IF a THEN SELECT 1; END IF; SELECT 2; END",
);
test(
  whole,
  'CREATE PROCEDURE p() BEGIN DECLARE CONTINUE HANDLER FOR SQLWARNING BEGIN END; DECLARE handler INT; SET handler = 1; END',
);
test(
  whole,
  'CREATE PROCEDURE p() BEGIN DECLARE dup CONDITION FOR 1062; DECLARE a INT DEFAULT CASE WHEN 1 THEN 2 END; END',
);
test(
  whole,
  'CREATE PROCEDURE p() BEGIN SELECT t.begin, t.end, `begin` FROM t WHERE end > 1; SET @end = 1; END',
);
test(whole, "CREATE PROCEDURE p() BEGIN -- END; it's\nSELECT 'END;' /* END; */; # END;\nSELECT 1; END");
test(whole, 'CREATE PROCEDURE p()\nBEGIN\n  START TRANSACTION;\n  COMMIT;\nEND');
test(whole, 'CREATE FUNCTION f() RETURNS INT RETURN 1');
test(
  whole,
  'CREATE FUNCTION f(a INT) RETURNS VARCHAR(5) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin DETERMINISTIC BEGIN RETURN IF(a, 1, 2); END',
);
test(whole, 'CREATE FUNCTION f() RETURNS DOUBLE PRECISION NO SQL BEGIN RETURN 1; END');
test(whole, 'CREATE FUNCTION f() RETURNS NATIONAL VARCHAR(5) BEGIN RETURN 1; END');
test(whole, "CREATE FUNCTION f() RETURNS SET('a','b') CHARSET latin1 BEGIN RETURN 'a'; END");
test(whole, 'CREATE FUNCTION f() RETURNS INT UNSIGNED RETURN CASE WHEN 1 THEN REPEAT("x", 2) END');
test(whole, 'CREATE AGGREGATE FUNCTION f(x INT) RETURNS INT BEGIN LOOP FETCH GROUP NEXT ROW; END LOOP; END');
test(whole, "CREATE FUNCTION f RETURNS STRING SONAME 'f.so'");
test(whole, 'CREATE TRIGGER r BEFORE INSERT ON t FOR EACH ROW BEGIN SET NEW.a = 1; SET NEW.b = 2; END');
test(whole, 'CREATE TRIGGER r AFTER UPDATE ON t FOR EACH ROW FOLLOWS `q` IF NEW.a THEN SET @b = 1; END IF');
test(whole, 'CREATE TRIGGER r BEFORE INSERT ON t FOR EACH ROW SET NEW.a = REPEAT("x", 2)');
test(
  whole,
  'CREATE EVENT e ON SCHEDULE EVERY 1 HOUR ON COMPLETION NOT PRESERVE COMMENT "do;" DO BEGIN SELECT 1; END',
);
test(whole, 'CREATE EVENT IF NOT EXISTS e ON SCHEDULE AT NOW() + INTERVAL 1 DAY DO CALL p()');
test(whole, 'ALTER EVENT e DO BEGIN SELECT 1; END');
test(whole, 'ALTER EVENT e ENABLE');
test(whole, 'BEGIN NOT ATOMIC SELECT 1; SELECT 2; END');
test(whole, 'IF @a THEN SELECT 1; END IF');
test(
  whole,
  '/*!50003 CREATE*/ /*!50017 DEFINER=`a`@`b`*/ /*!50003 TRIGGER r BEFORE INSERT ON t FOR EACH ROW BEGIN SET NEW.a = 1; END */',
);
test(whole, 'CREATE TABLE begin (a INT)');
test(whole, 'CREATE VIEW v AS SELECT CASE WHEN 1 THEN 2 END');
test(whole, 'DROP PROCEDURE IF EXISTS p');

test('a bare BEGIN is a transaction, not a body', t => {
  t.deepEqual(textsOf('BEGIN; SELECT 1; COMMIT;'), ['BEGIN', 'SELECT 1', 'COMMIT']);
  t.deepEqual(textsOf('BEGIN WORK; SELECT 1;'), ['BEGIN WORK', 'SELECT 1']);
});

test('with another delimiter a body is not looked for', t => {
  t.deepEqual(textsOf('DELIMITER $$\nCREATE PROCEDURE p() BEGIN SELECT 1; $$ SELECT 2 $$'), [
    'CREATE PROCEDURE p() BEGIN SELECT 1;',
    'SELECT 2',
  ]);
});

/** Bodies made by the grammar: every block in every other, with expressions that use the same words. */
const { body } = fc.letrec<{
  body: string;
  list: string;
  statement: string;
  handler: string;
  expression: string;
}>(tie => ({
  expression: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    fc.constantFrom('1', "'END;'", '`if`', 'REPEAT("x", 2)', 'IF(a, b, c)', '@end', 't.end'),
    tie('expression').map(value => `CASE WHEN ${value} THEN ${value} ELSE ${value} END`),
    tie('expression').map(value => `(CASE x WHEN 1 THEN ${value} END)`),
  ),
  statement: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    tie('expression').map(value => `SELECT ${value}`),
    tie('expression').map(value => `SET x = ${value} /* END; */`),
    fc.constant('DO SLEEP(0)'),
    fc.constant('DROP TABLE IF EXISTS t'),
    tie('list').map(list => `BEGIN ${list} END`),
    tie('list').map(list => `l1: BEGIN ${list} END l1`),
    fc
      .tuple(tie('expression'), tie('list'), tie('list'))
      .map(([value, a, b]) => `IF ${value} THEN ${a} ELSEIF ${value} THEN ${b} ELSE ${a} END IF`),
    fc
      .tuple(tie('expression'), tie('list'))
      .map(([value, list]) => `CASE ${value} WHEN ${value} THEN ${list} ELSE ${list} END CASE`),
    tie('list').map(list => `\`l 2\`: LOOP ${list} END LOOP \`l 2\``),
    fc
      .tuple(tie('expression'), tie('list'))
      .map(([value, list]) => `REPEAT ${list} UNTIL ${value} END REPEAT`),
    fc.tuple(tie('expression'), tie('list')).map(([value, list]) => `WHILE ${value} DO ${list} END WHILE`),
    tie('list').map(list => `FOR r IN (SELECT 1) DO ${list} END FOR`),
  ),
  handler: tie('statement').map(
    statement => `DECLARE EXIT HANDLER FOR NOT FOUND, 1062, SQLSTATE '42000' ${statement}`,
  ),
  list: fc
    .array(fc.oneof(tie('statement'), tie('handler')), { minLength: 1, maxLength: 3 })
    .map(list => list.map(text => `${text};\n`).join('')),
  body: tie('statement'),
}));

const HEADS = [
  'CREATE PROCEDURE p(IN a INT) COMMENT "BEGIN"',
  'CREATE FUNCTION f() RETURNS CHAR(1) CHARSET utf8mb4',
  'CREATE TRIGGER r BEFORE INSERT ON t FOR EACH ROW',
  'CREATE EVENT e ON SCHEDULE EVERY 1 DAY DO',
];

test('for any program the body is found by its structure', t => {
  t.notThrows(() =>
    fc.assert(
      fc.property(
        fc.constantFrom(...HEADS),
        fc.array(body, { minLength: 1, maxLength: 3 }),
        (head, bodies) => {
          const programs = bodies.map(text => `${head} ${text}`);
          return (
            JSON.stringify(textsOf(programs.map(text => `${text};\n`).join(''))) === JSON.stringify(programs)
          );
        },
      ),
      { numRuns: 500 },
    ),
  );
});
