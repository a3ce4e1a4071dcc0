/** A pair with a server below each side: every leg reaches them, and at the end all four are alike. */
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { ExecutionContext } from 'ava';
import { loadConfig } from '../../../src/config/load-config.js';
import type { RunEvent } from '../../../src/engine/event.js';
import { type Side, sideOf, sides } from '../../../src/pair/side.js';
import { migrate } from '../../../src/run/migrate.js';
import type { Status } from '../../../src/run/status.js';
import type { Sandbox } from '../../../src/sandbox/open-sandbox.js';
import { replicaName, type SandboxName } from '../../../src/sandbox/sandbox-state.js';
import { type Session, withSession } from '../../../src/server/connection.js';
import { makeBigTable, writeMigration } from '../../helpers/big-table.js';
import { eventsOf } from '../../helpers/oracle/events-of.js';
import { readContents, readPosition } from '../../helpers/oracle/read-contents.js';
import { withWatchedPair } from '../../helpers/oracle/watched-pair.js';
import { runCli } from '../../helpers/run-cli.js';
import { eitherTest, flavorTest } from '../../helpers/server-test.js';
import { sessionOn, withPair } from '../../helpers/servers.js';
import { until } from '../../helpers/until.js';

const heavy = 'ALTER TABLE big MODIFY id BIGINT NOT NULL AUTO_INCREMENT, LOCK = SHARED;';

const workload = { table: 'orders', rows: 20_000, counters: 32, writers: 4 };

flavorTest(
  'a leg reaches the servers below its side and no other, and all four end equal',
  async (t, image) => {
    t.timeout(300_000);
    const { sandbox, config, oracle } = await withWatchedPair(t, workload, { image, replicas: true });
    const replicas = sides.map(replicaName);
    const locked = image.flavor === 'mysql' ? 'super_read_only' : 'read_only';
    for (const replica of replicas)
      await onRoot(sandbox, replica, session => session.send(`SET GLOBAL ${locked} = 1`));
    const files = {
      '001_labels.sql': 'CREATE TABLE labels (id INT PRIMARY KEY, text VARCHAR(60) NOT NULL);',
      '002_wide_ids.sql':
        'ALTER TABLE orders MODIFY id BIGINT NOT NULL AUTO_INCREMENT;\nALTER TABLE orders ADD KEY by_customer (customer);',
      '003_one_label.sql': "INSERT INTO labels VALUES (1, 'one');",
    };
    for (const [name, text] of Object.entries(files))
      await writeFile(join(config.migrations, name), `${text}\n`);
    const { signal } = new AbortController();
    const events = await eventsOf(migrate(config, { yes: true, awaitApproval: false, signal }));
    t.is(events.at(-1)?.type, 'goal', JSON.stringify(events.at(-1)));
    await oracle.writers.reach(oracle.writers.count().acknowledged + 500);
    const { findings } = await oracle.judge();
    t.deepEqual(findings, []);
    t.deepEqual(sidesOfLegs(events), [['b'], ['a']]);
    await endEqual(t, sandbox);
    for (const replica of replicas) {
      const row = await onRoot(sandbox, replica, session =>
        session.row(`SELECT @@global.${locked} AS closed`),
      );
      t.is(Number(row?.closed), 1, `${replica} is as closed as it was`);
    }
  },
);

/** Each replica has everything of its side, and looks like it. */
async function endEqual(t: ExecutionContext, sandbox: Sandbox): Promise<void> {
  for (const side of sides) {
    const replica = replicaName(side);
    const position = await onRoot(sandbox, side, readPosition);
    await until(
      `${replica} has everything`,
      async () => (await onRoot(sandbox, replica, readPosition)) === position,
    );
    const read = (session: Session) => readContents(session, sandbox.database);
    t.deepEqual(await onRoot(sandbox, replica, read), await onRoot(sandbox, side, read));
  }
}

async function onRoot<T>(
  sandbox: Sandbox,
  name: SandboxName,
  read: (session: Session) => Promise<T>,
): Promise<T> {
  return withSession(await sandbox.endpoint(name, 'root'), read);
}

