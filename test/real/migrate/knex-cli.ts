import { join } from 'node:path';
import {
  holdKnexLock,
  nextStamp,
  recordStatements,
  releaseKnexLock,
  tableStatements,
} from '../../../src/migrate/bookkeeping.js';
import { comparePending } from '../../../src/migrate/compare-pending.js';
import { listMigrationFiles } from '../../../src/migrate/files.js';
import { readMigrationSettings } from '../../../src/migrate/knexfile.js';
import { readRecorded } from '../../../src/migrate/recorded.js';
import { sides } from '../../../src/pair/side.js';
import type { Row, Session } from '../../../src/server/connection.js';
import { executedOn } from '../../helpers/executed-on.js';
import { folderWith } from '../../helpers/folder-with.js';
import { knexCli, knexfile } from '../../helpers/knex-cli.js';
import { liveServer } from '../../helpers/live-server.js';
import { flavorTest } from '../../helpers/server-test.js';
import { sessionOn, withPair } from '../../helpers/servers.js';

const live = liveServer();

const migration = 'exports.up = async () => {}; exports.down = async () => {};';
const files = {
  'knexfile.cjs': knexfile,
  'migrations/1_users.js': migration,
  'migrations/2_orders.sql': 'CREATE TABLE orders (id INT);',
  'migrations/3_late.cjs': migration,
  'migrations/4_module.mjs': 'export const up = async () => {}; export const down = async () => {};',
};

function settingsOf(folder: string) {
  return readMigrationSettings({
    migrations: join(folder, 'migrations'),
    knexfile: join(folder, 'knexfile.cjs'),
    database: 'app',
  });
}

function withoutCounter(row: Row | undefined): string {
  return String(row?.['Create Table']).replace(/ AUTO_INCREMENT=\d+/, '');
}

async function makeAnew(session: Session, database: string): Promise<void> {
  await session.send(`DROP DATABASE IF EXISTS ${database}`);
  await session.send(`CREATE DATABASE ${database}`);
}

const noRecords = { knex: null, checksums: null, lock: 'no-table' } as const;

for (const charset of ['', `charset: 'latin1', collate: 'latin1_bin',`]) {
  const title = charset === '' ? 'as it stands' : 'with a character set in the knexfile';
  flavorTest(`the tables are the ones that knex makes, ${title}`, async (t, image) => {
    const { server, session } = await live(image);
    const text = knexfile.replace('connection: {', `connection: { ${charset}`);
    const folder = await folderWith(t, { 'knexfile.cjs': text, 'migrations/1.js': migration });
    for (const name of ['by_knex', 'by_us']) await makeAnew(session, name);
    t.is((await knexCli('migrate:list', folder, { endpoint: server.root, database: 'by_knex' })).code, 0);
    await session.send('USE by_us');
    const settings = await settingsOf(folder);
    for (const sql of tableStatements(settings, noRecords)) await session.send(sql);
    // The run that makes the tables holds the lock from their beginning.
    t.is((await readRecorded(session, 'by_us', settings)).lock, 'dbshift');
    await session.send(releaseKnexLock(settings));
    for (const table of ['knex_migrations', 'knex_migrations_lock']) {
      const [theirs, ours] = await Promise.all([
        session.row(`SHOW CREATE TABLE by_knex.${table}`),
        session.row(`SHOW CREATE TABLE by_us.${table}`),
      ]);
      t.is(withoutCounter(ours), withoutCounter(theirs));
    }
    t.deepEqual(
      await session.rows('SELECT * FROM by_us.knex_migrations_lock'),
      await session.rows('SELECT * FROM by_knex.knex_migrations_lock'),
    );
  });
}

flavorTest(
  'the knex CLI lists on both servers what was recorded, and nothing is pending',
  async (t, image) => {
    const sandbox = await withPair(t, { image });
    const folder = await folderWith(t, files);
    const settings = await settingsOf(folder);
    const listed = await listMigrationFiles(settings);
    const sessions = { a: await sessionOn(t, sandbox, 'a'), b: await sessionOn(t, sandbox, 'b') };
    const texts = [
      ...tableStatements(settings, noRecords),
      releaseKnexLock(settings),
      ...listed.flatMap((file, index) =>
        recordStatements(file, { knexId: index + 1, batch: 1, time: 1_800_000_000 }, settings),
      ),
    ];
    for (const side of sides) {
      await sessions[side].send('SET SESSION sql_log_bin = 0');
      // The two servers of a pair may be in different time zones, and number rows differently.
      await sessions[side].send(`SET SESSION time_zone = '${side === 'a' ? '+00:00' : '-07:00'}'`);
      await sessions[side].send('USE app');
      for (const sql of texts) await sessions[side].send(sql);
    }
    for (const side of sides) {
      const endpoint = await sandbox.endpoint(side, 'root');
      const { code, output } = await knexCli('migrate:list', folder, { endpoint, database: 'app' });
      t.is(code, 0, output);
      t.regex(output, /Found 2 Completed Migration.*\n1_users\.js.*\n3_late\.cjs/);
      t.regex(output, /No Pending Migration/);
      t.regex(output, /^(?!.*(\.sql|\.mjs))/s);
    }
    t.regex(
      (
        await knexCli('migrate:latest', folder, {
          endpoint: await sandbox.endpoint('a', 'root'),
          database: 'app',
        })
      ).output,
      /Already up to date/,
    );
    const [a, b] = [
      await readRecorded(sessions.a, 'app', settings),
      await readRecorded(sessions.b, 'app', settings),
    ];
    t.deepEqual(a, b);
    t.deepEqual(comparePending({ files: listed, recorded: { a, b }, settings }), {
      pending: [],
      findings: [],
      notices: [],
    });
    t.deepEqual(nextStamp([a, b]), { knexId: 4, batch: 2 });
    t.is(a.knex?.[0]?.time, 1_800_000_000);
  },
);

flavorTest('a knex CLI does nothing while a run holds its lock, and works again after', async (t, image) => {
  const { server, session } = await live(image);
  await makeAnew(session, 'app');
  await session.send('USE app');
  const folder = await folderWith(t, files);
  const settings = await settingsOf(folder);
  const target = { endpoint: server.root, database: 'app' };
  for (const sql of tableStatements(settings, await readRecorded(session, 'app', settings))) {
    await session.send(sql);
  }
  await session.send(releaseKnexLock(settings));
  t.is((await readRecorded(session, 'app', settings)).lock, 'free');

  await session.send(holdKnexLock(settings));
  t.is((await readRecorded(session, 'app', settings)).lock, 'dbshift');
  const held = await knexCli('migrate:latest', folder, target);
  t.not(held.code, 0);
  t.regex(held.output, /already locked/);

  await session.send(releaseKnexLock(settings));
  t.is((await knexCli('migrate:latest', folder, target)).code, 0);
  const after = await readRecorded(session, 'app', settings);
  t.deepEqual(
    after.knex?.map(({ name }) => name),
    ['1_users.js', '3_late.cjs'],
  );
});

flavorTest('reading the records writes nothing, also where there are none', async (t, image) => {
  const { session } = await live(image);
  await makeAnew(session, 'app');
  const settings = await settingsOf(await folderWith(t, files));
  const before = await executedOn(session, image);
  t.deepEqual(await readRecorded(session, 'app', settings), noRecords);
  t.true((await executedOn(session, image)).equals(before));
  t.deepEqual(await session.rows('SHOW TABLES IN app'), []);
});
