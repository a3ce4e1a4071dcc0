/** `dbshift verify` as a user types it: on a real pair, between the legs of a run, and killed at the worst moment. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import type { ExecutionContext } from 'ava';
import type { Verification } from '../../../src/run/verify.js';
import type { Sandbox } from '../../../src/sandbox/open-sandbox.js';
import type { ServerImage } from '../../../src/sandbox/server-image.js';
import type { Session } from '../../../src/server/connection.js';
import { readReplication } from '../../../src/server/read-replication.js';
import { makeBigTable, writeMigration } from '../../helpers/big-table.js';
import { caughtUp } from '../../helpers/compared.js';
import { flavorOf } from '../../helpers/flavors.js';
import { type FreshPair, freshPairs } from '../../helpers/fresh-pair.js';
import { numbersTo } from '../../helpers/numbers-to.js';
import { cliFile, runCli } from '../../helpers/run-cli.js';
import { eitherTest, oneServerTest } from '../../helpers/server-test.js';
import { until } from '../../helpers/until.js';
import { startWriters } from '../../helpers/writers.js';

const freshPair = freshPairs();

/** `big`, and a table without a key; `b` is not binlogged. */
async function filledPair(t: ExecutionContext, image: ServerImage, rows = 3000): Promise<FreshPair> {
  const pair = await freshPair(t, image);
  const { a, b } = pair;
  await makeBigTable(a, rows);
  await a.send('CREATE TABLE app.keyless (n INT)');
  await a.send(`INSERT INTO app.keyless SELECT seq FROM ${numbersTo(100)}`);
  await b.send('SET SESSION sql_log_bin = 0');
  await caughtUp({ image, a, b });
  return pair;
}

eitherTest('verify tells equal sides from different ones, by exit code, words and JSON', async (t, image) => {
  const { sandbox, b } = await filledPair(t, image);
  const here = { cwd: sandbox.folder };
  const equal = await runCli(['verify'], here);
  t.is(equal.code, 0, equal.stderr);
  t.regex(equal.stdout, /^big +3,000 +2 +.* equal$/mu);
  t.regex(equal.stdout, /^equal: structures, and 3,100 rows$/mu);

  await b.send("UPDATE app.big SET s = 'y' WHERE id = 7");
  await b.send('DELETE FROM app.keyless WHERE n = 1');
  const different = await runCli(['verify'], here);
  t.is(different.code, 1, different.stderr);
  t.regex(different.stdout, /^ {2}table big +values differ in the row id = 7$/mu);
  t.regex(
    different.stdout,
    /^ {2}table keyless +the rows differ, .*: 100 on the active, 99 on the passive$/mu,
  );
  const told = await runCli(['verify', '--table', 'big', '--json'], here);
  t.is(told.code, 1);
  const found = JSON.parse(told.stdout) as Verification;
  t.like(found, { active: 'a', passive: 'b', equal: false, structure: [], betweenLegs: false });
  t.deepEqual(found.rows.differences, [{ table: 'big', kind: 'changed', key: 'id = 7' }]);
  t.is(found.rows.points.length, 1);

  await b.send('ALTER TABLE app.big ADD INDEX by_n (n)');
  const structure = await runCli(['verify', '--table', 'keyless'], here);
  t.is(structure.code, 1);
  t.regex(structure.stdout, /by_n/u);
  const unknown = await runCli(['verify', '--table', 'bigg'], here);
  t.is(unknown.code, 64);
  t.regex(unknown.stderr, /table bigg is not on both sides\nhint: +did you mean big\?/u);
});

oneServerTest('a sample compares a share of the ranges, the same for the same seed', async (t, image) => {
  const { sandbox } = await filledPair(t, image, 40_000);
  const sample = async (seed: string) => {
    const { code, stdout } = await runCli(
      ['verify', '--table', 'big', '--sample', '30', '--seed', seed, '--json'],
      { cwd: sandbox.folder },
    );
    t.is(code, 0);
    return (JSON.parse(stdout) as Verification).rows.tables[0];
  };
  const [first, again] = [await sample('7'), await sample('7')];
  const others = [await sample('8'), await sample('9'), await sample('10')];
  t.is((first?.ranges ?? 0) + (first?.skipped ?? 0), 21);
  t.true((first?.rows ?? 0) < 40_000);
  t.like(again, { rows: first?.rows, ranges: first?.ranges });
  // Two samples may be as large by chance.
  t.true(others.some(other => other?.ranges !== first?.ranges));
  const told = await runCli(['verify', '--sample', '30'], { cwd: sandbox.folder });
  t.regex(told.stdout, /^confidence +chance to see one .*: 30 % for 1, 97.1 % for 10, 99.999 % for 100$/mu);
  t.is((await runCli(['verify', '--sample', '0'], { cwd: sandbox.folder })).code, 64);
});

