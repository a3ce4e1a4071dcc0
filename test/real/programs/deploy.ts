/** Deploys of stored programs by the real command: all or nothing, on both servers, and what is said of it. */
import { readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { isHidden } from '../../../src/programs/program.js';
import { readPrograms } from '../../../src/server/program-catalog.js';
import { programPair } from '../../helpers/program-pair.js';
import { eitherTest, flavorTest, mysqlTest } from '../../helpers/server-test.js';
import { until } from '../../helpers/until.js';

const everyKind = (n: number): string => `DELIMITER $$
CREATE FUNCTION total(n INT) RETURNS INT DETERMINISTIC NO SQL RETURN n + ${n} $$
CREATE PROCEDURE hello() SELECT ${n} AS said $$
CREATE VIEW one AS SELECT total(${n}) AS two $$
CREATE TRIGGER first_in BEFORE INSERT ON rows_of FOR EACH ROW SET NEW.n = ${n} $$
CREATE TRIGGER then_in BEFORE INSERT ON rows_of FOR EACH ROW SET NEW.n = NEW.n + ${n} $$
CREATE EVENT tick ON SCHEDULE EVERY 1 HOUR DO SET @x = ${n} $$
`;

flavorTest(
  'every kind of program is made, left alone, replaced, rolled back and dropped on both servers',
  async (t, image) => {
    t.timeout(120_000);
    const { a, b, write, dbshift, all } = await programPair(t, image);
    await a.send('CREATE TABLE rows_of (id INT AUTO_INCREMENT PRIMARY KEY, n INT)');
    await write(everyKind(1));
    const made = await dbshift('procs', 'deploy');
    t.is(made.code, 0, made.stderr);
    t.regex(made.stdout, /6 programs read back on both servers/);
    const first = (await all()) as { readonly a: unknown; readonly b: unknown };
    t.deepEqual(first.a, first.b);
    const none = await dbshift('procs', 'rollback', 'hello');
    t.is(none.code, 64, none.stderr);
    t.regex(none.stderr, /procedure hello has only version 1, and none before it/);
    const again = await dbshift('procs', 'deploy');
    t.is(again.code, 0, again.stderr);
    t.regex(again.stdout, /nothing to do/);
    await write(everyKind(2));
    const replaced = await dbshift('procs', 'deploy');
    t.is(replaced.code, 0, replaced.stderr);
    await a.send('INSERT INTO rows_of (n) VALUES (0)');
    t.is((await a.row('SELECT n FROM rows_of'))?.n, 4, 'the order of triggers is as before');
    t.is((await a.row('SELECT two FROM one'))?.two, 4);
    const back = await dbshift('procs', 'rollback', 'hello');
    t.is(back.code, 0, back.stderr);
    for (const side of [a, b]) t.is((await side.rows('CALL hello()')).flat().at(0)?.said, 1);
    const history = JSON.parse((await dbshift('procs', 'history', 'hello', '--json')).stdout);
    t.like(history, [
      { version: 3, how: 'rollback' },
      { version: 2, how: 'deploy' },
      { version: 1, how: 'deploy' },
    ]);
    t.is(history[0].digest, history[2].digest);
    await write('CREATE VIEW one AS SELECT 1 AS two;');
    const pruned = await dbshift('procs', 'deploy', '--prune');
    t.is(pruned.code, 0, pruned.stderr + pruned.stdout);
    const left = (await all()) as { readonly a: { readonly programs: readonly unknown[] } };
    t.is(left.a.programs.length, 1);
  },
);

flavorTest(
  'what is other on the passive alone is put right there, and nothing of that is in a binlog',
  async (t, image) => {
    const { a, b, write, dbshift, all } = await programPair(t, image);
    await write(`CREATE PROCEDURE hello() SELECT 1 AS said;\nCREATE PROCEDURE bye() SELECT 1 AS said;`);
    t.is((await dbshift('procs', 'deploy')).code, 0);
    const before = await all();
    await b.send('SET SESSION sql_log_bin = 0');
    await b.send('DROP PROCEDURE hello');
    await b.send('DROP PROCEDURE bye');
    await b.send("CREATE DEFINER = 'dbshift'@'127.0.0.1' PROCEDURE bye() SELECT 2 AS said");
    const executed = () => Promise.all([a, b].map(one => one.row(positionOf(image.flavor))));
    const position = await executed();
    const right = await dbshift('procs', 'deploy');
    t.is(right.code, 0, right.stderr);
    t.regex(right.stdout, /b {2}created procedure hello, there alone/);
    t.deepEqual(await all(), before);
    t.deepEqual(await executed(), position);
    const history = JSON.parse((await dbshift('procs', 'history', '--json')).stdout);
    t.is(history.length, 2, 'it is no version of a program');
  },
);

const positionOf = (flavor: string): string =>
  flavor === 'mysql' ? 'SELECT @@gtid_executed AS at' : 'SELECT @@gtid_binlog_state AS at';

mysqlTest(
  'a program that has to be dropped gets its grants back, and says how long it was missing',
  async (t, image) => {
    const { a, b, write, dbshift } = await programPair(t, image);
    await write(
      'CREATE PROCEDURE hello() SELECT 1 AS said;\nCREATE FUNCTION f() RETURNS INT NO SQL RETURN 1;',
    );
    t.is((await dbshift('procs', 'deploy')).code, 0);
    await a.send("CREATE USER clerk@'%', boss@'%'");
    await a.send("GRANT EXECUTE ON PROCEDURE hello TO clerk@'%'");
    await a.send("GRANT EXECUTE, ALTER ROUTINE ON FUNCTION f TO boss@'%' WITH GRANT OPTION");
    const query = 'SELECT User, Host, Routine_name, Proc_priv FROM mysql.procs_priv ORDER BY 3';
    const grants = await a.rows(query);
    t.is(grants.length, 2);
    await write(
      'CREATE PROCEDURE hello() SELECT 2 AS said;\nCREATE FUNCTION f() RETURNS INT NO SQL RETURN 2;',
    );
    const replaced = await dbshift('procs', 'deploy');
    t.is(replaced.code, 0, replaced.stderr);
    t.regex(replaced.stdout, /replaced procedure hello, missing for at most \d+\.\d ms/);
    t.log(replaced.stdout.split('\n').filter(line => line.includes('missing')));
    for (const side of [a, b]) t.deepEqual(await side.rows(query), grants);
  },
);

mysqlTest('grants that the passive could not take are refused before anything is done', async (t, image) => {
  const { a, write, dbshift, all } = await programPair(t, image);
  await write('CREATE PROCEDURE hello() SELECT 1 AS said;');
  t.is((await dbshift('procs', 'deploy')).code, 0);
  await a.send('SET SESSION sql_log_bin = 0');
  await a.send("CREATE USER clerk@'%'");
  await a.send("GRANT EXECUTE ON PROCEDURE hello TO clerk@'%'");
  const before = await all();
  await write('CREATE PROCEDURE hello() SELECT 2 AS said;');
  const refused = await dbshift('procs', 'deploy');
  t.is(refused.code, 3, refused.stdout);
  t.regex(refused.stderr, /clerk@% has EXECUTE on a and not on b/);
  t.deepEqual(await all(), before);
});

mysqlTest(
  'a passive that is locked for privileged accounts is opened for a deploy, and locked again',
  async (t, image) => {
    const { b, write, dbshift } = await programPair(t, image);
    await write('CREATE PROCEDURE hello() SELECT 1 AS said;');
    await b.send('SET GLOBAL super_read_only = 1');
    const done = await dbshift('procs', 'deploy');
    t.is(done.code, 0, done.stderr);
    t.is((await b.row('SELECT @@global.super_read_only AS locked'))?.locked, 1);
    t.is((await b.rows('SELECT DISTINCT epoch FROM dbshift.deploys')).length, 1, 'it has the journal');
  },
);

/** So many of each kind that a trigger is the 17th that is made. */
const thirty = (n: number): string => {
  const counted = (count: number, sql: (i: number) => string) =>
    Array.from({ length: count }, (_, i) => `${sql(i + 10)} $$`).join('\n');
  return `DELIMITER $$
${counted(5, i => `CREATE FUNCTION f${i}() RETURNS INT NO SQL RETURN ${n}`)}
${counted(6, i => `CREATE PROCEDURE p${i}() SELECT ${n}`)}
${counted(5, i => `CREATE VIEW v${i} AS SELECT ${n} AS n`)}
${counted(9, i => `CREATE TRIGGER t${i} BEFORE INSERT ON rows_of FOR EACH ROW SET NEW.n = ${n}`)}
${counted(5, i => `CREATE EVENT e${i} ON SCHEDULE EVERY ${i} HOUR DO SET @x = ${n}`)}`;
};

flavorTest(
  'a deploy of 30 programs whose 17th is refused leaves every program as it was, on both servers',
  async (t, image) => {
    t.timeout(120_000);
    const { a, write, dbshift, all } = await programPair(t, image);
    await a.send('CREATE TABLE rows_of (id INT AUTO_INCREMENT PRIMARY KEY, n INT)');
    await a.send('INSERT INTO rows_of (n) VALUES (0)');
    await write(thirty(1));
    const made = await dbshift('procs', 'deploy');
    t.is(made.code, 0, made.stderr);
    const before = await all();
    await write(thirty(2));
    // The table is in use: the first trigger does not get its lock.
    await a.send('START TRANSACTION');
    await a.rows('SELECT * FROM rows_of');
    const failed = await dbshift('procs', 'deploy');
    await a.send('COMMIT');
    t.is(failed.code, 2, failed.stdout);
    t.regex(failed.stderr, /procedures\/all\.sql:\d+: cannot replace trigger t10/);
    t.regex(failed.stderr, /nothing is changed: every program reads back as it was, on both servers/);
    t.is((failed.stdout.match(/^a {2}replaced /gm) ?? []).length, 32, '16 there, and 16 back');
    t.deepEqual(await all(), before);
    t.is((await dbshift('status', '--json')).code, 0);
    const done = await dbshift('procs', 'deploy');
    t.is(done.code, 0, done.stderr);
  },
);

mysqlTest('a program with such grants is not dropped either: it could not come back', async (t, image) => {
  const { a, write, dbshift, all } = await programPair(t, image);
  await write('CREATE PROCEDURE hello() SELECT 1 AS said;\nCREATE PROCEDURE bye() SELECT 1 AS said;');
  t.is((await dbshift('procs', 'deploy')).code, 0);
  await a.send('SET SESSION sql_log_bin = 0');
  await a.send("CREATE USER clerk@'%'");
  await a.send("GRANT EXECUTE ON PROCEDURE hello TO clerk@'%'");
  const before = await all();
  await write('CREATE PROCEDURE bye() SELECT 1 AS said;');
  const refused = await dbshift('procs', 'deploy', '--prune');
  t.is(refused.code, 3, refused.stdout);
  t.regex(refused.stderr, /clerk@% has EXECUTE on a and not on b/);
  t.deepEqual(await all(), before);
});

eitherTest('a folder without files drops nothing, whatever is pruned', async (t, image) => {
  const { sandbox, write, dbshift, all } = await programPair(t, image);
  await write('CREATE PROCEDURE hello() SELECT 1 AS said;');
  t.is((await dbshift('procs', 'deploy')).code, 0);
  const before = await all();
  await rm(join(sandbox.folder, 'procedures', 'all.sql'));
  for (const more of [[], ['--dry-run'], ['--via-flip', '--yes'], ['--via-flip', '--dry-run']]) {
    const refused = await dbshift('procs', 'deploy', '--prune', ...more);
    t.is(refused.code, 3, refused.stdout + refused.stderr);
    t.regex(refused.stderr, /no file in .*procedures has a stored program: --prune would drop all of them/);
  }
  t.deepEqual(await all(), before);
  const named = await dbshift('procs', 'deploy', '--prune', 'hello');
  t.is(named.code, 0, named.stderr);
  t.notDeepEqual(await all(), before);
});

eitherTest('a view is not made where tables of the passive are other', async (t, image) => {
  const { a, b, write, dbshift, all } = await programPair(t, image);
  await a.send('CREATE TABLE rows_of (id INT AUTO_INCREMENT PRIMARY KEY, n INT)');
  await write('CREATE PROCEDURE hello() SELECT 1 AS said;');
  t.is((await dbshift('procs', 'deploy')).code, 0);
  await b.send('SET SESSION sql_log_bin = 0');
  await b.send('ALTER TABLE rows_of DROP COLUMN n');
  const before = await all();
  await write('CREATE VIEW one AS SELECT n FROM rows_of;');
  for (const more of [[], ['--dry-run']]) {
    const refused = await dbshift('procs', 'deploy', ...more);
    t.is(refused.code, 3, refused.stdout);
    t.regex(refused.stderr, /tables of a and b differ: rows_of/);
  }
  t.deepEqual(await all(), before);
});

const acceptUnstated =
  'lint: { accept: [{ id: definer-unstated, in: "procedures/all.sql", subject: hello, reason: "a test" }] }';

eitherTest('a version that stated no definer comes back with the one that it had', async (t, image) => {
  const { a, b, sandbox, write, dbshift } = await programPair(t, image);
  const config = await readFile(sandbox.configFile, 'utf8');
  await writeFile(sandbox.configFile, config.replace(/^programs:.*$/m, acceptUnstated));
  const definers = async () =>
    Promise.all(
      [a, b].map(async side => (await readPrograms(side, 'app')).map(one => isHidden(one) || one.definer)),
    );
  await write('CREATE PROCEDURE hello() SELECT 1 AS said;');
  const made = await dbshift('procs', 'deploy');
  t.is(made.code, 0, made.stderr);
  const first = await definers();
  await a.send("CREATE USER boss@'%'");
  await write("CREATE DEFINER = 'boss'@'%' PROCEDURE hello() SELECT 2 AS said;");
  const owned = await dbshift('procs', 'deploy');
  t.is(owned.code, 0, owned.stderr);
  t.deepEqual(await definers(), [['boss@%'], ['boss@%']]);
  t.is((await dbshift('procs', 'rollback', 'hello')).code, 0);
  t.deepEqual(await definers(), first);
});

mysqlTest(
  'what could not be made again is not dropped: of an account with SYSTEM_USER, or one that is gone',
  async (t, image) => {
    const { a, b, write, dbshift, all } = await programPair(t, image);
    await a.send('CREATE TABLE rows_of (id INT AUTO_INCREMENT PRIMARY KEY, n INT)');
    await a.send("CREATE USER clerk@'%'");
    for (const definer of ["'root'@'localhost'", "'clerk'@'%'"]) {
      const name = definer.slice(1, 5);
      await a.send(
        `CREATE DEFINER = ${definer} TRIGGER of_${name} BEFORE INSERT ON rows_of FOR EACH ROW SET NEW.n = 1`,
      );
    }
    await a.send("DROP USER clerk@'%'");
    await until('b has both', async () => (await readPrograms(b, 'app')).length === 2);
    const before = await all();
    const texts = (n: number) =>
      ['root', 'cler'].map(
        name => `CREATE TRIGGER of_${name} BEFORE INSERT ON rows_of FOR EACH ROW SET NEW.n = ${n};`,
      );
    await write(texts(2).join('\n'));
    for (const more of [[], ['--dry-run'], ['--via-flip', '--yes']]) {
      const refused = await dbshift('procs', 'deploy', ...more);
      t.is(refused.code, 3, refused.stdout + refused.stderr);
      t.regex(
        refused.stderr,
        /'root'@'localhost' has SYSTEM_USER, so .* could not make, or make again .*: trigger of_root/,
      );
      t.regex(
        refused.stderr,
        /there is no account 'clerk'@'%', so .* could not make, or make again .*: trigger of_cler/,
      );
    }
    await write('CREATE PROCEDURE hello() SELECT 1 AS said;');
    const pruned = await dbshift('procs', 'deploy', '--prune');
    t.is(pruned.code, 3, pruned.stdout);
    t.deepEqual(await all(), before);
    await a.send("GRANT SYSTEM_USER, ALLOW_NONEXISTENT_DEFINER ON *.* TO 'dbshift'@'127.0.0.1'");
    await write(texts(2).join('\n'));
    const allowed = await dbshift('procs', 'deploy');
    t.is(allowed.code, 0, allowed.stderr);
  },
);
