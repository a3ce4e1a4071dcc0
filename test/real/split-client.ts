/**
 * The splitter against the client it imitates, MariaDB's, and against MySQL's, as far as it does the same: what the
 * client sends for a file must be what `splitSql` finds in it. Comments are left out on both sides, because the
 * client drops them.
 *
 * Where the client does what nobody means, it is not imitated, and the inputs here leave these out: a DELIMITER with
 * a tab behind it (which becomes part of the delimiter); `use x -- ;` (which is glued to the next statement); a
 * comment inside an executable comment and the other way round, on one line (which the client closes too late).
 * And blanks are left out too, because the client forgets the one that stands for a comment in front of an emoji.
 * To MySQL's client a comment with M! is a plain one, and `--1` at the beginning of a statement is none.
 */
import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import type { ExecutionContext } from 'ava';
import fc from 'fast-check';
import { ConfigError } from '../../src/errors.js';
import type { ServerImage } from '../../src/sandbox/server-image.js';
import { splitSql, statementsOf } from '../../src/sql/split.js';
import { tokenAt } from '../../src/sql/token.js';
import { serverTest } from '../helpers/server-test.js';
import { openStatementSink } from '../helpers/statement-sink.js';

serverTest(
  'what the client sends is what the splitter finds, for every construct by name',
  async (t, image) => {
    const constructs = Object.entries(CONSTRUCTS).filter(([, source]) => !differs(source, image));
    const sources = constructs.map(([, source]) => source);
    const sent = await sentByClient(t, image, sources);
    for (const [index, [name, source]] of constructs.entries()) {
      const found = foundIn(source);
      t.not(found, undefined, `${name} is refused`);
      t.deepEqual(essenceOf(sent[index] ?? []), essenceOf(found ?? []), name);
    }
  },
);

serverTest(
  'what the client sends is what the splitter finds, for any mixture of constructs',
  async (t, image) => {
    const seed = Number(process.env.SEED ?? Date.now() % 1_000_000);
    t.log(`SEED=${seed}`);
    const sources = fc.sample(mixture, { numRuns: 3000, seed }).filter(source => isComparable(source, image));
    t.true(sources.length > 500, `only ${sources.length} of 3000 can be compared`);
    t.log(`${sources.length} of 3000 compared`);
    const sent = await sentByClient(t, image, sources);
    const different = sources.flatMap((source, index) => {
      const [client, ours] = [essenceOf(sent[index] ?? []), essenceOf(foundIn(source) ?? [])];
      return JSON.stringify(client) === JSON.stringify(ours) ? [] : [{ source, client, ours }];
    });
    t.deepEqual(different.slice(0, 3), []);
  },
);

