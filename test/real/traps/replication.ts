/** What replication does by itself, or does not do, in the middle of a migration: each was tried on real servers first. */
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Config } from '../../../src/config/config.js';
import { BlockedError } from '../../../src/errors.js';
import type { Status } from '../../../src/run/status.js';
import type { Session } from '../../../src/server/connection.js';
import { freshPairs } from '../../helpers/fresh-pair.js';
import { numbersTo } from '../../helpers/numbers-to.js';
import { inspectEnd, waitSettled } from '../../helpers/oracle/inspect-end.js';
import { readPosition } from '../../helpers/oracle/read-contents.js';
import { runCli } from '../../helpers/run-cli.js';
import { eventsWith, flipping, migrating, stepsOf } from '../../helpers/run-with.js';
import { eitherTest, flavorTest, mariadbTest, mysqlTest, serverTest } from '../../helpers/server-test.js';
import { until } from '../../helpers/until.js';

const freshPair = freshPairs();
const atBoot = freshPairs({ startReplicationAtBoot: true });

const wide = 'ALTER TABLE t MODIFY id BIGINT NOT NULL;\n';

flavorTest(
  'foreign DDL between the legs: the passive stops applying, a person is asked, and the run goes on when it is undone',
  async (t, image) => {
    const { config, a, b } = await freshPair(t, image);
    await makeTable(a);
    await addMigration(config, wide);
    t.is((await eventsWith(migrating(config, 'passive'))).at(-1)?.type, 'blocked');
    await a.send('ALTER TABLE app.t ADD COLUMN foreign_one INT');
    t.like((await eventsWith(migrating(config))).at(-1), { type: 'blocked', id: 'foreign-change' });
    t.is(await applierOf(b), 'No');
    await a.send('ALTER TABLE app.t DROP COLUMN foreign_one');
    // The undoing must arrive where the change is: a person sees to that.
    for (const sql of image.flavor === 'mysql' ? ['START REPLICA'] : letGo) await b.send(sql);
    await waitExecuted(a, b);
    t.is((await eventsWith(migrating(config))).at(-1)?.type, 'goal');
    await waitSettled({ a, b });
    t.deepEqual(await inspectEnd({ a, b }, { database: 'app', active: 'b' }), []);
  },
);

flavorTest(
  'foreign DDL between the legs: values that slid into a new column before anybody looked are found before the flip',
  async (t, image) => {
    const { config, a, b } = await freshPair(t, image);
    await makeTable(a);
    await addMigration(config, 'ALTER TABLE t MODIFY id BIGINT NOT NULL, ADD COLUMN paid INT;\n');
    const slide = async () => {
      await a.send('ALTER TABLE app.t ADD COLUMN foreign_one INT');
      await a.send('INSERT INTO app.t VALUES (100, 7)');
      await a.send('ALTER TABLE app.t DROP COLUMN foreign_one');
      await waitExecuted(a, b);
    };
    const running = eventsWith(migrating(config), { at: 'step-done', step: 'resync', act: slide });
    const error = await t.throwsAsync(running, { instanceOf: BlockedError });
    t.like(await b.row('SELECT paid FROM app.t WHERE id = 100'), { paid: 7 });
    t.like(error.findings[0], { where: 'table t', message: 'values differ in the row id = 100' });
    t.deepEqual([await closedOf(a), await closedOf(b)], [0, 1]);
  },
);

mariadbTest('auto-start: an applier that is held stays held when a reboot starts it', async (t, image) => {
  const { sandbox, config, a } = await atBoot(t, image);
  await makeTable(a);
  await addMigration(config, wide);
  let harmed = false;
  await eventsWith(migrating(config), {
    at: 'step-done',
    step: 'migrate',
    act: async () => {
      await sandbox.crash('b');
      await a.send('INSERT INTO app.t VALUES (100)');
      harmed = true;
      await sandbox.restart('b');
      const b = await sandbox.root('b');
      await until('its receiver runs', async () => (await statusOf(b)).IO === 'Yes');
      t.deepEqual(await b.rows('SELECT id FROM app.t WHERE id = 100'), []);
      await b.close();
    },
  }).catch(() => []);
  t.true(harmed);
  t.is((await eventsWith(migrating(config))).at(-1)?.type, 'goal');
});

