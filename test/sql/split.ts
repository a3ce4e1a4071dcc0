import test from 'ava';
import fc from 'fast-check';
import { ConfigError } from '../../src/errors.js';
import { type Piece, splitSql, statementsOf } from '../../src/sql/split.js';

const textsOf = (source: string) => statementsOf(splitSql(source, 'f.sql')).map(({ text }) => text);

const splits = test.macro<[source: string, ...expected: string[]]>({
  exec(t, source, ...expected) {
    t.deepEqual(textsOf(source), expected);
    t.is(
      splitSql(source, 'f.sql')
        .map(({ raw }) => raw)
        .join(''),
      source,
    );
  },
  title: (name, source) => name ?? `${JSON.stringify(source)} is split`,
});

const refuses = test.macro<[source: string, where: string, id: string]>({
  exec(t, source, where, id) {
    const error = t.throws(() => splitSql(source, 'f.sql'), { instanceOf: ConfigError });
    t.true(error.message.startsWith(`f.sql:${where}: `), error.message);
    t.is(error.findings[0]?.id, id);
    t.is(error.findings[0]?.where, `f.sql:${where}`);
    t.truthy(error.hint);
  },
  title: (name, source) => name ?? `${JSON.stringify(source)} is refused`,
});

test('nothing is in an empty file', splits, '');
test('nothing is in a file of comments', splits, '-- a;\n# b;\n/* c; */\n;;\n--\n');
test(splits, 'SELECT 1; SELECT 2 ;\n', 'SELECT 1', 'SELECT 2');
test('the last delimiter may be missing', splits, 'SELECT 1;\nSELECT 2 \n', 'SELECT 1', 'SELECT 2');
test(
  'comments in front are left out, those inside stay',
  splits,
  '-- a\n/* b */ SELECT /* c */ 1 -- d\n;',
  'SELECT /* c */ 1 -- d',
);
test(
  'delimiters in strings and names do not count',
  splits,
  `SELECT ';', ";", \`;\`;`,
  `SELECT ';', ";", \`;\``,
);
test(
  'delimiters in comments do not count',
  splits,
  'SELECT 1 -- ;\n, 2 # ;\n, 3 /* ; */;',
  'SELECT 1 -- ;\n, 2 # ;\n, 3 /* ; */',
);
test(
  'two dashes are a comment only in front of a blank',
  splits,
  'SELECT 1--1;SELECT 2',
  'SELECT 1--1',
  'SELECT 2',
);
test(
  'two dashes at the beginning of a statement are a comment',
  splits,
  '--x;\nSELECT 1;--y;\nSELECT 2',
  'SELECT 1',
  'SELECT 2',
);
test(
  'quotes are escaped by doubling and by backslashes',
  splits,
  `SELECT 'a'';', 'b\\';', "c"";", "d\\";", \`e\`\`;\`; SELECT 2`,
  `SELECT 'a'';', 'b\\';', "c"";", "d\\";", \`e\`\`;\``,
  'SELECT 2',
);
test('a backslash in backticks is a letter', splits, 'SELECT `\\`; SELECT 2', 'SELECT `\\`', 'SELECT 2');
test('a backslash escapes a backslash', splits, "SELECT '\\\\'; SELECT 2", "SELECT '\\\\'", 'SELECT 2');
test(
  'executable comments are text of the statement',
  splits,
  '/*!40101 SET x=1 */;/*M!100100 SET y=1*/;',
  '/*!40101 SET x=1 */',
  '/*M!100100 SET y=1*/',
);
test(
  'a delimiter in an executable comment ends the statement',
  splits,
  '/*! SELECT 1; SELECT 2 */;',
  '/*! SELECT 1',
  'SELECT 2 */',
);
test(
  'strings and comments in an executable comment hide delimiters',
  splits,
  "/*! SELECT ';' /* ; */ */;",
  "/*! SELECT ';' /* ; */ */",
);
test(
  'the line that opens newer dumps is a comment',
  splits,
  '/*M!999999\\- enable the sandbox mode */ \nSELECT 1;',
  'SELECT 1',
);
test('a NULL written as \\N stays', splits, 'SELECT \\N;SELECT 2', 'SELECT \\N', 'SELECT 2');
test(
  '\\G and \\g end a statement',
  splits,
  'SELECT 1\\GSELECT 2 \\g SELECT 3\\G;',
  'SELECT 1',
  'SELECT 2',
  'SELECT 3',
);
test('\\G in a string ends nothing', splits, "SELECT '\\G';", "SELECT '\\G'");
test(
  'line ends become LF, in strings too',
  splits,
  "SELECT 'a\r\nb',\r\n2;\r\nSELECT 3\r\n",
  "SELECT 'a\nb',\n2",
  'SELECT 3',
);
test('a carriage return alone stays', splits, "SELECT 'a\rb';", "SELECT 'a\rb'");
test('a byte order mark is left out', splits, '\uFEFFSELECT 1;', 'SELECT 1');
test(
  'letters beyond ASCII and beyond the first plane stay',
  splits,
  "SELECT 'é;😀', größe FROM `表`;SELECT 2",
  "SELECT 'é;😀', größe FROM `表`",
  'SELECT 2',
);
test('blanks that servers do not know stay', splits, 'SELECT 1\u00A0;', 'SELECT 1\u00A0');

