/** What happens between a deploy that died and the command that ends it: by hands, by another database, by a signal. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { deployOver, type WiredPair, wiredPair } from '../helpers/killed-deploy.js';
import { type ProgramPair, programPair } from '../helpers/program-pair.js';
import { cliFile } from '../helpers/run-cli.js';
import { eitherTest } from '../helpers/server-test.js';
import { until } from '../helpers/until.js';

const programs = (n: number): string => `CREATE PROCEDURE hello() SELECT ${n} AS said;
CREATE VIEW one AS SELECT ${n} AS two;
CREATE PROCEDURE bye() SELECT ${n} AS said;
`;

/** The deploy of the second version dies when the active has both procedures, and not yet the view. */
async function half(lab: WiredPair): Promise<void> {
  await lab.write(programs(1));
  await lab.dbshift('procs', 'deploy');
  await lab.write(programs(2));
  await deployOver(lab, (_, statement) => /^CREATE .*PROCEDURE `?bye/.test(statement));
}

const saidBy = async (session: ProgramPair['a'], name: string): Promise<unknown> =>
  (await session.rows(`CALL ${name}()`)).flat().at(0)?.said;

eitherTest(
  'what somebody changed since a deploy died blocks by name, and stays when he says so',
  async (t, image) => {
    t.timeout(120_000);
    const lab = await wiredPair(t, image);
    await half(lab);
    await lab.a.send('DROP PROCEDURE hello');
    await lab.a.send("CREATE DEFINER = 'dbshift'@'127.0.0.1' PROCEDURE hello() SELECT 77 AS said");
    await until('the passive has it', async () => (await saidBy(lab.b, 'hello')) === 77);
    const byHand = await lab.all();
    for (const command of [['recover'], ['procs', 'deploy'], ['procs', 'rollback', 'hello']]) {
      const blocked = await lab.dbshift(...command, '--lock-timeout', '30s');
      t.is(blocked.code, 3, blocked.stdout + blocked.stderr);
      t.regex(
        blocked.stderr,
        /procedure hello is neither as it was before the deploy nor as the deploy wants it/,
      );
      t.regex(blocked.stderr, /dbshift recover --keep-program procedure:hello/);
      t.deepEqual(await lab.all(), byHand);
    }
    const unknown = await lab.dbshift('recover', '--keep-program', 'helo');
    t.is(unknown.code, 64);
    const kept = await lab.dbshift('recover', '--keep-program', 'procedure:hello');
    t.is(kept.code, 0, kept.stderr);
    t.regex(
      kept.stdout,
      /put back as it was, on both servers, but for what was to be left as it is: procedure hello/,
    );
    for (const side of [lab.a, lab.b]) {
      t.is(await saidBy(side, 'hello'), 77);
      t.is(await saidBy(side, 'bye'), 1);
      t.is((await side.row('SELECT two FROM one'))?.two, 1);
    }
    t.notRegex((await lab.dbshift('status')).stdout, /^deploy/m);
  },
);

eitherTest('one that is dropped by hand meanwhile is made again, as it was', async (t, image) => {
  const lab = await wiredPair(t, image);
  await half(lab);
  await lab.a.send('DROP PROCEDURE hello');
  const recovered = await lab.dbshift('recover', '--lock-timeout', '30s');
  t.is(recovered.code, 0, recovered.stderr);
  for (const side of [lab.a, lab.b]) t.is(await saidBy(side, 'hello'), 1);
});

eitherTest('a deploy that died is ended by the configuration of its own database alone', async (t, image) => {
  t.timeout(120_000);
  const lab = await wiredPair(t, image);
  await lab.a.send('CREATE DATABASE other');
  await lab.a.send("GRANT ALL ON other.* TO 'dbshift'@'127.0.0.1' WITH GRANT OPTION");
  const config = await readFile(lab.sandbox.configFile, 'utf8');
  const other = join(lab.sandbox.folder, 'other.config.yaml');
  await writeFile(other, config.replace('database: "app"', 'database: "other"'));
  const nothing = await lab.dbshift('procs', 'deploy', '--config', other);
  t.is(nothing.code, 0, nothing.stderr);
  await half(lab);
  const halfway = await lab.all();
  const recovered = await lab.dbshift('recover', '--config', other, '--lock-timeout', '30s');
  t.is(recovered.code, 0, recovered.stderr);
  t.regex(recovered.stdout, /did not end: up to 3 programs of database app may be changed/);
  const deployed = await lab.dbshift('procs', 'deploy', '--config', other, '--lock-timeout', '30s');
  t.is(deployed.code, 3, deployed.stdout);
  t.regex(deployed.stderr, /into database app did not end/);
  t.deepEqual(await lab.all(), halfway);
  t.is((await lab.dbshift('recover')).code, 0);
  t.is(await saidBy(lab.b, 'hello'), 1);
  t.is(
    (await lab.a.rows("SELECT 1 FROM information_schema.ROUTINES WHERE ROUTINE_SCHEMA = 'other'")).length,
    0,
  );
  const history = await lab.dbshift('procs', 'history', '--config', other, '--json');
  t.deepEqual(JSON.parse(history.stdout), [], 'each database has a history of its own');
});

eitherTest(
  'a deploy that is told to stop while the passive lags ends at once, and the next one looks and ends it',
  async (t, image) => {
    t.timeout(120_000);
    const lab = await programPair(t, image);
    await lab.write(programs(1));
    t.is((await lab.dbshift('procs', 'deploy')).code, 0);
    await lab.write(programs(2));
    // Who reads a view keeps its definition.
    await lab.b.send('START TRANSACTION');
    await lab.b.rows('SELECT two FROM one');
    const child = spawn(process.execPath, [cliFile, 'procs', 'deploy'], {
      cwd: lab.sandbox.folder,
      stdio: ['ignore', 'ignore', 'pipe'],
    });
    const said = text(child.stderr);
    await until('the active has it', async () => (await lab.a.row('SELECT two FROM one'))?.two === 2);
    child.kill('SIGTERM');
    const [code] = await once(child, 'close');
    t.is(code, 75, await said);
    t.regex(await said, /stopped before .* had applied everything/);
    await lab.b.send('COMMIT');
    const next = await lab.dbshift('procs', 'deploy');
    t.is(next.code, 0, next.stderr);
    t.regex(next.stdout, /was finished: both servers have all of it/);
    t.is(await saidBy(lab.b, 'bye'), 2);
  },
);

eitherTest(
  'what is kept as it is found is no version, and a deploy of which all is kept was not done',
  async (t, image) => {
    const lab = await wiredPair(t, image);
    await half(lab);
    const halfway = await lab.all();
    const kept = await lab.dbshift(
      'recover',
      '--keep-program',
      'hello',
      'bye',
      'one',
      '--lock-timeout',
      '30s',
    );
    t.is(kept.code, 0, kept.stderr);
    t.regex(kept.stdout, /had died: every program is put back as it was/);
    t.deepEqual(await lab.all(), halfway);
    const history = await lab.dbshift('procs', 'history', '--json');
    t.deepEqual(
      JSON.parse(history.stdout).map(({ version }: { readonly version: number }) => version),
      [1, 1, 1],
    );
  },
);

eitherTest('where the applier of the passive does not run, recover says so at once', async (t, image) => {
  const lab = await wiredPair(t, image);
  await half(lab);
  const word = image.flavor === 'mysql' ? 'REPLICA' : 'SLAVE';
  await until('the passive has it', async () => (await saidBy(lab.b, 'bye')) === 2);
  await lab.b.send(`STOP ${word} SQL_THREAD`);
  const stopped = await lab.dbshift('recover', '--lock-timeout', '30s');
  t.is(stopped.code, 2, stopped.stdout);
  t.regex(stopped.stderr, /its applier does not run/);
  await lab.b.send(`START ${word} SQL_THREAD`);
  t.is((await lab.dbshift('recover')).code, 0);
  for (const side of [lab.a, lab.b]) t.is(await saidBy(side, 'bye'), 1);
});