mysqlTest(
  'auto-start: a server without skip_replica_start is refused before a migration',
  async (t, image) => {
    const { sandbox, config, a } = await atBoot(t, image);
    await makeTable(a);
    await addMigration(config, wide);
    const { code, stderr } = await runCli(['migrate', '--yes'], { cwd: sandbox.folder });
    t.is(code, 3);
    t.regex(stderr, /starts replication by itself after a boot/u);
  },
);

eitherTest(
  'an applier that was stopped behind the fence: no wait for a position is without end',
  async (t, image) => {
    const { config, a, b } = await freshPair(t, image);
    await makeTable(a);
    const events = await eventsWith(flipping(config), {
      at: 'step',
      step: 'fence',
      act: async () => {
        await b.send('STOP REPLICA SQL_THREAD');
        await a.send('INSERT INTO app.t VALUES (100)');
      },
    });
    t.true(events.some(({ type }) => type === 'flip-undone'));
    t.is(events.at(-1)?.type, 'goal', 'it is started again, and the next flip goes through');
    t.is(await closedOf(a), 1);
  },
);

serverTest(
  'conversions: set and put back while the applier stands still, and set again when a reboot forgot them',
  async (t, image) => {
    const { sandbox, config, a } = await freshPair(t, image);
    await makeTable(a);
    await addMigration(config, wide);
    await eventsWith(migrating(config), {
      at: 'step-done',
      step: 'resync',
      act: async () => {
        await sandbox.crash('b');
        await a.send('INSERT INTO app.t VALUES (100)');
        await sandbox.restart('b');
      },
    }).catch(() => []);
    const events = await eventsWith(migrating(config));
    t.is(events.at(-1)?.type, 'goal');
    t.true(stepsOf(events).includes('resync'));
    const b = await sandbox.root('b');
    t.like(await b.row('SELECT COUNT(*) AS n FROM app.t WHERE id = 100'), { n: 1 });
    const roots = { a, b };
    await waitSettled(roots);
    t.deepEqual(await inspectEnd(roots, { database: 'app', active: 'b' }), []);
    await b.close();
  },
);

serverTest('the error of an applier is told with its number and its reason', async (t, image) => {
  const { sandbox, a, b } = await freshPair(t, image);
  await makeTable(a);
  await until('b has the table', () => b.row('SELECT 1 FROM app.t WHERE id = 3'));
  await b.send('SET SESSION sql_log_bin = 0');
  await b.send('INSERT INTO app.t VALUES (100)');
  await a.send('INSERT INTO app.t VALUES (100)');
  await until('the applier of b has stopped', async () => (await applierOf(b)) === 'No');
  const here = { cwd: sandbox.folder };
  const { b: told } = JSON.parse((await runCli(['status', '--json'], here)).stdout) as Status;
  const reason = /Duplicate entry '100' for key|Duplicate entry '100'/u;
  t.regex(told.reachable ? (told.replicationError ?? '') : '', reason);
  const refused = await runCli(['flip', '--yes'], here);
  t.is(refused.code, 3);
  t.regex(refused.stderr, reason);
  t.notRegex(refused.stderr, /Coordinator stopped/u);
});

eitherTest(
  'GTIDs made on a read-only server: a FLUSH between the legs is named, and nothing is flipped',
  async (t, image) => {
    const { config, a, b } = await freshPair(t, image);
    await makeTable(a);
    await addMigration(config, wide);
    t.is((await eventsWith(migrating(config, 'passive'))).at(-1)?.type, 'blocked');
    await b.send('FLUSH TABLES');
    t.like((await eventsWith(migrating(config))).at(-1), { type: 'blocked', id: 'passive-ahead' });
    t.deepEqual([await closedOf(a), await closedOf(b)], [0, 1]);
  },
);

mysqlTest(
  'GTIDs made on a read-only server: an empty transaction on the active under the same GTID mends it',
  async (t, image) => {
    const { config, a, b } = await freshPair(t, image);
    await makeTable(a);
    await addMigration(config, wide);
    await eventsWith(migrating(config, 'passive'));
    await b.send('SET GLOBAL super_read_only = 1');
    await b.send('FLUSH TABLES');
    const errant = await b.row<{ gtid: string }>(
      `SELECT GTID_SUBTRACT(@@gtid_executed, '${(await a.row('SELECT @@gtid_executed AS gtid'))?.gtid}') AS gtid`,
    );
    await a.send(`SET SESSION gtid_next = '${errant?.gtid}'`);
    await a.send('BEGIN');
    await a.send('COMMIT');
    await a.send("SET SESSION gtid_next = 'AUTOMATIC'");
    t.is((await eventsWith(migrating(config))).at(-1)?.type, 'goal');
  },
);

