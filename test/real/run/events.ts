/** Scheduled events around a flip: they run on one side at a time, lose nothing but their ticks, and stay what they are. */
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { ExecutionContext } from 'ava';
import { loadConfig } from '../../../src/config/load-config.js';
import type { RunEvent } from '../../../src/engine/event.js';
import { type Side, sides } from '../../../src/pair/side.js';
import { flip } from '../../../src/run/flip.js';
import { migrate } from '../../../src/run/migrate.js';
import type { Sandbox } from '../../../src/sandbox/open-sandbox.js';
import type { ServerImage } from '../../../src/sandbox/server-image.js';
import { tailOf } from '../../../src/sandbox/wait-ready.js';
import type { Session } from '../../../src/server/connection.js';
import { eventsOf } from '../../helpers/oracle/events-of.js';
import { waitSettled } from '../../helpers/oracle/inspect-end.js';
import { withWatchedPair } from '../../helpers/oracle/watched-pair.js';
import { eitherTest, flavorTest } from '../../helpers/server-test.js';
import { sessionOn, withPair } from '../../helpers/servers.js';
import { until } from '../../helpers/until.js';

const workload = { table: 'orders', rows: 1_000, counters: 16, writers: 2 };
const serverOptions = { 'event-scheduler': 'ON' };

flavorTest(
  'under load events run on one side at a time, and keep all that they are over two flips',
  async (t, image) => {
    const { sandbox, config, oracle } = await withWatchedPair(t, workload, { image, serverOptions });
    const roots = await rootsOf(t, sandbox);
    await makeEvents(roots);
    const before = await attributesOf(roots.a);
    t.deepEqual(await attributesOf(roots.b), before);
    await writeFile(
      join(config.migrations, '1.sql'),
      'ALTER TABLE orders MODIFY id BIGINT NOT NULL AUTO_INCREMENT, ALGORITHM = COPY, LOCK = SHARED;\n',
    );
    await ticksOn(roots.a, 'a');
    for (const [run, active] of [
      [migrate, 'b'],
      [flip, 'a'],
    ] as const) {
      const last = (await eventsOf(run(config, yes()))).at(-1);
      t.is(last?.type, 'goal', JSON.stringify(last));
      await ticksOn(roots[active], active);
    }
    await oracle.writers.acknowledge(200);
    const { findings } = await oracle.judge();
    t.deepEqual(findings, []);
    for (const side of sides) {
      t.deepEqual(await statusesOf(roots[side]), expected(side, 'a'), `statuses on ${side}`);
      t.deepEqual(await attributesOf(roots[side]), before, `attributes on ${side}`);
      t.deepEqual(await schedulerErrors(sandbox, side), [], `errors of the scheduler of ${side}`);
    }
    t.deepEqual(await turns(roots.b), [1, 2, 1], 'ticks by server, in their order');
  },
);

eitherTest('a runner that dies while events sleep leaves them to the next run', async (t, image) => {
  const { sandbox, config, roots } = await pairWithEvents(t, image);
  await leaveAt(flip(config, yes('b')), event => event.type === 'step' && event.step === 'promote');
  t.deepEqual(await enabledOn(roots), []);
  t.is((await eventsOf(flip(config, yes('b')))).at(-1)?.type, 'goal');
  await ticksOn(roots.b, 'b');
  await leaveAt(
    flip(config, yes('a')),
    event => event.type === 'action-done' && event.action.do === 'move-pointer',
  );
  t.deepEqual(await enabledOn(roots), []);
  const events = await eventsOf(flip(config, yes('a')));
  t.is(events.at(-1)?.type, 'goal');
  t.true(events.some(event => event.type === 'step' && event.step === 'move-events'));
  await ticksOn(roots.a, 'a');
  await waitSettled(roots);
  for (const side of sides) {
    t.deepEqual(await statusesOf(roots[side]), expected(side, 'a'), `statuses on ${side}`);
    t.deepEqual(await schedulerErrors(sandbox, side), [], `errors of the scheduler of ${side}`);
  }
});

