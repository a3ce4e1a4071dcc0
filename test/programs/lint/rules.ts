/** Rules that need no server: what each says, and what it passes over. */
import test from 'ava';
import { type Judged, knowing, remarksOf, wordsOf } from '../../helpers/lint/read.js';

type Case = { readonly finds?: readonly string[]; readonly passesOver?: readonly string[] };

const body = (text: string): string => `CREATE PROCEDURE p(ip VARCHAR(9), x INT) BEGIN ${text}; END`;

const cases: Readonly<Record<string, Case>> = {
  'shadowed-column': {
    finds: [
      'DELETE FROM t WHERE ip = 1',
      'SELECT ip FROM t',
      'UPDATE t SET n = ip',
      'DELETE FROM app.t WHERE ip = 1',
      'SELECT 1 FROM t WHERE EXISTS (SELECT 1 FROM u WHERE u.tid = ip)',
      'INSERT INTO t (n) VALUES (1) ON DUPLICATE KEY UPDATE n = ip',
      'INSERT INTO u (s) SELECT ip FROM t',
      'SET x = (SELECT n FROM t ORDER BY ip)',
      'IF x IN (SELECT n FROM t WHERE n = IP) THEN DO 1; END IF',
    ],
    passesOver: [
      'DELETE FROM t WHERE t.ip = x',
      'DELETE FROM u WHERE s = ip',
      'UPDATE t SET ip = x',
      'SELECT n AS ip FROM t',
      'SELECT n FROM t JOIN u USING (ip)',
      'INSERT INTO t (ip) VALUES (x)',
      'INSERT INTO t (n) SELECT ip FROM u',
      'DELETE FROM other.t WHERE ip = 1',
      'WITH t AS (SELECT 1 AS one) SELECT one FROM t WHERE one = ip',
      'SELECT n FROM t AS a JOIN (SELECT s FROM u WHERE s = ip) AS b ON b.s = a.n',
      'SET @ip = ip',
      'INSERT INTO t (ip) VALUES (ip)',
    ],
  },
  'named-like-column': {
    finds: ['INSERT INTO t (ip) VALUES (ip)', 'REPLACE INTO t VALUES (1, 2, LOWER(ip))'],
    passesOver: ['INSERT INTO u (s) VALUES (ip)', 'INSERT INTO t (ip) VALUES (x)'],
  },
  'unknown-procedure': {
    finds: ['CALL unknown()', 'CALL app.unknown'],
    passesOver: ['CALL known(1, 2)', 'CALL KNOWN(1, 2)', 'CALL other.unknown()'],
  },
  'wrong-arguments': {
    finds: ['CALL known()', 'CALL known(1)', 'CALL known(1, 2, f(3, 4))'],
    passesOver: ['CALL known(f(1, 2), (SELECT 1))', 'CALL unknown(1)'],
  },
  'dynamic-sql': {
    finds: [
      "SET @s = CONCAT('SELECT ', ip); PREPARE q FROM @s",
      "BEGIN DECLARE v TEXT DEFAULT CONCAT('DROP ', ip); SET @s = v; PREPARE q FROM @s; END",
      'EXECUTE IMMEDIATE ip',
      "PREPARE q FROM CONCAT('SELECT ', ip)",
    ],
    passesOver: [
      "PREPARE q FROM 'SELECT ?'; EXECUTE q USING ip",
      "SET @s = CONCAT('SELECT ', QUOTE(CONCAT(ip, ip))); PREPARE q FROM @s",
      "SET @s = CONCAT('SELECT ', x); PREPARE q FROM @s",
      "EXECUTE IMMEDIATE 'SELECT ?' USING ip",
      "SET @other = ip; SET @s = 'SELECT 1'; PREPARE q FROM @s",
    ],
  },
  'transaction-without-handler': {
    finds: [
      'START TRANSACTION; COMMIT',
      'SET autocommit = 0; COMMIT',
      'DELETE FROM t; COMMIT',
      'BEGIN DECLARE EXIT HANDLER FOR SQLEXCEPTION ROLLBACK; DO 1; END; START TRANSACTION; COMMIT',
      'BEGIN DECLARE EXIT HANDLER FOR SQLEXCEPTION DO 1; START TRANSACTION; COMMIT; END',
    ],
    passesOver: [
      'BEGIN DECLARE EXIT HANDLER FOR SQLEXCEPTION ROLLBACK; START TRANSACTION; COMMIT; END',
      'BEGIN DECLARE EXIT HANDLER FOR SQLEXCEPTION ROLLBACK; IF x THEN START TRANSACTION; COMMIT; END IF; END',
      'DELETE FROM t',
      'SET autocommit = 1',
    ],
  },
  'select-then-insert': {
    finds: [
      'SELECT n INTO x FROM t WHERE ip = 1; IF x IS NULL THEN INSERT INTO t (n) VALUES (1); END IF',
      'IF NOT EXISTS (SELECT 1 FROM t WHERE t.n = x) THEN INSERT t SET n = x; END IF',
      'SET @c = (SELECT COUNT(*) FROM t WHERE n = x); CASE @c WHEN 0 THEN INSERT INTO t (n) VALUES (x); END CASE',
    ],
    passesOver: [
      'SELECT n INTO x FROM t WHERE n = 1; IF x IS NULL THEN INSERT INTO u (s) VALUES (1); END IF',
      'SELECT COUNT(*) INTO x FROM t; IF x < 9 THEN INSERT INTO t (n) VALUES (1); END IF',
      'SELECT n INTO x FROM t WHERE n = 1; IF x IS NULL THEN INSERT IGNORE INTO t (n) VALUES (1); END IF',
      "DO GET_LOCK('t', 1); IF NOT EXISTS (SELECT 1 FROM t WHERE n = x) THEN INSERT INTO t (n) VALUES (x); END IF",
      "BEGIN DECLARE EXIT HANDLER FOR SQLSTATE '23000' DO 1; IF NOT EXISTS (SELECT 1 FROM t WHERE n = x) THEN INSERT INTO t (n) VALUES (x); END IF; END",
      'SELECT n INTO x FROM t WHERE n = 1; INSERT INTO t (n) VALUES (1)',
    ],
  },
  'mode-pipes': {
    finds: ["SET @a = 'a' || ip"],
    passesOver: ['SET @a = 1 | 2', "SET @a = '||'", 'DO 1 -- ||\n'],
  },
  'mode-quotes': { finds: ['SET @a = "a"'], passesOver: ['SET @a = \'say "a"\'', 'DO 1 /* "a" */'] },
  'mode-zero-date': {
    finds: ["SET @a = '0000-00-00 00:00:00'", "SET @a = '2020-00-01'"],
    passesOver: ["SET @a = '2020-10-10'", "SET @a = '00'"],
  },
  'mode-set-inside': {
    finds: ["SET sql_mode = ''", "SET @@session.sql_mode = ''", "SET @a = 1, SESSION SQL_MODE = ''"],
    passesOver: ['SET @mode = @@sql_mode'],
  },
};