test(
  'USE ends with its line',
  splits,
  'use app\nSELECT 1;USE `b`;\nSELECT 2',
  'use app',
  'SELECT 1',
  'USE `b`',
  'SELECT 2',
);
test(
  'USE may stand in front of DELIMITER',
  splits,
  'use app\nDELIMITER $$\nSELECT 1$$',
  'use app',
  'SELECT 1',
);

test(
  'DELIMITER changes what ends a statement',
  splits,
  'DELIMITER $$\nSELECT 1; SELECT 2 $$\nDELIMITER ;\nSELECT 3;',
  'SELECT 1; SELECT 2',
  'SELECT 3',
);
test(
  'DELIMITER is known in any case, indented, and with blanks behind',
  splits,
  '  delimiter  // \t \r\nSELECT 1//\n\tDeLiMiTeR ;\nSELECT 2;',
  'SELECT 1',
  'SELECT 2',
);
test(
  'DELIMITER may be followed by a comment',
  splits,
  'DELIMITER $$ -- why\nSELECT 1$$\nDELIMITER | # c\nSELECT 2|',
  'SELECT 1',
  'SELECT 2',
);
test(
  'a quoted delimiter loses its quotes',
  splits,
  `DELIMITER '$$'\nSELECT 1$$\nDELIMITER "a b"\nSELECT 2a bSELECT 3\na b`,
  'SELECT 1',
  'SELECT 2',
  'SELECT 3',
);
test(
  'letters as delimiter end a statement even inside a word',
  splits,
  'DELIMITER go\nSELECT 1 go\nSELECT category go',
  'SELECT 1',
  'SELECT cate',
  'ry',
);
test('a delimiter is compared with its case', splits, 'DELIMITER go\nSELECT 1 GO\ngo', 'SELECT 1 GO');
test(
  'a delimiter may begin in a word and end behind it',
  splits,
  'DELIMITER D;;\nSELECT END;;SELECT 2D;;',
  'SELECT EN',
  'SELECT 2',
);
test(
  'a delimiter goes before a comment',
  splits,
  'DELIMITER --\nSELECT 1 -- \nSELECT 2--',
  'SELECT 1',
  'SELECT 2',
);
test(
  'a delimiter in quotes or comments does not count',
  splits,
  'DELIMITER $$\nSELECT "$$", `$$`, \'$$\' -- $$\n# $$\n/* $$ */ $$',
  'SELECT "$$", `$$`, \'$$\' -- $$\n# $$\n/* $$ */',
);
test('a delimiter alone is no statement', splits, 'DELIMITER $$\n$$\n$$ SELECT 1 $$$$', 'SELECT 1');
test(
  'a column may be called delimiter',
  splits,
  'CREATE TABLE t (\n  delimiter CHAR(1),\n  delimiter\n  text\n);',
  'CREATE TABLE t (\n  delimiter CHAR(1),\n  delimiter\n  text\n)',
);

test(
  'a column called delimiter may be all that is said on its line with one more word, where a name must follow',
  splits,
  'SELECT\n  delimiter d,\n  delimiter AS e,\n  delimiter f\nFROM t ORDER BY\n  delimiter DESC;\nSELECT 2',
  'SELECT\n  delimiter d,\n  delimiter AS e,\n  delimiter f\nFROM t ORDER BY\n  delimiter DESC',
  'SELECT 2',
);
test(
  'a delimiter may end beyond ASCII',
  splits,
  'DELIMITER $é\nSELECT 1$éSELECT 2 $é',
  'SELECT 1',
  'SELECT 2',
);
test('a delimiter that begins beyond ASCII', refuses, 'DELIMITER é\nSELECT 1é', '1:1', 'delimiter');

