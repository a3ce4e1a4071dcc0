/** How a file will be read, by the command itself: with no server and no configuration. */
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import test from 'ava';
import { largestSqlFile } from '../../../src/run/programs/read-sql-file.js';
import { folderWith } from '../../helpers/folder-with.js';
import { runCli } from '../../helpers/run-cli.js';

const twoPrograms = [
  '\uFEFF-- The registry.\r',
  'use app\r',
  '  delimiter $$ -- for bodies\r',
  'CREATE PROCEDURE p()\r',
  "BEGIN SELECT 'ä;$$'; END $$\r",
  'delimiter ;\r',
  'CREATE PROCEDURE q() BEGIN IF 1 THEN SELECT 2; END IF; END;\r',
  'SELECT 3\\G',
  '',
].join('\n');

const split = (cwd: string, ...args: readonly string[]) => runCli(['procs', 'split', ...args], { cwd });

test('a person sees where each statement begins, what ends it, how long it is, and how it begins', async t => {
  const cwd = await folderWith(t, { 'f.sql': twoPrograms });
  const { code, stdout, stderr } = await split(cwd, 'f.sql');
  t.deepEqual([code, stderr], [0, '']);
  t.deepEqual(stdout.split('\n'), [
    'line:column  ends with  lines  statement',
    '2:1          nothing    1      use app',
    '4:1          $$         2      CREATE PROCEDURE p() …',
    '7:1          ;          1      CREATE PROCEDURE q() BEGIN IF 1 THEN SELECT 2; END IF; END',
    '8:1          \\G         1      SELECT 3',
    '',
  ]);
});

test('a program gets one array of texts, places and delimiters', async t => {
  const cwd = await folderWith(t, { 'f.sql': twoPrograms });
  const { code, stdout } = await split(cwd, 'f.sql', '--json');
  t.is(code, 0);
  t.deepEqual(JSON.parse(stdout), [
    { text: 'use app', line: 2, column: 1, delimiter: '' },
    { text: "CREATE PROCEDURE p()\nBEGIN SELECT 'ä;$$'; END", line: 4, column: 1, delimiter: '$$' },
    {
      text: 'CREATE PROCEDURE q() BEGIN IF 1 THEN SELECT 2; END IF; END',
      line: 7,
      column: 1,
      delimiter: ';',
    },
    { text: 'SELECT 3', line: 8, column: 1, delimiter: '\\G' },
  ]);
});

test('a file without a statement is no error', async t => {
  const cwd = await folderWith(t, { 'f.sql': '-- nothing\n' });
  t.like(await split(cwd, 'f.sql'), { code: 0, stdout: 'no statement\n' });
  t.like(await split(cwd, 'f.sql', '--json'), { code: 0, stdout: '[]\n' });
});

const refused: Readonly<Record<string, readonly [text: string | Buffer, said: RegExp]>> = {
  'a client command': [
    'SELECT 1;\n  source x.sql\n',
    /^error: f\.sql:2:3: SOURCE is a command of the mysql/u,
  ],
  'DELIMITER inside an unfinished statement': [
    'DELIMITER $$\nSELECT 1\nDELIMITER ;\n',
    /^error: f\.sql:3:1: DELIMITER stands inside a statement/u,
  ],
  'a string that never ends': ["SELECT 1;\nSELECT 'a;\n", /^error: f\.sql:2:8: This quote is never closed/u],
  'bytes that are not UTF-8': [
    Buffer.concat([Buffer.from("SELECT 'é\uFFFD';\n-- caf"), Buffer.from([0xe9, 0x0a])]),
    /^error: f\.sql:2:7: The file is not UTF-8 from here on/u,
  ],
  'UTF-16': [
    Buffer.from('\uFEFFSELECT 1;', 'utf16le'),
    /^error: f\.sql:1:1: The file is not UTF-8 from here on/u,
  ],
  'a file beyond the limit': [
    Buffer.alloc(largestSqlFile + 1, '-'),
    /^error: f\.sql is larger than 64 MiB\n/u,
  ],
};

for (const [name, [text, said]] of Object.entries(refused))
  test(`${name}: refused with its place and what to do, exit 78`, async t => {
    const cwd = await folderWith(t);
    await writeFile(join(cwd, 'f.sql'), text);
    const { code, stdout, stderr } = await split(cwd, 'f.sql');
    t.deepEqual([code, stdout], [78, '']);
    t.regex(stderr, said);
    t.regex(stderr, /^hint: {2}\S/mu);
  });

test('with --json a refusal is an object with its place', async t => {
  const cwd = await folderWith(t, { 'f.sql': 'SELECT 1; exit\n' });
  const { code, stdout } = await split(cwd, 'f.sql', '--json');
  t.is(code, 78);
  t.like(JSON.parse(stdout), {
    type: 'error',
    code: 'config',
    findings: [{ id: 'client-command', where: 'f.sql:1:11' }],
  });
});

test('what is no readable file is named, exit 78', async t => {
  const cwd = await folderWith(t);
  await mkdir(join(cwd, 'folder.sql'));
  t.like(await split(cwd, 'none.sql'), { code: 78 });
  t.regex((await split(cwd, 'none.sql')).stderr, /^error: none\.sql cannot be read \(ENOENT\)\nhint: /u);
  t.regex((await split(cwd, 'folder.sql')).stderr, /^error: folder\.sql is a directory\nhint: /u);
});
