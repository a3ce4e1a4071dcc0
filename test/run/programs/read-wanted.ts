import { execFile } from 'node:child_process';
import { symlink } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import test, { type ExecutionContext } from 'ava';
import type { Config } from '../../../src/config/config.js';
import { ConfigError, type Finding } from '../../../src/errors.js';
import { readWanted } from '../../../src/run/programs/read-wanted.js';
import { folderWith } from '../../helpers/folder-with.js';
import { programDefaults } from '../../helpers/program-defaults.js';

type Files = Readonly<Record<string, string | Uint8Array>>;

/** Only what is read of a configuration. */
function configIn(folder: string, procedures = join(folder, 'procedures')): Config {
  return { folder, procedures, database: 'app' } as Config;
}

async function read(t: ExecutionContext, files: Files) {
  return readWanted(configIn(await folderWith(t, files)), programDefaults);
}

/** Of files with which nothing is wrong. */
async function readSound(t: ExecutionContext, files: Files) {
  const { wanted, findings } = await read(t, files);
  t.deepEqual(findings, []);
  return wanted;
}

const places = (findings: readonly Finding[]) => findings.map(({ id, where }) => `${where} ${id}`);

test('the files directly in the folder are read, by name; tests, hidden files and others are not', async t => {
  const wanted = await readSound(t, {
    'procedures/b.sql': '\uFEFFCREATE PROCEDURE b1() DO 1;\r\nCREATE PROCEDURE b2()\r\nDO 2',
    'procedures/B.sql': 'CREATE PROCEDURE b0() DO 1',
    'procedures/a.sql': 'CREATE VIEW a AS SELECT 1',
    'procedures/test/a.sql': 'CALL a()',
    'procedures/.a.sql': 'not SQL',
    'procedures/README.md': 'not SQL',
  });
  t.deepEqual(
    wanted.map(({ file, line, name }) => `${file}:${line} ${name}`),
    ['procedures/B.sql:1 b0', 'procedures/a.sql:1 a', 'procedures/b.sql:1 b1', 'procedures/b.sql:2 b2'],
  );
  t.is(wanted.at(-1)?.create, 'CREATE PROCEDURE b2()\nDO 2');
});

test('everything that is wrong with any file is said at once, each with its place', async t => {
  const folder = await folderWith(t, {
    'procedures/a.sql': 'CALL a();\nCREATE VIEW v;\nCREATE PROCEDURE P() DO 1;',
    'procedures/b.sql': "CREATE PROCEDURE p() SELECT 'never closed",
    'procedures/c.sql': Buffer.concat([Buffer.from('-- '), Uint8Array.of(0xe9)]),
    'procedures/d.sql': '',
    'procedures/e.sql': 'CREATE PROCEDURE p() DO 1',
  });
  await symlink('nowhere.sql', join(folder, 'procedures/f.sql'));
  await symlink('.', join(folder, 'procedures/g.sql'));
  const { findings } = await readWanted(configIn(folder), programDefaults);
  t.deepEqual(places(findings), [
    'procedures/a.sql:1:1 not-a-program',
    'procedures/a.sql:2:1 no-body',
    'procedures/b.sql:1:29 unclosed-quote',
    'procedures/c.sql:1:4 not-utf-8',
    'procedures/d.sql no-program',
    'procedures/f.sql unreadable',
    'procedures/g.sql unreadable',
    'procedures/e.sql:1:1 made-twice',
  ]);
});

test('two programs of one name are refused with both places, by the rules of their kind', async t => {
  const trigger = (name: string) => `CREATE TRIGGER ${name} BEFORE INSERT ON t FOR EACH ROW SET @x = 1;`;
  const { findings } = await read(t, {
    'procedures/a.sql': `CREATE PROCEDURE p() DO 1;\nCREATE FUNCTION p() RETURNS INT RETURN 1;\n${trigger('p')}`,
    'procedures/b.sql': `${trigger('P')}\nCREATE VIEW p AS SELECT 1;\nCREATE PROCEDURE \`P\`() DO 1;`,
  });
  t.deepEqual(places(findings), ['procedures/b.sql:3:1 made-twice']);
  t.regex(findings[0]?.message ?? '', /procedures\/a\.sql:1:1/u);
});

test('two programs of one name in one file are refused as well', async t => {
  const { findings } = await read(t, {
    'procedures/a.sql':
      'CREATE EVENT e ON SCHEDULE EVERY 1 DAY DO DO 1;\nCREATE EVENT E ON SCHEDULE EVERY 2 DAY DO DO 1;',
  });
  t.deepEqual(places(findings), ['procedures/a.sql:2:1 made-twice']);
});

test('what is called like a file and is none is refused, and nobody waits for it', async t => {
  const folder = await folderWith(t, { 'procedures/dir.sql/a.sql': 'CREATE PROCEDURE p() DO 1' });
  await promisify(execFile)('mkfifo', [join(folder, 'procedures/pipe.sql')]);
  await symlink('loop.sql', join(folder, 'procedures/loop.sql'));
  const { wanted, findings } = await readWanted(configIn(folder), programDefaults);
  t.deepEqual(wanted, []);
  t.deepEqual(
    findings.map(({ where, message }) => `${where} ${message}`),
    [
      'procedures/dir.sql The file is not a file.',
      'procedures/loop.sql The file cannot be read (ELOOP).',
      'procedures/pipe.sql The file is not a file.',
    ],
  );
  t.true(findings.every(({ hint }) => hint !== undefined));
});

test('a file in which there is nothing to read has no program', async t => {
  const { findings } = await read(t, {
    'procedures/blank.sql': ' \r\n\n',
    'procedures/comments.sql': '-- CREATE PROCEDURE p() DO 1;\n/* and\n more */\n# and more',
    'procedures/empty.sql': '',
    'procedures/mark.sql': '\uFEFF',
  });
  t.deepEqual(
    places(findings),
    ['blank', 'comments', 'empty', 'mark'].map(name => `procedures/${name}.sql no-program`),
  );
});

test('a folder that is not there is refused with what to do', async t => {
  const folder = await folderWith(t);
  const reading = readWanted(configIn(folder), programDefaults);
  const error = await t.throwsAsync(reading, { instanceOf: ConfigError });
  t.like(error?.findings[0], { id: 'unreadable', where: join(folder, 'procedures') });
  t.regex(error?.message ?? '', /ENOENT/u);
});

test('a folder without files has no programs', async t => {
  t.deepEqual(await readSound(t, { 'procedures/test/a.sql': '' }), []);
});

test('a body of 1 MB is read, a file of more than 16 MB is refused', async t => {
  const body = `SELECT '${'x'.repeat(1024 * 1024)}'`;
  const [program] = await readSound(t, { 'procedures/a.sql': `CREATE PROCEDURE p() ${body}` });
  t.is(program?.create, `CREATE PROCEDURE p() ${body}`);
  const large = await read(t, { 'procedures/a.sql': new Uint8Array(16 * 1024 * 1024 + 1).fill(0x20) });
  t.deepEqual(places(large.findings), ['procedures/a.sql unreadable']);
});

test('names with backticks, blanks, @ and letters beyond ASCII are names like any other', async t => {
  const names = ['a`b', 'a b', 'a@b', 'é', 'a.b', "it's"];
  const text = names.map(name => `CREATE PROCEDURE \`${name.replaceAll('`', '``')}\`() DO 1;`).join('\n');
  const wanted = await readSound(t, { 'procedures/a.sql': text });
  t.deepEqual(
    wanted.map(({ name }) => name),
    names,
  );
});
