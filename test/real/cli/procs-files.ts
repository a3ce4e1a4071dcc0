/** `dbshift procs diff` and `procs pull` as a user types them: programs of every kind, and drift made by hand. */
import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { ExecutionContext } from 'ava';
import { sides } from '../../../src/pair/side.js';
import { accountName } from '../../../src/sandbox/account-texts.js';
import type { ServerImage } from '../../../src/sandbox/server-image.js';
import { caughtUp } from '../../helpers/compared.js';
import { type FreshPair, freshPairs } from '../../helpers/fresh-pair.js';
import { oddPrograms } from '../../helpers/odd-programs.js';
import { runCli } from '../../helpers/run-cli.js';
import { eitherTest, flavorTest, serverTest } from '../../helpers/server-test.js';

const freshPair = freshPairs();

/** With an empty folder of programs; sessions are in `app`, and what `b` does itself is not binlogged. */
async function programPair(t: ExecutionContext, image: ServerImage) {
  const pair = await freshPair(t, image);
  const { a, b, sandbox } = pair;
  const folder = join(sandbox.folder, 'procedures');
  await rm(folder, { recursive: true, force: true });
  await mkdir(folder);
  await a.send('CREATE TABLE app.orders (id INT PRIMARY KEY, total INT NOT NULL)');
  for (const session of [a, b]) {
    await session.send('USE app');
    await session.send('SET NAMES utf8mb4');
  }
  await b.send('SET SESSION sql_log_bin = 0');
  const write = (name: string, text: string) => writeFile(join(folder, name), text);
  const run = (...args: string[]) => runCli(['procs', ...args], { cwd: sandbox.folder });
  return { ...pair, folder, write, run, settled: () => caughtUp({ image, a, b }) };
}

async function makeOdd({ a }: FreshPair, image: ServerImage): Promise<number> {
  const programs = oddPrograms(image.flavor);
  for (const { set, create } of programs) {
    await a.send(`SET ${set}`);
    await a.send(create);
  }
  await a.send('SET NAMES utf8mb4');
  await a.send("SET SESSION sql_mode = DEFAULT, time_zone = 'SYSTEM'");
  return programs.length;
}

serverTest(
  'after a pull there is no difference, whatever the programs are called and made with',
  async (t, image) => {
    const pair = await programPair(t, image);
    const { run, folder, settled } = pair;
    const count = await makeOdd(pair, image);
    await settled();
    const pulled = await run('pull');
    t.is(pulled.code, 0, pulled.stderr);
    t.is((await readdir(folder)).length, count, pulled.stdout);
    const diff = await run('diff', '--prune');
    t.is(diff.code, 0, diff.stdout + diff.stderr);
    t.regex(diff.stdout, new RegExp(`^${count} programs in files: both servers have them$`, 'mu'));
    const again = await run('pull', '--json');
    t.true(JSON.parse(again.stdout).programs.every(({ what }: { what: string }) => what === 'same'));
    for (const side of sides) t.is((await run('pull', '--from', side)).code, 0);
  },
);

const counted = (body: string, more = ''): string =>
  `${more}DELIMITER $$\nCREATE PROCEDURE counted()\nBEGIN\n  ${body}\nEND $$\n`;

flavorTest(
  'diff shows what a deploy would change on each server, drift made by hand included',
  async (t, image) => {
    const { a, b, run, write, settled } = await programPair(t, image);
    await write('counted.sql', counted('SELECT 1;'));
    await write('fresh.sql', 'CREATE PROCEDURE fresh() SELECT 1;\n');
    await a.send('CREATE PROCEDURE counted()\nBEGIN\n  SELECT 1;\nEND');
    await a.send('CREATE PROCEDURE leftover() SELECT 1');
    await settled();
    const both = await run('diff');
    t.is(both.code, 1, both.stderr);
    t.is(both.stdout.trim(), createdText);

    await b.send('DROP PROCEDURE counted');
    await b.send("SET sql_mode = 'ANSI_QUOTES'");
    await b.send('CREATE PROCEDURE counted()\nBEGIN\n  SELECT 2;\nEND');
    const drift = await run('diff', 'counted');
    t.is(drift.code, 1, drift.stderr);
    t.regex(drift.stdout, /^procedure counted: replace on b, procedures\/counted.sql:2:1$/mu);
    t.regex(drift.stdout, /^ {2}- {2}SELECT 2;\n {2}\+ {2}SELECT 1;$/mu);
    t.regex(drift.stdout, /^ {2}sql_mode: ANSI_QUOTES → \S/mu);

    const pruned = await run('diff', '--prune', 'leftover', '--json');
    t.is(pruned.code, 1, pruned.stderr);
    const { version, differences } = JSON.parse(pruned.stdout);
    t.is(version, 1);
    t.like(differences, [
      { kind: 'procedure', name: 'leftover', change: 'drop', sides: ['a', 'b'], where: null },
    ]);
    t.is((await run('diff', 'nowhere')).code, 64);
  },
);

