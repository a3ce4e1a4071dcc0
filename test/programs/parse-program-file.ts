import test from 'ava';
import fc from 'fast-check';
import { ConfigError } from '../../src/errors.js';
import { parseProgramFile } from '../../src/programs/parse-program-file.js';
import type { Wanted } from '../../src/programs/program.js';
import { quoteIdentifier, quoteName } from '../../src/sql/identifier.js';
import { programDefaults as defaults } from '../helpers/program-defaults.js';

const parse = (text: string) => parseProgramFile(text, 'p.sql', { database: 'app', defaults });

/** The one program of a file. */
function one(text: string): Wanted {
  const [wanted, ...others] = parse(text);
  if (wanted === undefined || others.length > 0) throw new Error(`${others.length + 1} programs`);
  return wanted;
}

/** `line:column id` of each finding of a file that must be refused. */
function refused(text: string): readonly string[] {
  try {
    parse(text);
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    for (const { hint } of error.findings) if (!hint) throw new Error(`${error.message}: nothing to do`);
    return error.findings.map(({ id, where }) => `${where.replace('p.sql:', '')} ${id}`);
  }
  throw new Error('was accepted');
}

test('a file as the client reads it becomes a program, with what is its own and where it stands', t => {
  const body = "BEGIN\n  SELECT 'a;b';\nEND";
  const text = `-- comment\nDELIMITER $$\nDROP PROCEDURE IF EXISTS P $$\n  CREATE DEFINER = 'x'@'%' PROCEDURE p()\n${body} $$\nDELIMITER ;\n`;
  t.deepEqual(one(text), {
    kind: 'procedure',
    name: 'p',
    file: 'p.sql',
    line: 4,
    column: 3,
    text: `CREATE DEFINER = 'x'@'%' PROCEDURE p()\n${body}`,
    create: `CREATE PROCEDURE p()\n${body}`,
    definer: 'x@%',
    settings: defaults.settings,
  });
});

const heads: readonly (readonly [kind: string, sql: string, create: string])[] = [
  ['procedure', 'create or replace procedure if not exists app.p() DO 1', 'create procedure p() DO 1'],
  [
    'function',
    'CREATE FUNCTION `app`.`p`() RETURNS INT RETURN 1',
    'CREATE FUNCTION `p`() RETURNS INT RETURN 1',
  ],
  [
    'function',
    'CREATE DEFINER=a@b AGGREGATE FUNCTION p() RETURNS INT RETURN 1',
    'CREATE AGGREGATE FUNCTION p() RETURNS INT RETURN 1',
  ],
  [
    'trigger',
    'CREATE TRIGGER IF NOT EXISTS app.p BEFORE INSERT ON app . t FOR EACH ROW SET @on = 1',
    'CREATE TRIGGER p BEFORE INSERT ON t FOR EACH ROW SET @on = 1',
  ],
  [
    'event',
    'CREATE EVENT p ON SCHEDULE EVERY 1 DAY DO SET @x = 1',
    'CREATE EVENT p ON SCHEDULE EVERY 1 DAY DO SET @x = 1',
  ],
  [
    'view',
    'CREATE OR REPLACE ALGORITHM=MERGE DEFINER=a@b SQL SECURITY INVOKER VIEW app.p AS SELECT 1',
    'CREATE ALGORITHM=MERGE SQL SECURITY INVOKER VIEW p AS SELECT 1',
  ],
  [
    'trigger',
    '/*!50003 CREATE*/ /*!50017 DEFINER=`a`@`b`*/ /*!50003 TRIGGER p BEFORE INSERT ON t FOR EACH ROW BEGIN /* c */ SET @x = 1; END */',
    'CREATE TRIGGER p BEFORE INSERT ON t FOR EACH ROW BEGIN /* c */ SET @x = 1; END',
  ],
  [
    'procedure',
    'CREATE /*!50020 DEFINER=a@b */ PROCEDURE p() SELECT 1 /*!80000 + 1 */',
    'CREATE PROCEDURE p() SELECT 1 /*!80000 + 1 */',
  ],
];

