/** What could write behind the fence, or keep it from closing: each was tried on real servers first. */
import type { ExecutionContext } from 'ava';
import { PreflightError } from '../../../src/errors.js';
import type { Sandbox } from '../../../src/sandbox/open-sandbox.js';
import { openSession, type Session } from '../../../src/server/connection.js';
import { seesTransactions } from '../../../src/server/sees-transactions.js';
import { flavorOf } from '../../helpers/flavors.js';
import { freshPairs } from '../../helpers/fresh-pair.js';
import { eventsWith, flipping, type Harm } from '../../helpers/run-with.js';
import { flavorTest, mysqlTest, serverTest } from '../../helpers/server-test.js';
import { sessionOn } from '../../helpers/servers.js';
import { until } from '../../helpers/until.js';

const freshPair = freshPairs();

serverTest('read_only: an account that passes through it cannot write behind the fence', async (t, image) => {
  const { sandbox, config, a } = await freshPair(t, image);
  await a.send('CREATE TABLE app.t (id INT PRIMARY KEY)');
  const root = await sessionOn(t, sandbox, 'a');
  await root.send('SET SESSION lock_wait_timeout = 1');
  const events = await eventsWith(flipping(config), {
    at: 'step-done',
    step: 'fence',
    act: () => t.throwsAsync(root.send('INSERT INTO app.t VALUES (1)')),
  });
  t.is(events.at(-1)?.type, 'goal');
  t.deepEqual(await root.rows('SELECT id FROM app.t'), []);
});

flavorTest('XA: a prepared transaction keeps a flip from closing the active', async (t, image) => {
  const { sandbox, config, a } = await freshPair(t, image);
  await a.send('CREATE TABLE app.t (id INT PRIMARY KEY)');
  const app = await appSession(t, sandbox);
  const events = await eventsWith(flipping(config), {
    at: 'step',
    step: 'fence',
    act: () => writeXa(app, ['XA PREPARE']),
  });
  t.like(events.at(-1), { type: 'blocked', id: 'flip-failed' });
  t.true(events.some(event => event.type === 'action-failed' && event.why.includes('1 prepared XA')));
  t.false(await isClosed(a));
  await app.send("XA COMMIT 'x'");
  t.is((await eventsWith(flipping(config))).at(-1)?.type, 'goal');
});

mysqlTest(
  'XA under super_read_only: what was written before the fence is prepared and committed behind it',
  async (t, image) => {
    const { sandbox, a } = await freshPair(t, image);
    await a.send('CREATE TABLE app.t (id INT PRIMARY KEY)');
    const app = await appSession(t, sandbox);
    await writeXa(app, []);
    await a.send('SET GLOBAL super_read_only = 1');
    await app.send("XA PREPARE 'x'");
    await app.send("XA COMMIT 'x'");
    t.is((await a.rows('SELECT id FROM app.t')).length, 1, 'the server lets it through: the flip must not');
  },
);

mysqlTest(
  'XA under super_read_only: a session that could still prepare one is ended before the other side is opened',
  async (t, image) => {
    const { sandbox, config, a, b } = await freshPair(t, image);
    await a.send('CREATE TABLE app.t (id INT PRIMARY KEY)');
    const app = await appSession(t, sandbox);
    const events = await eventsWith(flipping(config), ...preparesOnceOpened(t, app));
    t.is(events.at(-1)?.type, 'goal');
    t.false(events.some(({ type }) => type === 'flip-undone'));
    for (const session of [a, b]) t.deepEqual(await session.rows('SELECT id FROM app.t'), []);
  },
);

mysqlTest(
  'XA under super_read_only: a monitor that reads innodb_trx all the time hides none',
  async (t, image) => {
    const { sandbox, config, a, b } = await freshPair(t, image);
    await a.send('CREATE TABLE app.t (id INT PRIMARY KEY)');
    const app = await appSession(t, sandbox);
    const monitor = await sessionOn(t, sandbox, 'a');
    for (const sql of [
      ...['SET SESSION sql_log_bin = 0', 'CREATE DATABASE monitor'],
      `CREATE PROCEDURE monitor.watch() WHILE TRUE DO
         SELECT COUNT(*) INTO @open FROM information_schema.innodb_trx;
         DO SLEEP(0.02);
       END WHILE`,
    ])
      await monitor.send(sql);
    const watching = monitor.send('CALL monitor.watch()').catch(() => 0);
    const events = await eventsWith(flipping(config), ...preparesOnceOpened(t, app));
    await (await sessionOn(t, sandbox, 'a')).send(`KILL CONNECTION ${monitor.threadId}`);
    await watching;
    t.is(events.at(-1)?.type, 'goal');
    for (const session of [a, b]) t.deepEqual(await session.rows('SELECT id FROM app.t'), []);
  },
);

