/** Places where a pair could be left for good: writes off, or a run that can neither be finished nor be mended. */
import { once } from 'node:events';
import { writeFile } from 'node:fs/promises';
import { type AddressInfo, connect, createServer } from 'node:net';
import { join } from 'node:path';
import type { ExecutionContext } from 'ava';
import type { Config } from '../../../src/config/config.js';
import type { RunEvent } from '../../../src/engine/event.js';
import { BlockedError } from '../../../src/errors.js';
import { flip } from '../../../src/run/flip.js';
import type { ServerImage } from '../../../src/sandbox/server-image.js';
import { openSession, type Session } from '../../../src/server/connection.js';
import { type FreshPair, freshPairs } from '../../helpers/fresh-pair.js';
import { eventsOf } from '../../helpers/oracle/events-of.js';
import { eventsWith, flipping, migrating } from '../../helpers/run-with.js';
import { eitherTest } from '../../helpers/server-test.js';
import { until } from '../../helpers/until.js';

const freshPair = freshPairs();

eitherTest('a lock session that is killed behind the fence does not leave writes off', async (t, image) => {
  const { config, a, b } = await pairFor(t, image);
  const events = await flipWith(config, () => killLockHolder(a));
  t.is(events.at(-1)?.type, 'goal');
  t.deepEqual([await isClosed(a), await isClosed(b)], [true, false]);
});

eitherTest('a passive that says nothing any more behind the fence gives writes back', async (t, image) => {
  const { sandbox, config, a, b } = await pairFor(t, image);
  const { pid } = sandbox.servers.b;
  const run = flipWith(config, async () => void process.kill(pid, 'SIGSTOP'));
  try {
    await until('the flip has closed the active', () => isClosed(a), { everyMs: 1 });
    await until('the active is writable again', async () => !(await isClosed(a)));
  } finally {
    process.kill(pid, 'SIGCONT');
  }
  t.true((await run).some(({ type }) => type === 'flip-undone'));
  t.is((await flipWith(config)).at(-1)?.type, 'goal');
  t.deepEqual([await isClosed(a), await isClosed(b)], [true, false]);
});

eitherTest('while writes are paused no structure is read again', async (t, image) => {
  const { config, b } = await pairFor(t, image);
  await b.send("SET GLOBAL log_output = 'TABLE'");
  const events = await flipWith(config, () => b.send('SET GLOBAL general_log = 1'));
  t.is(events.at(-1)?.type, 'goal');
  const statements = await b.rows<{ text: string }>(
    "SELECT CONVERT(argument USING utf8mb4) AS text FROM mysql.general_log WHERE command_type = 'Query'",
  );
  const untilOpen = statements.findIndex(({ text }) => text === 'SET GLOBAL read_only = 0');
  t.true(untilOpen > 0);
  const before = statements.slice(0, untilOpen).filter(({ text }) => /SHOW CREATE|COLUMNS/u.test(text));
  t.deepEqual(before, []);
});

eitherTest('a run with nothing done yet is planned anew when its file was changed', async (t, image) => {
  const { config, a, b } = await pairFor(t, image);
  const file = join(config.migrations, '1.sql');
  await writeFile(file, 'ALTER TABLE t MODIFY id BIGINT, ADD UNIQUE (v);\n');
  await leaveAt(migrating(config), 'migrate');
  await writeFile(file, 'ALTER TABLE t MODIFY id BIGINT, ADD KEY (v);\n');
  t.is((await eventsOf(migrating(config))).at(-1)?.type, 'goal');
  for (const session of [a, b]) {
    t.like(await session.row("SHOW KEYS FROM app.t WHERE Key_name = 'v'"), { Non_unique: 1 });
  }
});

eitherTest('a flip that is open towards one side is not taken for one to the other', async (t, image) => {
  const { config } = await pairFor(t, image);
  await leaveAt(flipping(config), 'fence');
  await t.throwsAsync(
    eventsOf(
      flip(config, { to: 'a', yes: true, awaitApproval: false, signal: new AbortController().signal }),
    ),
    { instanceOf: BlockedError },
  );
  t.is((await flipWith(config)).at(-1)?.type, 'goal');
});

eitherTest('an old side that somebody started after the flip is migrated all the same', async (t, image) => {
  const { config, a, b } = await pairFor(t, image);
  await writeFile(join(config.migrations, '1.sql'), 'ALTER TABLE t MODIFY id BIGINT;\n');
  const events = await eventsWith(migrating(config), {
    at: 'step-done',
    step: 'repoint',
    act: async () => {
      await b.send('INSERT INTO app.t VALUES (3, 3)');
      await startByHand(a, image);
      await until('the old side meets a row that it cannot hold', async () => {
        const { Last_SQL_Errno: met } = (await a.row('SHOW REPLICA STATUS')) ?? {};
        return Number(met) > 0;
      });
    },
  });
  t.is(events.at(-1)?.type, 'goal');
  t.is((await a.rows('SELECT id FROM app.t')).length, 3);
});

eitherTest('a session whose network breaks under a statement knows that it is closed', async (t, image) => {
  const { sandbox } = await freshPair(t, image);
  const endpoint = await sandbox.endpoint('b', 'dbshift');
  const wire = createServer(client => {
    const server = connect(Number(endpoint.port));
    client.pipe(server).pipe(client);
    breaks.push(() => client.resetAndDestroy());
  });
  const breaks: (() => void)[] = [];
  await once(wire.listen(0, '127.0.0.1'), 'listening');
  t.teardown(() => wire.close());
  const session = await openSession({ ...endpoint, port: (wire.address() as AddressInfo).port });
  t.teardown(() => session.abandon());
  const sleeping = t.throwsAsync(session.rows('SELECT SLEEP(60)'));
  for (const breakIt of breaks) breakIt();
  await sleeping;
  t.false(session.isOpen());
});

async function pairFor(t: ExecutionContext, image: ServerImage): Promise<FreshPair> {
  const pair = await freshPair(t, image);
  const { a, b } = pair;
  await a.send('CREATE TABLE app.t (id INT PRIMARY KEY, v INT)');
  await a.send('INSERT INTO app.t VALUES (1, 1), (2, 1)');
  const there = () => b.row('SELECT 1 FROM app.t WHERE id = 2').catch(() => undefined);
  await until('the passive has the rows', there);
  return pair;
}

const flipWith = (config: Config, act: () => Promise<unknown> = async () => undefined) =>
  eventsWith(flipping(config), { at: 'step-done', step: 'fence', act });

/** Ends a run like a runner that dies: nothing is tidied up, but for its sessions. */
async function leaveAt(run: AsyncIterable<RunEvent>, step: string): Promise<void> {
  for await (const event of run) if (event.type === 'step' && event.step === step) return;
}

/** Also one that is held: on MariaDB by a delay. */
async function startByHand(session: Session, { flavor }: ServerImage): Promise<void> {
  await session.send('STOP REPLICA');
  if (flavor === 'mariadb') await session.send('CHANGE MASTER TO MASTER_DELAY = 0');
  await session.send('START REPLICA');
}

async function isClosed(session: Session): Promise<boolean> {
  return Number((await session.row('SELECT @@global.read_only AS closed'))?.closed) === 1;
}

async function killLockHolder(session: Session): Promise<void> {
  const holder = await session.row<{ id: number }>("SELECT IS_USED_LOCK('dbshift') AS id");
  await session.send(`KILL ${holder?.id}`);
}