/** Before the flip and behind it: the sides whose replicas were acted upon, up to the putting back at the end. */
function sidesOfLegs(events: readonly RunEvent[]): readonly (readonly string[])[] {
  const legs: string[][] = [[]];
  for (const event of events) {
    if (event.type === 'flipped') legs.push([]);
    if (event.type === 'step' && event.step === 'restore') break;
    if (event.type !== 'action') continue;
    const touched = event.statements.flatMap(text => /^([ab])\//u.exec(text)?.[1] ?? []);
    legs.at(-1)?.push(...touched);
  }
  return legs.map(leg => [...new Set(leg)]);
}

eitherTest(
  'a replica that dies in its leg stops the run, and the same command ends it when it is back',
  async (t, image) => {
    t.timeout(300_000);
    const sandbox = await withPair(t, { image, replicas: true });
    const active = await sessionOn(t, sandbox, 'a');
    await makeBigTable(active, 2000);
    await writeMigration(sandbox, '001_heavy.sql', `${heavy}\n`);
    const config = await loadConfig({ cwd: sandbox.folder });
    const { signal } = new AbortController();
    const run = () => migrate(config, { yes: true, awaitApproval: false, signal });
    await t.throwsAsync(async () => {
      for await (const event of run())
        if (event.type === 'action' && event.action.do === 'run-batch' && event.action.how === 'leg')
          await sandbox.crash('replica-b');
    });
    await active.send("INSERT INTO app.big (n, s) VALUES (1, 'writes go on')");
    await sandbox.restart('replica-b');
    const events = await eventsOf(run());
    t.is(events.at(-1)?.type, 'goal', JSON.stringify(events.at(-1)));
    await endEqual(t, sandbox);

    await sandbox.crash('replica-a');
    const flipped = await runCli(['flip', '--yes'], { cwd: sandbox.folder });
    t.is(flipped.code, 0, flipped.stderr);
  },
);

eitherTest(
  'a leg that fails on a replica alone holds its side too, and the next run ends it',
  async (t, image) => {
    t.timeout(300_000);
    const sandbox = await withPair(t, { image, replicas: true });
    const active = await sessionOn(t, sandbox, 'a');
    await makeBigTable(active, 500);
    await writeMigration(sandbox, '001_heavy.sql', `${heavy}\n`);
    const text = await readFile(sandbox.configFile, 'utf8');
    await writeFile(sandbox.configFile, text.replace('limits: {}', 'limits: { metadataLockWaitMs: 1000 }'));
    const here = { cwd: sandbox.folder };
    const reader = await sessionOn(t, sandbox, 'replica-b');
    await until(
      'the replica has the table',
      async () => (await reader.row('SELECT COUNT(*) AS n FROM app.big'))?.n === 500,
    );
    await reader.send('START TRANSACTION');
    await reader.row('SELECT COUNT(*) AS n FROM app.big');

    const failed = await runCli(['migrate', '--yes'], here);
    t.is(failed.code, 2, failed.stdout + failed.stderr);
    t.regex(failed.stderr, /failed on b\/.*: 1205/u);
    t.regex(failed.stderr, /b and its replicas apply nothing until/u);
    await active.send("INSERT INTO app.big (n, s) VALUES (1, 'writes go on')");
    await reader.send('COMMIT');
    const done = await runCli(['migrate', '--yes'], here);
    t.is(done.code, 0, done.stdout + done.stderr);
    await endEqual(t, sandbox);
  },
);

flavorTest('a dead replica does not keep a command from giving writes back', async (t, image) => {
  t.timeout(300_000);
  const sandbox = await withPair(t, { image, replicas: true });
  await makeBigTable(await sessionOn(t, sandbox, 'a'), 100);
  await writeMigration(sandbox, '001_heavy.sql', `${heavy}\n`);
  const config = await loadConfig({ cwd: sandbox.folder });
  const { signal } = new AbortController();
  const run = () => migrate(config, { yes: true, awaitApproval: false, signal });
  for await (const event of run()) if (event.type === 'action' && event.action.do === 'open-writes') break;
  const closed = (side: Side) =>
    onRoot(sandbox, side, async session =>
      Number((await session.row('SELECT @@global.read_only AS closed'))?.closed),
    );
  t.deepEqual([await closed('a'), await closed('b')], [1, 1]);
  await sandbox.crash('replica-a');
  await sandbox.crash('replica-b');
  await t.throwsAsync(eventsOf(run()), { message: /cannot be reached/u });
  t.is((await closed('a')) + (await closed('b')), 1, 'one of them accepts writes');
});

eitherTest(
  'replicas are found by asking their side, and refused when a leg could not reach them',
  async (t, image) => {
    const sandbox = await withPair(t, { image, replicas: true });
    await makeBigTable(await sessionOn(t, sandbox, 'a'), 100);
    await writeMigration(sandbox, '001_heavy.sql', `${heavy}\n`);
    const text = await readFile(sandbox.configFile, 'utf8');
    await writeFile(sandbox.configFile, text.replaceAll(/replicas: \[.*?\]/gu, 'replicas: discover'));
    const here = { cwd: sandbox.folder };

    const looked = await runCli(['status', '--json'], here);
    t.is(looked.code, 0, looked.stderr);
    const { replicas } = JSON.parse(looked.stdout) as Status;
    t.deepEqual(
      replicas.map(({ replica, reachable }) => [sideOf(replica), reachable]),
      [
        ['a', true],
        ['b', true],
      ],
    );
    const replica = await sessionOn(t, sandbox, 'replica-b');
    await replica.send('SET GLOBAL read_only = 0');
    await replica.send('STOP REPLICA');
    const refused = await runCli(['migrate', '--yes'], here);
    t.is(refused.code, 3);
    t.regex(refused.stderr, /replica of b .*accepts writes/u);
    t.regex(refused.stderr, /does not follow server b .*receiver stopped/u);
  },
);