const createdText = `procedure fresh: create on a and b, procedures/fresh.sql:1:1
  @@ -0,0 +1,2 @@
  +CREATE PROCEDURE \`fresh\`()
  +SELECT 1

2 programs in files: 1 to create; 1 on the servers in no file: see --prune, or procs pull`;

eitherTest(
  'what the server refuses is told at its place in the file, all of it at once',
  async (t, image) => {
    const { run, write } = await programPair(t, image);
    await write('counted.sql', counted('SELECT 1 FORM x;', '-- first\n\n'));
    await write('seen.sql', 'CREATE VIEW seen AS SELECT nothing FROM orders;\n');
    await write('fires.sql', `CREATE TRIGGER fires ${moment} FOLLOWS nowhere SET @a = 1;\n`);
    await write('fine.sql', 'CREATE VIEW fine AS SELECT id FROM orders;\n');
    const refused = await run('diff');
    t.is(refused.code, 3, refused.stdout);
    t.regex(refused.stderr, /^error: 3 programs are refused$/mu);
    t.regex(
      refused.stderr,
      /procedures\/counted\.sql:6:1 +the server refuses procedure counted: .*near 'x;/u,
    );
    t.regex(refused.stderr, /procedures\/fires\.sql:1:1 +the server refuses trigger fires: .*'nowhere'/u);
    t.regex(refused.stderr, /procedures\/seen\.sql:1:1 +the server refuses view seen: .*'nothing'/u);
  },
);

eitherTest(
  'views are made behind those that they read, triggers in the order that they state',
  async (t, image) => {
    const { run, write } = await programPair(t, image);
    await write('a.sql', 'CREATE VIEW a AS SELECT id FROM b;\nCREATE VIEW b AS SELECT id FROM c;\n');
    await write('c.sql', 'CREATE VIEW c AS SELECT id FROM orders;\n');
    await write(
      't.sql',
      `CREATE TRIGGER t1 ${moment} SET @a = 1;\nCREATE TRIGGER t2 ${moment} PRECEDES t1 SET @a = 2;\n`,
    );
    const found = JSON.parse((await run('diff', '--json')).stdout);
    const names = found.differences.map(({ name }: { name: string }) => name);
    t.deepEqual(names, ['c', 'b', 'a', 't2', 't1']);
    t.regex(found.differences.at(-1).patch, /FOR EACH ROW FOLLOWS `t2`/u);
  },
);

const moment = 'BEFORE INSERT ON orders FOR EACH ROW';

eitherTest(
  'a pull writes over no file that says something else, and over none that has other programs',
  async (t, image) => {
    const { a, run, write, folder, settled } = await programPair(t, image);
    await a.send('CREATE PROCEDURE counted() SELECT 2');
    await a.send('CREATE PROCEDURE one() SELECT 2');
    await settled();
    const mine = counted('SELECT 1;', '-- mine\n');
    const two = 'CREATE PROCEDURE one() SELECT 1;\nCREATE PROCEDURE two() SELECT 1;\n';
    await write('counted.sql', mine);
    await write('two.sql', two);
    const refused = await run('pull');
    t.is(refused.code, 3);
    t.regex(refused.stderr, /procedures\/counted\.sql .*says something else of procedure counted/u);
    t.regex(refused.stderr, /procedures\/two\.sql .*holds other programs too/u);
    t.is(await readFile(join(folder, 'counted.sql'), 'utf8'), mine);
    t.is((await run('pull', '--force')).code, 3);
    const forced = await run('pull', '--force', 'counted');
    t.is(forced.code, 0, forced.stderr);
    t.regex(await readFile(join(folder, 'counted.sql'), 'utf8'), /SELECT 2 \$\$\n\nDELIMITER ;\n$/u);
    t.is(await readFile(join(folder, 'two.sql'), 'utf8'), two);
  },
);

flavorTest(
  'a program whose text the account may not see is no difference: what is missing is named',
  async (t, image) => {
    const { a, run, write, settled } = await programPair(t, image);
    await a.send("CREATE DEFINER = 'somebody'@'%' PROCEDURE counted() SELECT 2");
    const right = image.flavor === 'mariadb' ? 'SELECT ON mysql.proc' : 'SHOW_ROUTINE ON *.*';
    await a.send(`REVOKE ${right} FROM ${accountName('dbshift')}`);
    await settled();
    await write('counted.sql', counted('SELECT 1;'));
    const hidden = await run('diff');
    t.is(hidden.code, 3, hidden.stdout);
    t.regex(hidden.stdout, /^1 program in files: 2 cannot be seen$/mu);
    t.regex(hidden.stderr, /procedure counted on server a .*\n.*on server b .*\n.*may not see its text/u);
    t.regex(hidden.stderr, image.flavor === 'mariadb' ? /SELECT on mysql\.proc/u : /SHOW_ROUTINE/u);
    t.is((await run('pull')).code, 3);
  },
);