for (const [id, { finds = [], passesOver = [] }] of Object.entries(cases)) {
  test(`${id} is found`, t => {
    for (const text of finds) t.is(remarksOf(id, { text: body(text) }).length, 1, text);
  });
  test(`${id} is not found where it is none`, t => {
    for (const text of passesOver) t.deepEqual(remarksOf(id, { text: body(text) }), [], text);
  });
}

test('a variable is told once in a statement, at its first place', t => {
  const text = body('DELETE FROM t WHERE ip = ip; DELETE FROM t WHERE n = ip');
  t.deepEqual(
    remarksOf('shadowed-column', { text }).map(({ at }) => text.slice(at, at + 7)),
    ['ip = ip', 'ip; END'],
  );
});

test('modes are those that the program is declared with', t => {
  const update = { text: body('UPDATE t SET n = n / x') };
  const found = (id: string, sqlMode: string) => wordsOf(id, { ...update, sqlMode });
  t.deepEqual(found('mode-not-strict', ''), ['UPDATE']);
  t.deepEqual(found('mode-not-strict', 'STRICT_ALL_TABLES'), []);
  t.deepEqual(found('mode-division', 'STRICT_ALL_TABLES'), ['/']);
  t.deepEqual(found('mode-division', 'ERROR_FOR_DIVISION_BY_ZERO'), []);
  t.deepEqual(
    wordsOf('mode-division', { text: body('UPDATE t SET n = n / NULLIF(x, 0) + n / 2'), sqlMode: '' }),
    [],
  );
  const quoted = { text: body('SELECT "n" FROM t'), sqlMode: 'ANSI_QUOTES' };
  t.deepEqual(remarksOf('mode-quotes', quoted).length, 1);
});

test('with ANSI_QUOTES a name in double quotes is a variable like any other', t => {
  const text = body('DELETE FROM t WHERE n = "ip"');
  t.is(remarksOf('shadowed-column', { text, sqlMode: 'ANSI_QUOTES' }).length, 1);
  t.is(remarksOf('shadowed-column', { text }).length, 0);
});

test('definer and SQL SECURITY are to be stated, where there is a choice', t => {
  const procedure = { text: 'CREATE PROCEDURE p() DO 1' };
  t.deepEqual(wordsOf('definer-unstated', { ...procedure, definer: null }), ['p']);
  t.deepEqual(wordsOf('definer-unstated', procedure), []);
  t.deepEqual(wordsOf('security-unstated', procedure), ['p']);
  const stated: readonly Judged[] = [
    { text: 'CREATE PROCEDURE p() SQL SECURITY INVOKER DO 1' },
    { text: 'CREATE SQL SECURITY DEFINER VIEW p AS SELECT 1', kind: 'view' },
    { text: 'CREATE TRIGGER p BEFORE INSERT ON t FOR EACH ROW SET NEW.n = 1', kind: 'trigger' },
    { text: 'CREATE EVENT p ON SCHEDULE EVERY 1 DAY DO DO 1', kind: 'event' },
  ];
  for (const program of stated) t.deepEqual(wordsOf('security-unstated', program), [], program.text);
});

test('a column of a view counts like one of a table', t => {
  const known = knowing({ v: ['ip'] });
  t.is(remarksOf('shadowed-column', { text: body('SELECT 1 FROM v WHERE ip = 1'), known }).length, 1);
});