eitherTest('between the legs of a run the columns of both sides are compared', async (t, image) => {
  const { sandbox, a, b } = await filledPair(t, image);
  const here = { cwd: sandbox.folder };
  await writeMigration(sandbox, '1_wide.sql', 'ALTER TABLE big MODIFY n BIGINT, ADD COLUMN fresh INT;');
  await runCli(['migrate', '--until', 'passive'], here);
  await a.send("INSERT INTO app.big (n, m, s, e, l) VALUES (1, 2, 'z', 'a', 'é')");
  const equal = await runCli(['verify', '--json'], here);
  t.is(equal.code, 0, equal.stdout);
  t.like(JSON.parse(equal.stdout), { betweenLegs: true, equal: true });
  t.regex(equal.stdout, /"table":"big"/u);
  t.notRegex(equal.stdout, /migrations/u);
  await b.send('UPDATE app.big SET n = n + 1 WHERE id = 1');
  t.is((await runCli(['verify'], here)).code, 1);
  await b.send('UPDATE app.big SET n = n - 1 WHERE id = 1');
  t.is((await runCli(['migrate', '--yes'], here)).code, 0);
  t.is((await runCli(['verify'], here)).code, 0);
});

oneServerTest(
  'while somebody else holds the lock of the pair verify is to be run again later',
  async (t, image) => {
    const { sandbox, a } = await filledPair(t, image);
    await a.row("SELECT GET_LOCK('dbshift', 0)");
    const { code, stderr } = await runCli(['verify'], { cwd: sandbox.folder });
    t.is(code, 75);
    t.regex(stderr, /another dbshift is at work/u);
    await a.row("SELECT RELEASE_LOCK('dbshift')");
  },
);

eitherTest('a passive that does not apply is not compared', async (t, image) => {
  const { sandbox, b } = await filledPair(t, image);
  await b.send('STOP REPLICA SQL_THREAD');
  const { code, stderr } = await runCli(['verify'], { cwd: sandbox.folder });
  t.is(code, 3);
  t.regex(stderr, /b does not follow a .*applier (stopped|held)/u);
  t.is(await applierOf(b, image), false, 'what somebody else has stopped stays stopped');
});

const applierOf = async (b: Session, image: ServerImage): Promise<boolean> =>
  (await readReplication(b, flavorOf(image))).applier === 'running';

eitherTest(
  'a verify that is killed with the applier stopped is mended by the next command',
  async (t, image) => {
    const pair = await filledPair(t, image, 20_000);
    const { sandbox, b } = pair;
    await writeMigration(sandbox, '1_small.sql', 'CREATE TABLE small (id INT PRIMARY KEY);');
    const writers = await startWriters(t, sandbox, {
      sessions: 2,
      next: n => `UPDATE app.big SET m = m + 1 WHERE id = ${1 + (n % 3000)}`,
    });
    for (const next of [['verify'], ['migrate', '--yes']]) {
      await killWhileStopped(t, { sandbox, b, image });
      t.is(await applierOf(b, image), false);
      const mended = await runCli(next, { cwd: sandbox.folder });
      t.is(mended.code, 0, mended.stderr);
      t.true(await applierOf(b, image));
      t.deepEqual(await stillChanged(pair), []);
    }
    await writers.stop();
  },
);

type Killed = { readonly sandbox: Sandbox; readonly b: Session; readonly image: ServerImage };

/** The applier stands still for some milliseconds: whoever kills has to be lucky, and may try again. */
async function killWhileStopped(t: ExecutionContext, { sandbox, b, image }: Killed): Promise<void> {
  for (let attempt = 1; attempt <= 20; attempt++) {
    const child = spawn(process.execPath, [cliFile, 'verify'], { cwd: sandbox.folder, stdio: 'ignore' });
    const ended = once(child, 'close');
    while (child.exitCode === null && (await applierOf(b, image))) await sleep(0);
    child.kill('SIGKILL');
    await ended;
    await sleep(500);
    if (!(await applierOf(b, image))) return t.log(`killed in time at attempt ${attempt}`);
  }
  t.fail('never killed in time');
}

/** Records of stopped appliers that nobody has taken back. */
async function stillChanged({ a }: FreshPair): Promise<readonly string[]> {
  const rows = await a.rows<{ kind: string }>(
    "SELECT kind FROM dbshift.journal WHERE kind IN ('changed', 'restored') ORDER BY epoch, n",
  );
  return rows.at(-1)?.kind === 'changed' ? ['applier'] : [];
}

oneServerTest('a verify that is told to stop starts the applier again and ends with 75', async (t, image) => {
  const { sandbox, b } = await filledPair(t, image, 60_000);
  const child = spawn(process.execPath, [cliFile, 'verify'], { cwd: sandbox.folder, stdio: 'ignore' });
  const ended = once(child, 'close');
  await until('the applier stands still', async () => !(await applierOf(b, image)), { everyMs: 0 });
  child.kill('SIGTERM');
  const [code] = (await ended) as [number | null];
  // It may have been done just then.
  t.true(code === 75 || code === 0, `${code}`);
  t.true(await applierOf(b, image));
});