eitherTest(
  'GTIDs made on a read-only server come to the active while both sides follow, and hinder nothing',
  async (t, image) => {
    const { config, a, b } = await freshPair(t, image);
    await makeTable(a);
    // Two transactions that cross each other have one sequence number on MariaDB, and 1950 stops both sides.
    await waitSettled({ a, b });
    await b.send('FLUSH TABLES');
    await waitSettled({ a, b });
    t.is((await eventsWith(flipping(config))).at(-1)?.type, 'goal');
  },
);

mariadbTest(
  '1236: a side that did not apply for long is started although the other has purged what it names',
  async (t, image) => {
    const { config, a, b } = await freshPair(t, image);
    await makeTable(a);
    await addMigration(config, wide);
    t.like((await eventsWith(migrating(config, 'passive'))).at(-1), { type: 'blocked', id: 'paused' });
    for (const id of [101, 102]) await a.send(`INSERT INTO app.t VALUES (${id})`);
    await until('b has them', () => b.row('SELECT 1 FROM app.t WHERE id = 102'));
    for (let n = 0; n < 2; n++) await b.send('FLUSH NO_WRITE_TO_BINLOG BINARY LOGS');
    const last = (await b.rows<{ Log_name: string }>('SHOW BINARY LOGS')).at(-1)?.Log_name;
    await until('b has the last one alone', async () => {
      await b.send(`PURGE BINARY LOGS TO '${last}'`);
      return (await b.rows('SHOW BINARY LOGS')).length === 1;
    });
    t.is((await eventsWith(migrating(config))).at(-1)?.type, 'goal');
    await waitSettled({ a, b });
    t.deepEqual(await inspectEnd({ a, b }, { database: 'app', active: 'b' }), []);
  },
);

mariadbTest(
  'relay logs: what was received in a leg is thrown away when the receiver starts anew, and fetched again',
  async (t, image) => {
    const { config, a, b } = await freshPair(t, image);
    await makeTable(a);
    await addMigration(config, wide);
    const space = async () => Number((await b.row('SHOW SLAVE STATUS'))?.Relay_Log_Space);
    const events = await eventsWith(migrating(config), {
      at: 'step-done',
      step: 'migrate',
      act: async () => {
        await a.send(`INSERT INTO app.t SELECT 1000 + seq FROM ${numbersTo(20_000)}`);
        await until('b has received them', async () => (await space()) > 100_000);
        await b.send('STOP SLAVE');
        await b.send('START SLAVE IO_THREAD');
      },
    });
    t.is(events.at(-1)?.type, 'goal');
    t.like(await b.row('SELECT COUNT(*) AS n FROM app.t WHERE id > 1000'), { n: 20_000 });
  },
);

/** Ends a hold by hand. */
const letGo = ['STOP SLAVE', 'CHANGE MASTER TO MASTER_DELAY = 0', 'START SLAVE'];

async function waitExecuted(active: Session, passive: Session): Promise<void> {
  const position = await readPosition(active);
  await until('the passive has applied all of it', async () => (await readPosition(passive)) === position);
}

async function makeTable(active: Session): Promise<void> {
  await active.send('CREATE TABLE app.t (id INT NOT NULL PRIMARY KEY)');
  await active.send('INSERT INTO app.t VALUES (1), (2), (3)');
}

async function addMigration({ migrations }: Config, sql: string): Promise<void> {
  await writeFile(join(migrations, '1.sql'), sql);
}

/** In the words of either flavor. */
async function statusOf(session: Session) {
  const row = (await session.row('SHOW REPLICA STATUS')) ?? {};
  return {
    IO: row.Replica_IO_Running ?? row.Slave_IO_Running,
    SQL: row.Replica_SQL_Running ?? row.Slave_SQL_Running,
    errno: Number(row.Last_IO_Errno),
  };
}

async function applierOf(session: Session): Promise<unknown> {
  return (await statusOf(session)).SQL;
}

async function closedOf(session: Session): Promise<number> {
  return Number((await session.row('SELECT @@global.read_only AS closed'))?.closed);
}