mysqlTest(
  'XA under super_read_only: a server that does not show transactions is not closed',
  async (t, image) => {
    const { config, a } = await freshPair(t, image);
    const watch = (enabled: string) =>
      a.send(
        `UPDATE performance_schema.setup_consumers SET ENABLED = '${enabled}' WHERE NAME = 'events_transactions_current'`,
      );
    const events = await eventsWith(flipping(config), { at: 'step', step: 'fence', act: () => watch('NO') });
    t.true(
      events.some(event => event.type === 'action-failed' && /does not show transactions/u.test(event.why)),
    );
    t.false(await isClosed(a));
    await watch('YES');
    t.is((await eventsWith(flipping(config))).at(-1)?.type, 'goal');
  },
);

mysqlTest(
  'XA under super_read_only: a server that does not watch every session is not closed',
  async (t, image) => {
    const { sandbox, config, a, b } = await freshPair(t, image);
    await a.send('CREATE TABLE app.t (id INT PRIMARY KEY)');
    let app: Session | undefined;
    const events = await eventsWith(flipping(config), {
      at: 'step',
      step: 'fence',
      act: async () => {
        app = await unwatchedSession(t, sandbox, a);
        await writeXa(app, []);
      },
    });
    t.true(
      events.some(event => event.type === 'action-failed' && /does not show transactions/u.test(event.why)),
    );
    t.false(await isClosed(a));
    await t.throwsAsync(eventsWith(flipping(config)), { instanceOf: PreflightError });
    await app?.close();
    await until('its session is gone', async () => (await seesTransactions(a, flavorOf(image))) === true);
    t.is((await eventsWith(flipping(config))).at(-1)?.type, 'goal');
    for (const session of [a, b]) t.deepEqual(await session.rows('SELECT id FROM app.t'), []);
  },
);

mysqlTest(
  'XA under super_read_only: one that is prepared behind the fence gives the flip up',
  async (t, image) => {
    const { sandbox, config, a, b } = await freshPair(t, image);
    await a.send('CREATE TABLE app.t (id INT PRIMARY KEY)');
    const app = await appSession(t, sandbox);
    const events = await eventsWith(
      flipping(config),
      { at: 'step', step: 'fence', act: () => writeXa(app, []) },
      { at: 'step-done', step: 'fence', act: () => app.send("XA PREPARE 'x'") },
    );
    t.true(
      events.some(({ type }) => type === 'flip-undone'),
      JSON.stringify(events),
    );
    t.deepEqual([await isClosed(a), await isClosed(b)], [false, true]);
    await app.send("XA COMMIT 'x'");
    t.is((await eventsWith(flipping(config))).at(-1)?.type, 'goal');
    t.deepEqual(await b.rows('SELECT id FROM app.t'), [{ id: 1 }]);
  },
);

mysqlTest('KILL: a session of an account with SYSTEM_USER is told, others are ended', async (t, image) => {
  const { sandbox, config } = await freshPair(t, image);
  const [app, root] = [await appSession(t, sandbox), await sessionOn(t, sandbox, 'a')];
  await root.send(`USE ${sandbox.database}`);
  const events = await eventsWith(flipping(config));
  const told = events.flatMap(event => (event.type === 'warnings' ? event.findings : []));
  const left = told.find(({ id }) => id === 'sessions-left');
  t.regex(left?.message ?? '', new RegExp(`connection ${root.threadId} \\(root@`, 'u'));
  t.notRegex(left?.message ?? '', /app@/u);
  await until('the session of the application is closed', () => !app.isOpen());
  t.true(root.isOpen());
});

/** As a pool has it: with the database. */
async function appSession(t: ExecutionContext, sandbox: Sandbox): Promise<Session> {
  const endpoint = { ...(await sandbox.endpoint('a', 'app')), database: sandbox.database };
  const session = await openSession(endpoint);
  t.teardown(() => session.abandon());
  return session;
}

/** As where a server watches the accounts of a monitor alone: that is asked when a session begins. */
async function unwatchedSession(t: ExecutionContext, sandbox: Sandbox, a: Session): Promise<Session> {
  await a.send(
    "INSERT INTO performance_schema.setup_actors (HOST, USER, ROLE, ENABLED) VALUES ('%', 'app', '%', 'NO')",
  );
  const app = await appSession(t, sandbox);
  await a.send("DELETE FROM performance_schema.setup_actors WHERE USER = 'app'");
  return app;
}

/** One row by an XA transaction that is over but for its ending. */
async function writeXa(app: Session, then: readonly string[]): Promise<void> {
  for (const sql of ['XA START', 'INSERT', 'XA END', ...then])
    await app.send(sql === 'INSERT' ? 'INSERT INTO t VALUES (1)' : `${sql} 'x'`);
}

/** Writes before the fence, and would prepare that as soon as the other side is open: later its session is ended anyway. */
function preparesOnceOpened(t: ExecutionContext, app: Session): readonly Harm[] {
  return [
    { at: 'step', step: 'fence', act: () => writeXa(app, []) },
    { at: 'step-done', step: 'promote', act: () => t.throwsAsync(app.send("XA PREPARE 'x'")) },
  ];
}

async function isClosed(session: Session): Promise<boolean> {
  return Number((await session.row('SELECT @@global.read_only AS closed'))?.closed) === 1;
}
