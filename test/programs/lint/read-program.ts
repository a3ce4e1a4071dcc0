/** How a body is read: its statements, in order, and the variables that each of them sees. */
import test from 'ava';
import fc from 'fast-check';
import { allSteps, findVariable, handlersOf, verbOf } from '../../../src/programs/lint/read-program.js';
import { programKinds } from '../../../src/programs/program.js';
import { everydayPrograms } from '../../helpers/lint/everyday-programs.js';
import { read } from '../../helpers/lint/read.js';

const textsOf = (text: string): readonly string[] => {
  const reading = read(text);
  return allSteps(reading.steps)
    .filter(({ lexemes }) => lexemes.length > 0)
    .map(({ lexemes }) => lexemes.map(({ raw }) => raw).join(' '));
};

test('every statement and condition of nested blocks is read, in the order of the text', t => {
  t.deepEqual(
    textsOf(`CREATE PROCEDURE p(IN a INT, b VARCHAR(10)) SQL SECURITY INVOKER
outer_block: BEGIN
  DECLARE v, w INT DEFAULT 1;
  DECLARE c CURSOR FOR SELECT id FROM t;
  DECLARE CONTINUE HANDLER FOR NOT FOUND, SQLSTATE VALUE '45000' BEGIN SET v = 2; END;
  IF a > 1 THEN DO 1; ELSEIF CASE WHEN a THEN 1 ELSE 0 END THEN DO 2; ELSE DO 3; END IF;
  CASE a WHEN 1 THEN DO 4; ELSE DO 5; END CASE;
  one: LOOP LEAVE one; END LOOP one;
  WHILE v DO DO 6; END WHILE;
  REPEAT DO 7; UNTIL v END REPEAT;
  FOR r IN (SELECT 8) DO DO 9; END FOR;
END outer_block`),
    [
      '1',
      'SELECT id FROM t',
      'SET v = 2',
      ...['a > 1', 'DO 1', 'CASE WHEN a THEN 1 ELSE 0 END', 'DO 2', 'DO 3'],
      ...['a', '1', 'DO 4', 'DO 5', 'LEAVE one', 'v', 'DO 6', 'DO 7', 'v', 'SELECT 8', 'DO 9'],
    ],
  );
});

test('a variable is seen in its block and inside of it, and hides one around it', t => {
  const { steps } = read(`CREATE PROCEDURE p(IN v INT) BEGIN
  DO 1;
  BEGIN DECLARE V VARCHAR(5); DO 2; END;
  DO 3;
END`);
  const types = allSteps(steps).map(({ block }) => findVariable(block, 'v')?.type);
  t.deepEqual(types, ['INT', 'VARCHAR', 'INT']);
});

test('handlers count in their block and inside of it', t => {
  const { steps } = read(`CREATE PROCEDURE p() BEGIN
  BEGIN DECLARE EXIT HANDLER FOR SQLEXCEPTION, 1062 ROLLBACK; DO 1; END;
  DO 2;
END`);
  const conditions = allSteps(steps).map(step => [
    verbOf(step),
    handlersOf(step.block).flatMap(handler => handler.conditions),
  ]);
  t.deepEqual(conditions, [
    ['ROLLBACK', ['SQLEXCEPTION', '1062']],
    ['DO', ['SQLEXCEPTION', '1062']],
    ['DO', []],
  ]);
});

test('parameters are read in any spelling, also behind a definer with parentheses', t => {
  const { steps } = read(
    'CREATE DEFINER = CURRENT_USER() PROCEDURE `a b`.p(IN a ENUM("x", "y"), INOUT `b c` DECIMAL(10,2), out_ INT) DO 1',
  );
  t.deepEqual(
    steps[0]?.block.variables.map(({ name, type }) => [name, type]),
    [
      ['a', 'ENUM'],
      ['b c', 'DECIMAL'],
      ['out_', 'INT'],
    ],
  );
});

test('a function that only looks like a block is none', t => {
  t.deepEqual(
    textsOf("CREATE PROCEDURE p() BEGIN SET @a = IF(1, 2, 3); DO REPEAT('x', 2); DO LEFT('a', 1); END"),
    ['SET @ a = IF ( 1 , 2 , 3 )', "DO REPEAT ( 'x' , 2 )", "DO LEFT ( 'a' , 1 )"],
  );
});

test('what may be read in two ways is not read: executable comments, and the grammar of Oracle', t => {
  t.deepEqual(read('CREATE PROCEDURE p() BEGIN DO 1 /*!50000 + 1 */; END').steps, []);
  t.deepEqual(read('CREATE PROCEDURE p AS BEGIN NULL; END', 'procedure', 'ORACLE').steps, []);
});

test('a text that is cut off anywhere is read without an error', t => {
  const texts = everydayPrograms('mariadb');
  fc.assert(
    fc.property(fc.constantFrom(...texts), fc.double({ min: 0, max: 1, noNaN: true }), (text, share) => {
      const { steps } = read(text.slice(0, Math.floor(text.length * share)));
      return allSteps(steps).every(({ lexemes }) => lexemes.every(({ start }) => start < text.length));
    }),
  );
  t.pass();
});

test('every text in a body is in one of its steps: nothing is passed over', t => {
  for (const text of everydayPrograms('mariadb').filter(one => !one.includes(' VIEW '))) {
    const kind = programKinds.find(word => text.startsWith(`CREATE ${word.toUpperCase()} `));
    const { steps, lexemes } = read(text, kind);
    const inSteps = new Set(allSteps(steps).flatMap(step => step.lexemes.map(({ start }) => start)));
    const texts = lexemes.filter(
      ({ kind: word }, at) =>
        word === 'string' && !['SQLSTATE', 'STARTS'].includes(lexemes[at - 1]?.word ?? ''),
    );
    t.deepEqual(
      texts.filter(({ start }) => !inSteps.has(start)),
      [],
      text,
    );
  }
});