test(
  'a DELIMITER line in an unfinished statement',
  refuses,
  'DELIMITER $$\nSELECT 1\n  DELIMITER ;\n',
  '3:3',
  'delimiter-inside',
);
test(
  'a DELIMITER line of letters in an unfinished statement',
  refuses,
  'SELECT 1\nDELIMITER go\n',
  '2:1',
  'delimiter-inside',
);
test(
  'a DELIMITER line in an open list',
  refuses,
  'CREATE TABLE t (\nDELIMITER //\n',
  '2:1',
  'delimiter-inside',
);
test(
  'DELIMITER behind a statement on the same line',
  refuses,
  'SELECT 1; DELIMITER $$\n',
  '1:11',
  'delimiter-place',
);
test(
  'DELIMITER behind a comment on the same line',
  refuses,
  '/* c */ DELIMITER $$\n',
  '1:9',
  'delimiter-place',
);
test('DELIMITER without a delimiter', refuses, 'DELIMITER \nSELECT 1', '1:1', 'delimiter');
test('DELIMITER without a blank', refuses, 'DELIMITER;\nSELECT 1', '1:1', 'delimiter');
test('DELIMITER with nothing in its quotes', refuses, "DELIMITER ''\nSELECT 1", '1:1', 'delimiter');
test('DELIMITER with a quote that is not closed', refuses, "DELIMITER '$$\nSELECT 1", '1:1', 'delimiter');
test('DELIMITER with a backslash', refuses, 'SELECT 1;\n DELIMITER \\\\\n', '2:2', 'delimiter');
test(
  'DELIMITER with a statement behind it',
  refuses,
  'DELIMITER $$ CREATE PROCEDURE p() SELECT 1$$\n',
  '1:1',
  'delimiter',
);
test('a delimiter that the client would cut', refuses, 'DELIMITER 1234567890123456\n', '1:1', 'delimiter');

for (const command of [
  'source x.sql',
  'exit',
  'QUIT',
  'system ls',
  'tee out',
  'help',
  'status',
  'pager less',
  'go',
])
  test(`the client command ${command}`, refuses, `SELECT 1;\n${command}\n`, '2:1', 'client-command');
for (const command of ['\\.', '\\!', '\\q', '\\c', '\\d', '\\u', '\\x'])
  test(`the client command ${command}`, refuses, `SELECT 1 ${command} 2;`, '1:10', 'client-command');
test('the client command \\. on a line of its own', refuses, '\\. x.sql\n', '1:1', 'client-command');
test('\\G inside a body', refuses, 'CREATE PROCEDURE p() BEGIN SELECT 1\\G END', '1:36', 'client-command');

test('what is refused hides nothing that can be read behind it', t => {
  const source = '\\! ls\nDELIMITER $$\nSELECT 1\nDELIMITER ;\nstatus\nSELECT "never closed';
  const error = t.throws(() => splitSql(source, 'f.sql'), { instanceOf: ConfigError });
  t.is(error.message, 'f.sql has 4 problems');
  t.deepEqual(
    error.findings.map(({ id, where }) => `${where} ${id}`),
    [
      'f.sql:1:1 client-command',
      'f.sql:4:1 delimiter-inside',
      'f.sql:5:1 client-command',
      'f.sql:6:8 unclosed-quote',
    ],
  );
});

test('a string that is not closed', refuses, "SELECT 1;\nSELECT\t'a;\n\n", '2:8', 'unclosed-quote');
test('a name that is not closed', refuses, 'SELECT `a', '1:8', 'unclosed-quote');
test('a string that ends in a backslash', refuses, "SELECT 'a\\'", '1:8', 'unclosed-quote');
test('a comment that is not closed', refuses, 'SELECT 1 /* a;', '1:10', 'unclosed-comment');
test('a comment between statements that is not closed', refuses, '\uFEFF/* a;', '1:1', 'unclosed-comment');
test('USE without a name', refuses, 'SELECT 1;\nuse\n', '2:1', 'use');
test('USE behind a statement, without a delimiter', refuses, 'SELECT 1; use a\nSELECT 2;', '1:11', 'use');
test('USE with more than a name', refuses, 'use a b\n', '1:1', 'use');
test('a NUL character', refuses, 'SELECT 1;\r\nSELECT "\0"', '2:9', 'nul');
test(
  'a body whose blocks are not closed',
  refuses,
  'SELECT 1;\n CREATE PROCEDURE p() BEGIN SELECT 1; ',
  '2:2',
  'unclosed-body',
);

test('every statement says where it stands and what ended it', t => {
  const source = '\uFEFF  SELECT 1;\r\n/* é😀 */ SELECT 2\\G\nDELIMITER $$\n\n\tSELECT 3 $$ SELECT 4';
  t.deepEqual(statementsOf(splitSql(source, 'f.sql')), [
    { text: 'SELECT 1', line: 1, column: 3, delimiter: ';' },
    { text: 'SELECT 2', line: 2, column: 11, delimiter: '\\G' },
    { text: 'SELECT 3', line: 5, column: 2, delimiter: '$$' },
    { text: 'SELECT 4', line: 5, column: 14, delimiter: '' },
  ]);
});

