/** Stored programs that are replaced by a flip: what callers meet, what a leg that fails leaves, and what history tells. */
import { readFile, writeFile } from 'node:fs/promises';
import type { ExecutionContext } from 'ava';
import { sides } from '../../../src/pair/side.js';
import { openSession, type Row, type Session } from '../../../src/server/connection.js';
import { ServerError } from '../../../src/server/server-error.js';
import { type ProgramPair, programPair } from '../../helpers/program-pair.js';
import { everyServer, flavorTest } from '../../helpers/server-test.js';
import { sessionOn } from '../../helpers/servers.js';
import { until } from '../../helpers/until.js';

/** Two that must be of one version: `outer_one` tells its own and that of what it calls. */
const version = (n: number): string => `DELIMITER $$
CREATE FUNCTION inner_one() RETURNS INT NO SQL RETURN ${n} $$
CREATE PROCEDURE outer_one() SELECT ${n} AS own, inner_one() AS called $$
CREATE VIEW seen AS SELECT ${n} AS own $$
`;

type Calls = { done: number; mixed: number; readonly failed: Map<number | null, number>; again: number };

/** What a caller may meet at a flip, and tries again: the side is closed for writes, or its session was ended. */
const atFlip = new Set<number | null>([1290, 1053, 1927, null]);

async function callOften(pair: ProgramPair, calls: Calls, isOver: () => boolean): Promise<void> {
  while (!isOver()) {
    const side = await pair.activeSide();
    const session = await openSession(await pair.sandbox.endpoint(side, 'app')).catch(() => null);
    if (session === null) continue;
    await callIn(session, calls, async () => isOver() || (await pair.activeSide()) !== side).finally(() =>
      session.close(),
    );
  }
}

/** As a pool does: a session goes on until it fails, or its side is no longer the active one. */
async function callIn(session: Session, calls: Calls, isOver: () => Promise<boolean>): Promise<void> {
  try {
    await session.send('USE app');
    while (!(await isOver())) {
      const row = (await session.rows('CALL outer_one()')).flat()[0];
      calls.done++;
      if (row?.own !== row?.called) calls.mixed++;
    }
  } catch (error) {
    if (!(error instanceof ServerError)) throw error;
    if (atFlip.has(error.errno)) calls.again++;
    else calls.failed.set(error.errno, 1 + (calls.failed.get(error.errno) ?? 0));
  }
}

async function underCallers(pair: ProgramPair, work: () => Promise<void>): Promise<Calls> {
  const calls: Calls = { done: 0, mixed: 0, failed: new Map(), again: 0 };
  let over = false;
  const callers = Array.from({ length: 8 }, () => callOften(pair, calls, () => over));
  await work().finally(() => {
    over = true;
  });
  await Promise.all(callers);
  return calls;
}

const times = everyServer ? 20 : 3;

flavorTest(
  'no caller meets a missing or a mixed program while all are replaced by flips',
  async (t, image) => {
    t.timeout(600_000);
    const pair = await programPair(t, image);
    await pair.write(version(0));
    t.is((await pair.dbshift('procs', 'deploy')).code, 0);
    const grants = await grantTo(pair);
    const calls = await underCallers(pair, async () => {
      for (let n = 1; n <= times; n++) {
        await pair.write(version(n));
        const { code, stdout, stderr } = await pair.dbshift('procs', 'deploy', '--via-flip', '--yes');
        t.is(code, 0, stdout + stderr);
      }
    });
    t.log(`${times} deploys, ${calls.done} calls, ${calls.again} at a flip, tried again`);
    t.deepEqual([...calls.failed], []);
    t.is(calls.mixed, 0);
    t.true(calls.done > times);
    for (const session of await reopen(t, pair)) {
      t.is((await session.row('SELECT own FROM seen'))?.own, times);
      t.is((await session.row('SELECT inner_one() AS n'))?.n, times);
      t.deepEqual(await readGrants(session), grants);
    }
    const history = JSON.parse(
      (await pair.dbshift('procs', 'history', 'outer_one', '--number', '100', '--json')).stdout,
    );
    t.is(history.length, times + 1);
  },
);

/** A flip ends the sessions of the side that it leaves. */
async function reopen(t: ExecutionContext, { sandbox }: ProgramPair): Promise<readonly Session[]> {
  const sessions = await Promise.all(sides.map(side => sessionOn(t, sandbox, side)));
  for (const session of sessions) await session.send('USE app');
  return sessions;
}