for (const [kind, sql, create] of heads)
  test(`what is sent is the program alone: ${sql}`, t => {
    const wanted = one(`${sql};`);
    t.is(wanted.kind, kind as Wanted['kind']);
    t.is(wanted.name, 'p');
    t.is(wanted.create.replace(/ +/gu, ' '), create);
    t.is(wanted.text, sql);
  });

const accounts: readonly (readonly [clause: string, account: string])[] = [
  ['a@b', 'a@b'],
  ["'a b'@'%'", 'a b@%'],
  ['`a``@`@`::1`', 'a`@@::1'],
  ['a@10.0.0.1', 'a@10.0.0.1'],
  ['a@Db_1', 'a@db_1'],
  ["'it''s'@localhost", "it's@localhost"],
];

for (const [clause, account] of accounts)
  test(`the definer ${clause} is ${account}, as catalogs print it`, t => {
    t.is(one(`CREATE DEFINER = ${clause} PROCEDURE p() DO 1`).definer, account);
  });

test('a program whose file names no definer belongs to that of the configuration', t => {
  const options = { database: 'app', defaults: { ...defaults, definer: 'owner@%' } };
  const text = 'CREATE PROCEDURE p() DO 1; CREATE DEFINER=a@b PROCEDURE q() DO 1';
  t.deepEqual(
    parseProgramFile(text, 'p.sql', options).map(({ definer }) => definer),
    ['owner@%', 'a@b'],
  );
});

test('a SET holds for the programs behind it, until the next', t => {
  const text = `USE app
CREATE PROCEDURE p1() DO 1;
SET SESSION sql_mode = 'ANSI_QUOTES,PIPES_AS_CONCAT', @@collation_connection := utf8mb4_bin;
CREATE PROCEDURE p2() DO 1;
SET NAMES latin1;
CREATE PROCEDURE p3() DO 1;
set names 'utf8mb4' collate 'utf8mb4_unicode_ci', sql_mode = '';
CREATE PROCEDURE p4() DO 1;
/*!50003 SET character_set_client  = latin1 */ ;
/*!50003 SET character_set_results = latin1 */ ;
CREATE PROCEDURE p5() DO 1;
SET sql_mode = DEFAULT; SET NAMES DEFAULT;
CREATE PROCEDURE p6() DO 1;`;
  t.deepEqual(
    parse(text).map(({ settings }) => [settings.sqlMode, settings.characterSet, settings.collation]),
    [
      ['STRICT_ALL_TABLES', 'utf8mb4', 'utf8mb4_general_ci'],
      ['ANSI_QUOTES,PIPES_AS_CONCAT', 'utf8mb4', 'utf8mb4_bin'],
      ['ANSI_QUOTES,PIPES_AS_CONCAT', 'latin1', 'latin1_swedish_ci'],
      ['', 'utf8mb4', 'utf8mb4_unicode_ci'],
      ['', 'latin1', 'utf8mb4_unicode_ci'],
      ['STRICT_ALL_TABLES', 'utf8mb4', 'utf8mb4_general_ci'],
    ],
  );
});

