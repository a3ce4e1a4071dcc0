/** Bad files by the real command: all of it is told at once, and no server is touched. Odd ones get to both servers. */
import { symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { isHidden } from '../../../src/programs/program.js';
import type { Session } from '../../../src/server/connection.js';
import { readPrograms } from '../../../src/server/program-catalog.js';
import { quoteIdentifier } from '../../../src/sql/identifier.js';
import { programPair } from '../../helpers/program-pair.js';
import { eitherTest, mysqlTest, oneServerTest } from '../../helpers/server-test.js';

oneServerTest('everything that is wrong with files is told at once, with its places', async (t, image) => {
  const { sandbox, dbshift, all } = await programPair(t, image);
  const untouched = await all();
  const folder = join(sandbox.folder, 'procedures');
  const bad = {
    '1.sql': 'CREATE PROCEDURE twice() DO 1;\nCREATE PROCEDURE bodiless();\n',
    '2.sql': 'CREATE PROCEDURE TWICE() DO 2;\nCREATE PROCEDURE `emo😀ji`() DO 1;\n',
    '3.sql': Buffer.concat([Buffer.from('CREATE PROCEDURE latin() SELECT "'), Uint8Array.of(0xe4, 0x22)]),
    '5.sql': 'GRANT ALL ON *.* TO root@localhost;\n',
  };
  for (const [name, text] of Object.entries(bad)) await writeFile(join(folder, name), text);
  await symlink('nowhere.sql', join(folder, '4.sql'));
  const { code, stderr } = await dbshift('procs', 'deploy');
  t.is(code, 78, stderr);
  const told = stderr.split('\n').filter(line => /^ {2}\S/u.test(line));
  t.deepEqual(
    told.map(line => line.trim().split(/ {2,}/u)),
    [
      ['procedures/1.sql:2:1', 'The program has no body.'],
      ['procedures/2.sql:1:1', 'procedure TWICE is made a second time; the first is procedures/1.sql:1:1.'],
      [
        'procedures/2.sql:2:1',
        'The name has the character 😀, which takes four bytes; servers keep names in at most three for each.',
      ],
      ['procedures/3.sql:1:34', 'The file is not UTF-8 from here on (byte 33).'],
      ['procedures/4.sql', 'The file cannot be read (ENOENT).'],
      ['procedures/5.sql:1:1', 'GRANT makes no stored program.'],
    ],
  );
  t.deepEqual(await all(), untouched);
});

/** On both servers by hand, so that neither has to wait for the other. */
async function makeOwner(servers: readonly Session[]): Promise<void> {
  for (const server of servers) {
    await server.send('SET SESSION sql_log_bin = 0');
    await server.send("CREATE USER owner@'%'");
    await server.send('SET SESSION sql_log_bin = 1');
  }
}

eitherTest('odd names and a body of 1 MB get to both servers', async (t, image) => {
  t.timeout(120_000);
  const { a, b, write, dbshift } = await programPair(t, image);
  await makeOwner([a, b]);
  const names = ['a`b', 'a b', 'a@b', 'é', 'a.b'];
  const long = `BEGIN\n${`  SET @x = '${'é'.repeat(5000)}';\n`.repeat(105)}END`;
  const owned = "DEFINER = owner@'%'";
  await write(
    [
      ...names.map(
        name => `CREATE ${owned} PROCEDURE ${quoteIdentifier(name)}() SQL SECURITY INVOKER SELECT 1;`,
      ),
      `DELIMITER $$\nCREATE ${owned} PROCEDURE long_one() SQL SECURITY INVOKER\n${long} $$\n`,
    ].join('\n'),
  );
  const made = await dbshift('procs', 'deploy');
  t.is(made.code, 0, made.stderr);
  const [onA, onB] = await Promise.all([a, b].map(server => readPrograms(server, 'app')));
  t.deepEqual(onA, onB);
  t.deepEqual(onA?.map(({ name }) => name).sort(), [...names, 'long_one'].sort());
  const longOne = onA?.find(({ name }) => name === 'long_one');
  t.true(longOne !== undefined && !isHidden(longOne) && longOne.create.endsWith(long));
  await a.rows('CALL `a``b`()');
  const again = await dbshift('procs', 'deploy');
  t.regex(again.stdout, /nothing to do/u, again.stderr);
});

eitherTest('a definer for whom the account may not act is told before anything is made', async (t, image) => {
  const { a, b, write, dbshift, all } = await programPair(t, image);
  const privilege = image.flavor === 'mysql' ? 'SET_ANY_DEFINER' : 'SET USER';
  await makeOwner([a, b]);
  for (const server of [a, b]) await server.send(`REVOKE ${privilege} ON *.* FROM dbshift@'127.0.0.1'`);
  const untouched = await all();
  await write("CREATE DEFINER = owner@'%' PROCEDURE second() SQL SECURITY INVOKER DO 1;");
  const { code, stderr } = await dbshift('procs', 'deploy');
  t.is(code, 3, stderr);
  t.true(stderr.includes(`lacks ${privilege} on *.*`), stderr);
  t.deepEqual(await all(), untouched);
});

mysqlTest('a program of root is refused with what it takes, and stays', async (t, image) => {
  const { a, b, write, dbshift, all } = await programPair(t, image);
  await makeOwner([a, b]);
  for (const server of [a, b]) {
    await server.send('SET SESSION sql_log_bin = 0');
    await server.send('CREATE DEFINER = root@localhost PROCEDURE of_root() SQL SECURITY INVOKER DO 1');
  }
  const untouched = await all();
  await write("CREATE DEFINER = owner@'%' PROCEDURE of_root() SQL SECURITY INVOKER DO 2;");
  const { code, stderr } = await dbshift('procs', 'deploy');
  t.is(code, 3, stderr);
  t.regex(stderr, /'root'@'localhost' has SYSTEM_USER, so .*: procedure of_root/u);
  t.regex(stderr, /GRANT SYSTEM_USER ON .*; or let an administrator make these anew/u);
  t.deepEqual(await all(), untouched);
});