test('the pieces tell statements, DELIMITER lines and what is between them apart', t => {
  const pieces = splitSql('-- a\nDELIMITER |\nSELECT 1|\n', 'f.sql');
  t.deepEqual(
    pieces.map(({ kind, raw }) => [kind, raw]),
    [
      ['gap', '-- a\n'],
      ['delimiter', 'DELIMITER |'],
      ['gap', '\n'],
      ['statement', 'SELECT 1|'],
      ['gap', '\n'],
    ],
  );
});

/** Pieces of text in which every special character and word is likely. */
const fragments = fc.constantFrom(
  ...[
    "'",
    '"',
    '`',
    '\\',
    ';',
    '$$',
    '//',
    '--',
    '-- ',
    '#',
    '/*',
    '*/',
    '/*!',
    '/*!50003 ',
    '/*M!',
    '\n',
    '\r\n',
    ' ',
    '\t',
  ],
  ...[
    'DELIMITER ',
    'DELIMITER $$\n',
    '\nDELIMITER ;\n',
    'use x',
    '\\G',
    '\\N',
    '\uFEFF',
    'é',
    '😀',
    '\u2028',
    '(',
    ')',
    ',',
  ],
  ...[
    'CREATE PROCEDURE p() ',
    'CREATE TRIGGER t BEFORE INSERT ON t FOR EACH ROW ',
    'BEGIN ',
    'END ',
    'IF ',
    'CASE ',
    'WHILE ',
  ],
  ...['SELECT 1', 'x', '1', 'THEN ', 'DO ', 'REPEAT ', 'UNTIL ', 'source', ':'],
);

const anything = fc.oneof(
  { weight: 4, arbitrary: fc.array(fragments, { maxLength: 40 }).map(parts => parts.join('')) },
  { weight: 1, arbitrary: fc.string({ unit: 'binary', maxLength: 60 }) },
  // Halves of letters beyond the first plane, too.
  {
    weight: 1,
    arbitrary: fc
      .array(fc.integer({ min: 1, max: 0xffff }), { maxLength: 60 })
      .map(codes => String.fromCharCode(...codes)),
  },
);

test('for any text the pieces in order are the text, or it is refused with a place inside it', t => {
  let split = 0;
  t.notThrows(() =>
    fc.assert(
      fc.property(anything, source => {
        try {
          const pieces = splitSql(source, 'f.sql');
          split++;
          return pieces.map(({ raw }) => raw).join('') === source && pieces.every(({ raw }) => raw !== '');
        } catch (error) {
          if (!(error instanceof ConfigError)) throw error;
          const lines = error.findings.map(({ where }) => Number(/^f\.sql:(\d+):\d+$/.exec(where)?.[1]));
          const last = source.split('\n').length;
          return lines.length > 0 && lines.every((line, at) => line >= (lines[at - 1] ?? 1) && line <= last);
        }
      }),
      { numRuns: 3000 },
    ),
  );
  t.true(split > 300, `only ${split} of 3000 texts were split`);
});

test('for any text a statement begins at its line and column, counted in UTF-16 units', t => {
  let statements = 0;
  t.notThrows(() =>
    fc.assert(
      fc.property(anything, source => {
        let offset = 0;
        for (const piece of piecesOf(source)) {
          if (piece.kind === 'statement') {
            statements++;
            const before = source
              .slice(0, offset)
              .replace(/^\uFEFF/, '')
              .split('\n');
            const place = [piece.line, piece.column];
            if (String(place) !== String([before.length, (before.at(-1)?.length ?? 0) + 1])) return false;
          }
          offset += piece.raw.length;
        }
        return true;
      }),
      { numRuns: 3000 },
    ),
  );
  t.true(statements > 1000, `only ${statements} statements in 3000 texts`);
});

/** Nothing for what is refused. */
function piecesOf(source: string): readonly Piece[] {
  try {
    return splitSql(source, 'f.sql');
  } catch (error) {
    if (error instanceof ConfigError) return [];
    throw error;
  }
}

test('statements without DELIMITER are found again when each is split alone', t => {
  const statement = fc
    .array(
      fc.constantFrom(
        "'it''s;'",
        '"a\\";"',
        '`b;`',
        '/* ; */',
        '-- ;\n',
        "# '\n",
        'SELECT',
        '1',
        '(',
        ')',
        '\n',
        '😀',
      ),
      {
        minLength: 1,
        maxLength: 12,
      },
    )
    .map(parts => `SELECT ${parts.join(' ')} 1`);
  t.notThrows(() =>
    fc.assert(
      fc.property(
        fc.array(statement, { maxLength: 6 }),
        fc.constantFrom(';', '$$', '//', 'go!', '|'),
        (list, delimiter) => {
          const source = `DELIMITER ${delimiter}\n${list.map(text => `${text}\n${delimiter}\n`).join('')}`;
          return JSON.stringify(textsOf(source)) === JSON.stringify(list);
        },
      ),
      { numRuns: 500 },
    ),
  );
});
