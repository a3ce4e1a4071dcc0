/** What a pipeline and a person in a hurry ask of a run: an end in time, a place in the queue, an ALTER that stops. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { text } from 'node:stream/consumers';
import type { ExecutionContext } from 'ava';
import type { RunEvent } from '../../../src/engine/event.js';
import { BlockedError, StoppedError } from '../../../src/errors.js';
import { cancelDdl } from '../../../src/run/cancel.js';
import { migrate } from '../../../src/run/migrate.js';
import type { Session } from '../../../src/server/connection.js';
import { makeBigTable, writeMigration } from '../../helpers/big-table.js';
import { type FreshPair, freshPairs } from '../../helpers/fresh-pair.js';
import { cliFile, runCli } from '../../helpers/run-cli.js';
import { eitherTest, oneServerTest } from '../../helpers/server-test.js';
import { sessionOn } from '../../helpers/servers.js';
import { until } from '../../helpers/until.js';

const freshPair = freshPairs();

const heavy = 'ALTER TABLE big MODIFY id BIGINT NOT NULL AUTO_INCREMENT';

/** A pair with a pending ALTER that runs for as long as the session that is returned reads the table on b. */
async function withLongAlter(
  t: ExecutionContext,
  { sandbox, a, b }: FreshPair,
): Promise<{ readonly reader: Session; readonly let: () => Promise<void> }> {
  await makeBigTable(a);
  await writeMigration(sandbox, '001_heavy.sql', `${heavy};\n`);
  await until('b has the rows', async () => (await countOn(b)) === 3000);
  const reader = await sessionOn(t, sandbox, 'b');
  await reader.send('START TRANSACTION');
  await reader.rows('SELECT id FROM app.big LIMIT 1');
  return { reader, let: async () => void (await reader.send('COMMIT')) };
}

async function countOn(session: Session): Promise<number> {
  return Number((await session.row('SELECT COUNT(*) AS n FROM app.big').catch(() => undefined))?.n ?? 0);
}

type Process = { readonly Info: string | null; readonly db: string | null };

/** In the database itself: the plan tries it elsewhere before, and the journal writes its text down. */
async function isRunning(session: Session, part = 'MODIFY id BIGINT'): Promise<boolean> {
  const rows = await session.rows<Process>('SHOW FULL PROCESSLIST');
  return rows.some(
    ({ Info, db }) => db === 'app' && Info?.startsWith('ALTER TABLE') === true && Info.includes(part),
  );
}

async function isQueueing(session: Session): Promise<boolean> {
  const rows = await session.rows<Process>('SHOW FULL PROCESSLIST');
  return rows.some(({ Info }) => Info?.includes('GET_LOCK') === true);
}

async function typeOfId(session: Session): Promise<unknown> {
  const row = await session.row(
    "SELECT data_type AS type FROM information_schema.columns WHERE table_schema = 'app' AND table_name = 'big' AND column_name = 'id'",
  );
  return row?.type;
}