const refusals: readonly (readonly [text: string, ...findings: string[]])[] = [
  ['', 'p.sql no-program'],
  ['-- nothing\nSET NAMES utf8mb4;', 'p.sql no-program'],
  ['INSERT INTO t VALUES (1);', '1:1 not-a-program'],
  ['CALL p();', '1:1 not-a-program'],
  ['GRANT EXECUTE ON PROCEDURE p TO a;', '1:1 not-a-program'],
  ['CREATE TABLE t (a INT);', '1:1 not-a-program'],
  ['CREATE DATABASE d;', '1:1 not-a-program'],
  ['DELIMITER $$\nCREATE PACKAGE p AS END $$', '2:1 not-a-program'],
  ['ALTER EVENT e DISABLE;', '1:1 not-a-program'],
  ["CREATE FUNCTION f RETURNS INT SONAME 'f.so';", '1:1 not-a-program'],
  ['CREATE TEMPORARY VIEW v AS SELECT 1', '1:1 not-a-program'],
  ['DROP PROCEDURE p; CREATE PROCEDURE p() DO 1;', '1:1 drop-without-if-exists'],
  ['DROP PROCEDURE IF EXISTS q; CREATE PROCEDURE p() DO 1;', '1:1 stray-drop'],
  ['CREATE PROCEDURE p() DO 1; DROP PROCEDURE IF EXISTS p;', '1:28 stray-drop'],
  ['DROP FUNCTION IF EXISTS p; CREATE PROCEDURE p() DO 1;', '1:1 stray-drop'],
  ['USE other\nCREATE PROCEDURE p() DO 1;', '1:1 other-schema'],
  ['CREATE PROCEDURE other.p() DO 1;', '1:1 other-schema'],
  ['CREATE TRIGGER p BEFORE INSERT ON other.t FOR EACH ROW SET @x = 1;', '1:1 other-schema'],
  ['DROP VIEW IF EXISTS app.v, other.v;', '1:1 other-schema'],
  ['SET @x = 1;', '1:1 setting'],
  ["SET GLOBAL sql_mode = '';", '1:1 setting'],
  ["SET @@global.sql_mode = '';", '1:1 setting'],
  ['SET foreign_key_checks = 0;', '1:1 setting'],
  ['SET time_zone = DEFAULT;', '1:1 setting-not-literal'],
  ['SET sql_mode = @saved;', '1:1 setting-not-literal'],
  ["SET sql_mode = CONCAT(@@sql_mode, ',ANSI');", '1:1 setting-not-literal'],
  ['SET NAMES;', '1:1 setting-not-literal'],
  ['SET NAMES klingon;', '1:1 character-set'],
  ['SET NAMES latin1;\nCREATE PROCEDURE p() SELECT "ä";', '2:1 character-set'],
  ["SET NAMES 'dec8' COLLATE dec8_bin;\nCREATE PROCEDURE p() DO 1;", '2:1 character-set'],
  ["SET sql_mode = 'no_backslash_escapes';\nCREATE PROCEDURE p() SELECT 'a\\'b';", '2:1 backslash-quote'],
  [
    "SET sql_mode = 'no_backslash_escapes';\nCREATE PROCEDURE p() COMMENT 'a\\b' SELECT 1;",
    '2:1 comment-doubled',
  ],
  ['CREATE PROCEDURE p();', '1:1 no-body'],
  ['CREATE FUNCTION f() RETURNS INT DETERMINISTIC;', '1:1 no-body'],
  ['CREATE TRIGGER p BEFORE INSERT ON t FOR EACH ROW;', '1:1 no-body'],
  ['CREATE EVENT e ON SCHEDULE EVERY 1 DAY;', '1:1 no-body'],
  ['CREATE VIEW v;', '1:1 no-body'],
  ['DELIMITER $$\nCREATE PROCEDURE p() $$\nBEGIN END $$', '2:1 no-body', '3:1 not-a-program'],
  ['CREATE DEFINER=CURRENT_USER PROCEDURE p() DO 1;', '1:1 definer-not-named'],
  ['CREATE DEFINER=CURRENT_USER() PROCEDURE p() DO 1;', '1:1 definer-not-named'],
  ['CREATE DEFINER=role PROCEDURE p() DO 1;', '1:1 definer-without-host'],
  ["CREATE DEFINER='a'@'' PROCEDURE p() DO 1;", '1:1 definer-without-host'],
  ['CREATE /*!80000 DEFINER=a@b*/ PROCEDURE p() DO 1;', '1:1 executable-comment'],
  ['CREATE /*M!100100 OR REPLACE*/ PROCEDURE p() DO 1;', '1:1 executable-comment'],
  ['CREATE PROCEDURE `emo😀ji`() DO 1;', '1:1 program-name'],
  [`CREATE PROCEDURE ${'é'.repeat(65)}() DO 1;`, '1:1 program-name'],
  ['CREATE PROCEDURE `p `() DO 1;', '1:1 program-name'],
  ['CREATE PROCEDURE ``() DO 1;', '1:1 program-name'],
  ['source other.sql', '1:1 client-command'],
  ['CREATE EVENT e ON SCHEDULE AT CURRENT_TIMESTAMP DO DO 1;', '1:1 moving-time'],
  ['DROP PROCEDURE IF EXISTS p; CREATE PROCEDURE p();', '1:29 no-body'],
  ['DROP VIEW IF EXISTS v; CREATE /*!80000 OR REPLACE */ VIEW v AS SELECT 1;', '1:24 executable-comment'],
  ["DROP PROCEDURE IF EXISTS p; CREATE PROCEDURE p() SELECT 'x;", '1:57 unclosed-quote'],
];