/** Not the ones that the splitter refuses, nor those with the clients' faults in lines such as `use x -- ;`. */
function isComparable(source: string, image: ServerImage): boolean {
  return !differs(source, image) && foundIn(source) !== undefined && !/use .*(?:#|--|\/\*|\\)/i.test(source);
}

/** Where MySQL's client means something else, and where it first asks the server for more than the sink can tell. */
function differs(source: string, { flavor }: ServerImage): boolean {
  return flavor === 'mysql' && /\/\*M!|(?<!SELECT 1)--1|use /i.test(source);
}

/** `undefined` for what the splitter refuses. */
function foundIn(source: string): string[] | undefined {
  try {
    return statementsOf(splitSql(source, 'input.sql')).map(({ text }) => text);
  } catch (error) {
    if (error instanceof ConfigError) return undefined;
    throw error;
  }
}

/** Per statement its text without blanks and comments, the same for both sides; USE in one form. */
function essenceOf(statements: readonly string[]): string[] {
  return statements.map(essence).filter(text => text !== '');
}

function essence(text: string): string {
  const tokens: string[] = [];
  for (let at = 0; at < text.length; ) {
    const { kind, start, end } = tokenAt(text, at);
    if (kind !== 'blank' && kind !== 'comment') tokens.push(text.slice(start, end));
    at = end;
  }
  return tokens.join('').replace(/^use`?([^`]+)`?$/i, 'USE $1');
}

/** One client reads all the files, each from a fresh state; a marker in between says whose statements are whose. */
async function sentByClient(
  t: ExecutionContext,
  image: ServerImage,
  sources: readonly string[],
): Promise<string[][]> {
  const folder = await mkdtemp(join(tmpdir(), 'dbshift-split-'));
  const sink = await openStatementSink();
  t.teardown(async () => {
    await sink.close();
    await rm(folder, { recursive: true });
  });
  await Promise.all(sources.map((source, index) => writeFile(join(folder, `${index}.sql`), source)));
  const script = sources.map((_, index) => `source ${folder}/${index}.sql\nDELIMITER ;\nSELECT '${MARK}';\n`);
  await writeFile(join(folder, 'all'), script.join(''));
  const client = `exec ${clientOf(image)} --protocol=tcp --host=127.0.0.1 --port=${sink.port} --user=anybody \
    --default-character-set=utf8mb4 --force < ${join(folder, 'all')}`;
  await promisify(execFile)('sh', ['-c', client], { maxBuffer: 2 ** 28 });
  return perSource(sink.received);
}

/** The client that came with a server. MySQL's own reads `use` and the like only when it is told to (9.7). */
function clientOf({ command, flavor }: ServerImage): string {
  const [loader, server = ''] = [command.slice(0, -1), command.at(-1)];
  const client = join(dirname(dirname(server)), 'bin', flavor);
  return [
    ...loader,
    client,
    '--no-defaults',
    ...(flavor === 'mysql' ? ['--commands', '--skip-comments'] : []),
  ].join(' ');
}

const MARK = 'end of file';

/** What a client asks for itself. */
const ownStatements = new Set(['SELECT DATABASE()', 'select @@version_comment limit 1', 'select $$']);

function perSource(received: readonly string[]): string[][] {
  const files: string[][] = [[]];
  for (const statement of received) {
    if (statement === `SELECT '${MARK}'`) files.push([]);
    else if (!ownStatements.has(statement)) files.at(-1)?.push(statement);
  }
  return files;
}

const CONSTRUCTS: Readonly<Record<string, string>> = {
  'several statements, the last without a delimiter': 'SELECT 1; SELECT 2;\n\nSELECT\n3',
  'empty statements': ';;\nSELECT 1;;\n;',
  'DELIMITER in any case, indented, with blanks behind':
    '  dElImItEr  //   \nSELECT 1; SELECT 2 //\n\tDELIMITER ;\nSELECT 3;',
  'DELIMITER with a comment behind': 'DELIMITER $$ -- why\nSELECT 1 $$\nDELIMITER ; # back\nSELECT 2;',
  'DELIMITER in quotes':
    'DELIMITER "$$"\nSELECT 1 $$\nDELIMITER \'//\'\nSELECT 2 //\nDELIMITER `|`\nSELECT 3 |',
  'DELIMITER in quotes with a blank inside': 'DELIMITER "a b"\nSELECT 1a bSELECT 2a b',
  'letters as delimiter': 'DELIMITER go\nSELECT 1 go\nSELECT category go\nSELECT 2 GO',
  'a delimiter that begins inside a word': 'DELIMITER d;;\nSELECT end;;SELECT 2d;;',
  'a delimiter that looks like a comment': 'DELIMITER --\nSELECT 1 -- \nSELECT 2--',
  'a program behind DELIMITER':
    "DELIMITER $$\nCREATE PROCEDURE p()\nBEGIN\n  -- don't\n  SELECT 'a;$$';\nEND $$\nDELIMITER ;\n",
  'delimiters in quotes': `SELECT ';', ";", \`;\`, 'a'';', 'b\\';', "c"";", \`d\`\`;\`; SELECT 2`,
  'delimiters in comments': 'SELECT 1 -- ;\n, 2 # ;\n, 3 /* ; */;SELECT 4',
  'a quote in a comment': 'SELECT 1 # it\'s\n; SELECT 2 /* " */; SELECT 3 -- `\n;',
  'a comment in a string': "SELECT '-- ', '#', '/*'; SELECT '*/'",
  'executable comments': '/*!40101 SET a = 1 */; /*M!100100 SET b = 1 */;\n/*!50003 SELECT ";" */;',
  'a delimiter in an executable comment': '/*! SELECT 1; SELECT 2 */;\n/*M!100100 SELECT 3; */;',
  'dashes without a blank': 'SELECT 1--1; SELECT 2',
  'dashes without a blank that begin a statement': 'SELECT 1;--1 ; y\nSELECT 3',
  'dashes at the end of a line': 'SELECT 1 --\n; SELECT 2',
  'line ends of Windows, in strings too':
    "SELECT 1;\r\nDELIMITER $$\r\nSELECT 'a\r\nb' $$\r\nSELECT\r\n2 $$\r\n",
  'a byte order mark': '\uFEFFSELECT 1;\nSELECT 2',
  'a byte order mark in front of DELIMITER': '\uFEFFDELIMITER $$\nSELECT 1$$',
  'letters beyond ASCII': "SELECT 'é;😀', größe, `表`; SELECT 'ß'",
  '\\G and \\g': 'SELECT 1\\G\nSELECT 2\\g SELECT 3 \\G;\nSELECT "\\G";',
  '\\N': 'SELECT \\N; SELECT \\N',
  USE: 'use a\nSELECT 1;\nUSE `b`;\nSELECT 2; use c ; SELECT 3',
  'a column called delimiter': 'CREATE TABLE t (\n  a INT,\n  delimiter CHAR(1),\n  b INT\n);\nSELECT 1;',
};

/** Fragments that meet in every order; what the client gets wrong by its own fault cannot come together here. */
const mixture = fc
  .array(
    fc.constantFrom(
      ...[
        "'a;'",
        "'it''s'",
        "'b\\';'",
        '";"',
        '"c\\""',
        '`;`',
        '`d``e`',
        "'\n;\n'",
        "'\r\n'",
        "'😀;'",
        "'$$'",
        "'//'",
      ],
      ...[
        '/* ; */',
        '/* $$ */',
        "/* it's */",
        '/*\n;\n*/',
        '-- ;\n',
        "-- don't\n",
        '--\n',
        '# ; "\n',
        '#\r\n',
        '-- $$ //\n',
      ],
      ...['/*!50003 SELECT 1 */', '/*M!100100 x */', '/*! a\n*/', '/*!50003 SELECT 1; */\n'],
      ...[';', ';', ';\n', ' ;\r\n', '$$', '$$\n', '//', '//\n', 'go', 'go\n', '\\G', '\\g\n', '\\N'],
      ...[
        '\nDELIMITER $$\n',
        '\ndelimiter //  \r\n',
        '\n  Delimiter ;\n',
        '\nDELIMITER go\n',
        '\nDELIMITER "$$" -- x\n',
      ],
      ...['\nuse x\n', '\nUSE `y`;\n', '\nuse x;\n', 'use z'],
      ...[
        'SELECT',
        'INSERT',
        'category',
        'x',
        '1',
        '--1',
        '- -',
        '(',
        ')',
        ',',
        '@a',
        'é',
        '😀',
        '表',
        '$',
        '.',
        ':',
      ],
      ...[' ', ' ', '\n', '\r\n', '\t', '\n\n', '   '],
    ),
    { maxLength: 30 },
  )
  .map(parts => parts.join(''));