function runOf(folder: string, ...args: readonly string[]) {
  const child = spawn(process.execPath, [cliFile, ...args], {
    cwd: folder,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const result = Promise.all([text(child.stdout), text(child.stderr), once(child, 'close')]).then(
    ([stdout, stderr, [code]]) => ({ stdout, stderr, code: code as number | null }),
  );
  return { child, result };
}

/** Outlives the starts of two commands, also on a busy machine: a hash of 5.4 MB for each row. */
const slow = 'ALTER TABLE big ADD COLUMN h VARCHAR(128) AS (SHA2(REPEAT(s, 60000), 512)) STORED';

eitherTest(
  'a run whose time is over leaves its ALTER in the server; the next one is told, queues, and picks it up',
  async (t, image) => {
    const { sandbox, config, a, b } = await freshPair(t, image);
    await makeBigTable(a);
    await until('b has the rows', async () => (await countOn(b)) === 3000);
    await writeMigration(sandbox, '001_slow.sql', `${slow};\n`);
    const leave = new AbortController();
    const events: RunEvent[] = [];
    const options = { yes: true, awaitApproval: false, signal: leave.signal, leave: leave.signal };
    for await (const event of migrate(config, options)) {
      events.push(event);
      if (event.type === 'action' && event.action.do === 'run-batch' && event.action.how === 'leg')
        until('the ALTER runs', () => isRunning(b, 'SHA2')).then(() => leave.abort(), t.fail);
    }
    const last = events.at(-1);
    t.is(last?.type, 'interrupted');
    t.regex(last?.type === 'interrupted' ? (last.why ?? '') : '', /goes on there.*ADD COLUMN h/u);
    t.true(await isRunning(b, 'SHA2'));

    const told = await runCli(['migrate', '--yes'], { cwd: sandbox.folder });
    t.is(told.code, 75);
    t.regex(told.stderr, /another dbshift is at work \(connection \d+ of dbshift@\S+: ALTER TABLE big ADD/u);
    t.regex(told.stderr, /although its runner may be gone.*--lock-timeout.*dbshift cancel/u);

    const done = await runCli(['migrate', '--yes', '--lock-timeout', '2m'], { cwd: sandbox.folder });
    t.is(done.code, 0, done.stdout + done.stderr);
    t.regex(done.stdout, /queued .*: ALTER TABLE big ADD .*waited \d+.* of 2 min 00 s/u);
    const sent = await b.row<{ n: number }>(
      `SELECT COUNT(*) AS n FROM dbshift.journal WHERE kind = 'sent' AND entry LIKE '%"side":"b"%001_slow%'`,
    );
    t.is(Number(sent?.n), 1, 'the ALTER was not sent again');
  },
);

eitherTest(
  'a run whose time is over leaves a comparison, and the next one makes it anew',
  async (t, image) => {
    const { sandbox, config, a } = await freshPair(t, image);
    await makeBigTable(a);
    await writeMigration(sandbox, '001_heavy.sql', `${heavy};\n`);
    const leave = new AbortController();
    const signals = { signal: leave.signal, leave: leave.signal };
    const events: RunEvent[] = [];
    for await (const event of migrate(config, { yes: true, awaitApproval: false, ...signals })) {
      events.push(event);
      // The reason is what startDeadline gives.
      if (event.type === 'action' && event.action.do === 'verify')
        leave.abort(new StoppedError('time is over'));
    }
    t.like(events.at(-1), { type: 'interrupted', why: 'time is over' });
    t.false(events.some(event => event.type === 'step' && event.step === 'fence'));
    const done = await runCli(['migrate', '--yes'], { cwd: sandbox.folder });
    t.is(done.code, 0, done.stdout + done.stderr);
  },
);

oneServerTest('Ctrl-C while the migrations are tried ends it there: no run is opened', async (t, image) => {
  const { sandbox, a } = await freshPair(t, image);
  await writeMigration(
    sandbox,
    '001_first.js',
    `exports.up = knex => { process.kill(process.pid, 'SIGINT'); return knex.schema.createTable('first', t => { t.increments(); }); };
exports.down = () => {};\n`,
  );
  await writeMigration(sandbox, '002_second.sql', 'CREATE TABLE second (id INT PRIMARY KEY);\n');
  const { code, stdout, stderr } = await runCli(['migrate', '--yes'], { cwd: sandbox.folder });
  t.is(code, 75, stdout + stderr);
  t.regex(
    stdout + stderr,
    /stopped while the migrations were tried: no run was opened, nothing was changed/u,
  );
  const { stdout: history } = await runCli(['history', '--json'], { cwd: sandbox.folder });
  t.notRegex(history, /"migrate"/u);
  t.deepEqual(await a.rows('SHOW TABLES FROM app'), []);
});

oneServerTest('a run queues for so long as it was told, and names who is before it', async (t, image) => {
  const { sandbox, b } = await freshPair(t, image);
  await b.rows("SELECT GET_LOCK('dbshift', 0)");
  const here = { cwd: sandbox.folder };
  const late = await runCli(['flip', '--yes', '--lock-timeout', '1s'], here);
  t.is(late.code, 75);
  t.regex(late.stdout, /queued .*another dbshift is at work \(connection \d+ of root@.*waited .* of 1\.0 s/u);
  t.regex(late.stderr, /^error: server b .*: another dbshift is at work/u);
  const queued = runOf(sandbox.folder, 'flip', '--yes', '--lock-timeout', '10m');
  await until('it queues', () => isQueueing(b));
  queued.child.kill('SIGINT');
  t.is((await queued.result).code, 75, 'Ctrl-C ends the waiting');
  const next = runOf(sandbox.folder, 'flip', '--yes', '--lock-timeout', '10m');
  await until('it queues', () => isQueueing(b));
  await b.rows("SELECT RELEASE_LOCK('dbshift')");
  const { code, stdout, stderr } = await next.result;
  t.is(code, 0, stdout + stderr);
});

eitherTest(
  'Ctrl-C during an ALTER says what waits; cancel ends it, the run ends with 75, and the next one goes on',
  async (t, image) => {
    const pair = await freshPair(t, image);
    const { sandbox, a, b } = pair;
    const alter = await withLongAlter(t, pair);
    const here = { cwd: sandbox.folder };
    const run = runOf(sandbox.folder, 'migrate', '--yes');
    await until('the ALTER runs', () => isRunning(b));
    run.child.kill('SIGINT');
    const cancelled = await runCli(['cancel'], here);
    t.is(cancelled.code, 0, cancelled.stderr);
    t.regex(cancelled.stdout, /^cancelled on b, its table is as it was: ALTER TABLE big MODIFY/u);
    const { code, stdout, stderr } = await run.result;
    t.is(code, 75, stderr);
    t.is(stderr, '');
    t.regex(stdout, /stopping after the current action: waiting for b, .*`dbshift cancel` ends it/u);
    t.regex(stdout, /001_heavy\.sql:1: cancelled on b, nothing was changed/u);
    t.regex(stdout, /left so: applications notice nothing, but b applies nothing/u);
    t.is(await typeOfId(b), 'int');
    await alter.let();
    const again = await runCli(['migrate', '--yes'], here);
    t.is(again.code, 0, again.stdout + again.stderr);
    t.deepEqual([await typeOfId(a), await typeOfId(b)], ['bigint', 'bigint']);
  },
);

eitherTest(
  'an ALTER that copies a table is cancelled in the middle, also when its runner is gone',
  async (t, image) => {
    const { sandbox, config, a, b } = await freshPair(t, image);
    const rows = 400_000;
    await makeBigTable(a, rows);
    await until('b has the rows', async () => (await countOn(b)) === rows, { withinMs: 60_000 });
    await writeMigration(sandbox, '001_heavy.sql', `${heavy};\n`);
    const run = runOf(sandbox.folder, 'migrate', '--yes');
    await until('the ALTER runs', () => isRunning(b), { withinMs: 60_000 });
    run.child.kill('SIGKILL');
    await run.result;
    const { statements } = await cancelDdl(config);
    t.deepEqual(statements, [{ server: 'b', statement: heavy, outcome: 'cancelled' }]);
    t.false(await isRunning(b));
    t.is(await typeOfId(b), 'int');
    t.is(await countOn(b), rows);
    await t.throwsAsync(() => cancelDdl(config), {
      instanceOf: BlockedError,
      message: /has no DDL running, so there is nothing to cancel/u,
    });
  },
);

oneServerTest('without an open run there is nothing to cancel', async (t, image) => {
  const { sandbox } = await freshPair(t, image);
  const { code, stderr } = await runCli(['cancel'], { cwd: sandbox.folder });
  t.is(code, 3);
  t.regex(stderr, /^error: no run is open, so there is nothing to cancel/u);
});

oneServerTest('outside of its window a flip waits with everything ready, and says so', async (t, image) => {
  const { sandbox, a } = await freshPair(t, image);
  await makeBigTable(a);
  await writeMigration(sandbox, '001_heavy.sql', `${heavy};\n`);
  const here = { cwd: sandbox.folder };
  const hour = (of: number): string => String((new Date().getUTCHours() + of + 24) % 24).padStart(2, '0');
  const closed = await runCli(['migrate', '--yes', '--flip-window', `${hour(2)}:00-${hour(3)}:00 UTC`], here);
  t.is(closed.code, 75, closed.stderr);
  t.regex(closed.stdout, /blocked +ready to flip from a to b, outside of the flip window/u);
  const open = await runCli(['migrate', '--yes', '--flip-window', `${hour(-1)}:00-${hour(3)}:00 UTC`], here);
  t.is(open.code, 0, open.stdout + open.stderr);
});