eitherTest(
  'an event that runs is waited for and never ended; a flip that is given up lets the others go on',
  async (t, image) => {
    const { config, roots } = await pairWithEvents(t, image);
    await roots.a.send(`CREATE DEFINER = ${definer} EVENT app.slow ON SCHEDULE EVERY 1 DAY DO BEGIN
      DO SLEEP(120); INSERT INTO app.ticks (event, server) VALUES ('slow', @@server_id); END`);
    const slow = "SELECT id FROM information_schema.processlist WHERE info LIKE 'DO SLEEP(120)%'";
    await until('it runs', async () => (await roots.a.row(slow)) !== undefined);
    const limits = { ...config.limits, longTransactionMs: 300 };
    const refused = await eventsOf(flip({ ...config, limits }, yes('b')));
    t.like(refused.at(-1), { type: 'blocked', id: 'flip-failed' });
    const reasons = refused.flatMap(event => (event.type === 'action-failed' ? [event.why] : []));
    t.regex(
      reasons[0] ?? '',
      /not fenced, scheduled events run: connection \d+ \(app@127\.0\.0\.1, DO SLEEP\(120\)/,
    );
    t.deepEqual(await enabledOn(roots), ['a slow', 'a tick']);
    await ticksOn(roots.a, 'a');
    const running = await roots.a.row<{ id: number }>(slow);
    t.truthy(running, 'it was not ended');
    await roots.a.send(`KILL ${running?.id}`);
    t.is((await eventsOf(flip(config, yes('b')))).at(-1)?.type, 'goal');
    await ticksOn(roots.b, 'b');
  },
);

eitherTest(
  'what was to run once while it slept runs once, late, on the side that is active then',
  async (t, image) => {
    const { config, roots } = await pairWithEvents(t, image);
    const time =
      "SELECT execute_at <= NOW() AS past FROM information_schema.events WHERE event_name = 'once'";
    // Once preflight is over: a flip that takes its time to begin must not find that the event has run.
    let made = false;
    for await (const event of flip(config, yes('b'))) {
      if (event.type === 'step' && event.step === 'verify' && !made) {
        made = true;
        await roots.a.send(
          `CREATE DEFINER = ${definer} EVENT app.once ON SCHEDULE AT NOW() + INTERVAL 8 SECOND
           DO INSERT INTO app.ticks (event, server) VALUES ('once', @@server_id)`,
        );
      }
      if (event.type !== 'action-done' || event.action.do !== 'end-sessions') continue;
      t.deepEqual(await enabledOn(roots), []);
      await until('its time is over', async () => Number((await roots.a.row(time))?.past) === 1);
    }
    await until('it has run', async () => (await serversOf(roots.b, 'once')).length > 0);
    await ticksOn(roots.b, 'b');
    t.deepEqual(await serversOf(roots.b, 'once'), [2]);
    await waitSettled(roots);
    t.deepEqual(await statusesOf(roots.a), expected('a', 'b'), 'it has dropped itself on both sides');
    t.deepEqual(await statusesOf(roots.b), expected('b', 'b'));
  },
);

type Roots = Readonly<Record<Side, Session>>;

/** An account that does not pass through `read_only`: `app` may run events here. */
const definer = "'app'@'127.0.0.1'";

async function pairWithEvents(t: ExecutionContext, image: ServerImage) {
  const sandbox = await withPair(t, { image, serverOptions });
  const roots = await rootsOf(t, sandbox);
  await makeEvents(roots);
  return { sandbox, roots, config: await loadConfig({ cwd: sandbox.folder }) };
}

async function rootsOf(t: ExecutionContext, sandbox: Sandbox): Promise<Roots> {
  return { a: await sessionOn(t, sandbox, 'a'), b: await sessionOn(t, sandbox, 'b') };
}

/** One that ticks, made in a session unlike any other, and one that a person disabled; both asleep on b. */
async function makeEvents({ a, b }: Roots): Promise<void> {
  const setUp = [
    `GRANT EVENT ON app.* TO ${definer}`,
    `CREATE TABLE app.ticks (id INT AUTO_INCREMENT PRIMARY KEY, event VARCHAR(10), server INT,
       at DATETIME(6) DEFAULT CURRENT_TIMESTAMP(6))`,
    "SET SESSION sql_mode = 'ANSI_QUOTES', time_zone = '+05:00'",
    'SET SESSION character_set_client = latin1, collation_connection = latin1_german1_ci',
    `CREATE DEFINER = ${definer} EVENT app.tick ON SCHEDULE EVERY 1 SECOND ENDS '2037-01-01 00:00:00'
       ON COMPLETION PRESERVE COMMENT 'it''s' DO INSERT INTO app.ticks ("event", server) VALUES ('tick', @@server_id)`,
    `CREATE DEFINER = ${definer} EVENT app.paused ON SCHEDULE EVERY 1 HOUR DISABLE DO DELETE FROM app.ticks`,
    "SET SESSION sql_mode = '', time_zone = 'SYSTEM'",
    'SET NAMES utf8mb4',
  ];
  for (const sql of setUp) await a.send(sql);
  await waitSettled({ a, b });
}

const yes = (to?: Side) => ({
  yes: true,
  awaitApproval: false,
  signal: new AbortController().signal,
  ...(to === undefined ? {} : { to }),
});

/** Ends a run like a runner that dies: nothing is tidied up, but for its sessions. */
async function leaveAt(run: AsyncIterable<RunEvent>, isThere: (event: RunEvent) => boolean): Promise<void> {
  for await (const event of run) if (isThere(event)) return;
}

const serverIds: Readonly<Record<Side, number>> = { a: 1, b: 2 };

/** Waits for two more ticks of a side, by its own table. */
async function ticksOn(session: Session, side: Side): Promise<void> {
  const count = async () => (await serversOf(session, 'tick')).filter(id => id === serverIds[side]).length;
  const before = await count();
  await until(`events tick on ${side}`, async () => (await count()) >= before + 2);
}

/** Servers on which an event ran, in the order of time: both have the same clock. */
async function serversOf(session: Session, event: string): Promise<readonly number[]> {
  const rows = await session.rows<{ server: number }>(
    'SELECT server FROM app.ticks WHERE event = ? ORDER BY at',
    [event],
  );
  return rows.map(({ server }) => Number(server));
}

/** The same, each turn once: a server that ticks while another one does comes twice. */
async function turns(session: Session): Promise<readonly number[]> {
  const all = await serversOf(session, 'tick');
  return all.filter((server, index) => server !== all[index - 1]);
}

async function enabledOn(roots: Roots): Promise<readonly string[]> {
  const enabled = [];
  for (const side of sides) {
    const rows = await roots[side].rows<{ name: string }>(
      "SELECT event_name AS name FROM information_schema.events WHERE status = 'ENABLED' AND event_schema = 'app' ORDER BY name",
    );
    enabled.push(...rows.map(({ name }) => `${side} ${name}`));
  }
  return enabled;
}

async function statusesOf(session: Session): Promise<readonly string[]> {
  const rows = await session.rows<{ name: string; status: string; originator: number }>(
    `SELECT event_name AS name, IF(status LIKE '%SIDE_DISABLED', 'asleep', status) AS status, originator AS originator
     FROM information_schema.events WHERE event_schema = 'app' ORDER BY name`,
  );
  return rows.map(({ name, status, originator }) => `${name} ${status} ${originator}`);
}

/** As replication would have left them had they been made on `active`; what a person disabled stays where it was. */
function expected(side: Side, active: Side): readonly string[] {
  const paused = side === 'a' ? 'paused DISABLED 1' : 'paused asleep 1';
  const status = side === active ? 'ENABLED' : 'asleep';
  return [paused, `tick ${status} ${serverIds[active]}`];
}

async function attributesOf(session: Session): Promise<readonly unknown[]> {
  return session.rows(
    `SELECT event_name, definer, time_zone, event_definition, event_type, execute_at, interval_value, interval_field,
       sql_mode, starts, ends, on_completion, event_comment, created, character_set_client, collation_connection,
       database_collation
     FROM information_schema.events WHERE event_schema = 'app' ORDER BY event_name`,
  );
}

/** What the scheduler said of events that failed. */
async function schedulerErrors(sandbox: Sandbox, side: Side): Promise<readonly string[]> {
  const log = await tailOf(sandbox.servers[side].errorLog, 200);
  return log.split('\n').filter(line => /\[ERROR\].*Event Scheduler/.test(line));
}