/** To an account that both servers have, when both have them. */
async function grantTo({ a, b }: ProgramPair): Promise<unknown> {
  await a.send("CREATE USER clerk@'%'");
  await a.send("GRANT EXECUTE ON PROCEDURE app.outer_one TO clerk@'%'");
  await a.send("GRANT EXECUTE ON FUNCTION app.inner_one TO clerk@'%'");
  await until('the passive has the grants', async () => (await readGrants(b)).length === 2);
  return readGrants(a);
}

function readGrants(session: Session): Promise<readonly Row[]> {
  return session.rows("SELECT Routine_name, Proc_priv FROM mysql.procs_priv WHERE User = 'clerk' ORDER BY 1");
}

/** The 17th is a trigger. */
const thirty = (n: number): string =>
  Array.from({ length: 30 }, (_, i) =>
    i < 16
      ? `CREATE PROCEDURE p${i + 1}() SELECT ${n} AS n;`
      : `CREATE TRIGGER t${i + 1} BEFORE INSERT ON rows_of FOR EACH ROW SET NEW.n = ${n};`,
  ).join('\n');

flavorTest('a leg that fails leaves every program as it was, on both servers', async (t, image) => {
  t.timeout(120_000);
  const pair = await programPair(t, image);
  const config = await readFile(pair.sandbox.configFile, 'utf8');
  const short = config.replace('limits: {}', 'limits: { metadataLockWaitMs: 2000 }');
  await writeFile(pair.sandbox.configFile, short);
  await pair.a.send('CREATE TABLE rows_of (id INT AUTO_INCREMENT PRIMARY KEY, n INT)');
  await pair.write(thirty(1));
  const made = await pair.dbshift('procs', 'deploy');
  t.is(made.code, 0, made.stdout + made.stderr);
  const before = await pair.all();
  await pair.write(thirty(2));
  // The table is in use on the passive: the first trigger does not get its lock.
  await pair.b.send('START TRANSACTION');
  await pair.b.rows('SELECT * FROM rows_of');
  const failed = await pair.dbshift('procs', 'deploy', '--via-flip', '--yes');
  await pair.b.send('COMMIT');
  t.is(failed.code, 2, failed.stdout + failed.stderr);
  t.regex(failed.stderr, /all\.sql:17: cannot replace trigger t17/);
  t.regex(failed.stderr, /Nothing was changed/);
  t.deepEqual(await pair.all(), before);
  const again = await pair.dbshift('procs', 'deploy', '--via-flip', '--yes');
  t.is(again.code, 0, again.stdout + again.stderr);
  for (const session of await reopen(t, pair)) t.is((await session.rows('CALL p16()')).flat()[0]?.n, 2);
});

flavorTest('columns and the programs that need them switch together', async (t, image) => {
  t.timeout(120_000);
  const pair = await programPair(t, image);
  await pair.a.send('CREATE TABLE things (id INT PRIMARY KEY, name VARCHAR(20)) CHARSET utf8mb4');
  await pair.a.send("INSERT INTO things VALUES (1, 'one')");
  await pair.write('CREATE PROCEDURE told() SELECT name FROM things;');
  t.is((await pair.dbshift('procs', 'deploy')).code, 0);
  await pair.migration(
    '1_add.sql',
    "ALTER TABLE things ADD note VARCHAR(20) DEFAULT 'none', ADD INDEX (name);\n",
  );
  await pair.write(
    'CREATE PROCEDURE told() SELECT name, note FROM things;\nCREATE VIEW noted AS SELECT note FROM things;',
  );
  const planned = await pair.dbshift('plan', '--with-procs', '--steps');
  t.is(planned.code, 1, planned.stdout + planned.stderr);
  t.is(
    planned.stdout.match(/ PROCEDURE `told`\(\) SELECT name, note FROM things/g)?.length,
    2,
    'on each side',
  );
  t.is((await pair.dbshift('migrate', '--with-procs')).code, 3);
  const status = await pair.dbshift('status');
  t.regex(status.stdout, /next +ready to flip from a to b, waiting for approval/);
  const run = await pair.dbshift('migrate', '--with-procs', '--yes');
  t.is(run.code, 0, run.stdout + run.stderr);
  for (const session of await reopen(t, pair)) {
    t.deepEqual((await session.rows('CALL told()')).flat()[0], { name: 'one', note: 'none' });
    t.is((await session.row('SELECT note FROM noted'))?.note, 'none');
  }
  t.is((await pair.dbshift('procs', 'diff')).code, 0);
});