for (const [text, ...findings] of refusals)
  test(`refused with the place of each reason: ${text.replace(/\s+/gu, ' ')}`, t => {
    t.deepEqual(refused(text), findings);
  });

test('everything that is wrong with a file is said at once', t => {
  t.deepEqual(refused('CALL p();\nCREATE VIEW v;\nSET @x = 1;'), [
    '1:1 not-a-program',
    '2:1 no-body',
    '3:1 setting',
  ]);
});

test('what can be read behind a fault is judged too, in the order of the places', t => {
  const lines = [
    'source other.sql',
    'CALL p();',
    'DELIMITER $$',
    'CREATE PROCEDURE q()',
    'DELIMITER ;',
    'CREATE EVENT e ON SCHEDULE AT NOW() DO DO 1;',
    'SELECT 1 \\! ls',
    ';',
    'use',
    'SET @x = 1; DELIMITER //',
    'DROP VIEW IF EXISTS gone //',
    'SET GLOBAL x = 1 //',
  ];
  t.deepEqual(refused(lines.join('\n')), [
    '1:1 client-command',
    '2:1 not-a-program',
    '4:1 no-body',
    '5:1 delimiter-inside',
    '6:1 moving-time',
    '7:1 not-a-program',
    '7:10 client-command',
    '9:1 use',
    '10:1 setting',
    '10:13 delimiter-place',
    '11:1 stray-drop',
    '12:1 setting',
  ]);
});

test('names of up to 64 characters are read with whatever is in them', t => {
  const character = fc.constantFrom('`', ' ', '@', '.', '"', "'", '\\', ';', 'é', '€', 'x', '/', '$');
  const names = fc
    .array(character, { minLength: 1, maxLength: 64 })
    .map(characters => characters.join(''))
    .filter(name => !name.endsWith(' '));
  fc.assert(
    fc.property(names, fc.boolean(), (name, qualified) => {
      const quoted = qualified ? quoteName('app', name) : quoteIdentifier(name);
      const wanted = one(`CREATE OR REPLACE PROCEDURE ${quoted}() BEGIN DO 1; END`);
      t.is(wanted.name, name);
      t.is(wanted.create, `CREATE PROCEDURE ${quoteIdentifier(name)}() BEGIN DO 1; END`);
    }),
  );
});

test('what is sent for a program reads back as the same program', t => {
  const modifier = fc.constantFrom(
    '',
    'OR REPLACE ',
    '/* c */ ',
    'DEFINER = `a b`@`%` ',
    'OR REPLACE DEFINER=a@b ',
  );
  const exists = fc.constantFrom('', 'IF NOT EXISTS ');
  const name = fc.constantFrom('p', '`p`', 'app.p', '`app` . `p`', 'app/* c */.p');
  fc.assert(
    fc.property(modifier, exists, name, (before, behind, named) => {
      const wanted = one(`CREATE ${before}PROCEDURE ${behind}${named}() BEGIN END`);
      t.like(one(wanted.create), { create: wanted.create, name: 'p', definer: null });
    }),
  );
});
