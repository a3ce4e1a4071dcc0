/**
 * Migrations that try to leave the scratch schema: as migrations, which are refused by their text, and past that, in
 * their own session, where the server must stop them by their account. Outside nothing changes.
 */
import type { ExecutionContext } from 'ava';
import { ConfigError } from '../../../src/errors.js';
import { listMigrationFiles } from '../../../src/migrate/files.js';
import { defaultMigrationSettings } from '../../../src/migrate/migration-settings.js';
import type { ServerImage } from '../../../src/sandbox/server-image.js';
import { openSession, type Session } from '../../../src/server/connection.js';
import { recordMigration } from '../../../src/workspace/record-migration.js';
import { createScratchSchemas } from '../../../src/workspace/scratch-schema.js';
import type { Workspace } from '../../../src/workspace/workspace.js';
import { folderWith } from '../../helpers/folder-with.js';
import { type LiveServer, liveServer } from '../../helpers/live-server.js';
import { openCopy } from '../../helpers/open-copy.js';
import { flavorTest } from '../../helpers/server-test.js';
import { until } from '../../helpers/until.js';

const live = liveServer(() => [
  'CREATE TABLE parent (id INT PRIMARY KEY, n INT)',
  'CREATE TABLE child (id INT PRIMARY KEY, up INT, CONSTRAINT up FOREIGN KEY (up) REFERENCES parent (id) ON DELETE CASCADE)',
  'CREATE TRIGGER fill BEFORE INSERT ON parent FOR EACH ROW SET NEW.n = 7',
  'CREATE DATABASE other',
  'CREATE TABLE other.t (id INT)',
  'INSERT INTO other.t VALUES (1)',
  'SET GLOBAL log_bin_trust_function_creators = 1',
]);

async function besideOthers(
  t: ExecutionContext,
  image: ServerImage,
): Promise<LiveServer & { readonly workspace: Workspace }> {
  const { server, session } = await live(image);
  const options = { source: server.root, database: 'app', url: server.root, passive: null };
  const workspace = await openCopy(options);
  t.teardown(() => workspace.close());
  return { server, session, workspace };
}

/** All that a migration could have changed outside. */
async function outside(session: Session): Promise<unknown> {
  const names = (await session.rows('SHOW DATABASES')).map(row => String(row.Database));
  return [
    names.filter(name => !name.startsWith('dbshift_scratch_')),
    await session.rows('SHOW TABLES FROM other'),
    await session.rows('SHOW TABLES FROM app'),
    await session.rows('SELECT * FROM other.t'),
    await session.rows(
      `SELECT user, host FROM mysql.user WHERE user NOT LIKE 'dbshift%' ORDER BY user, host`,
    ),
    await session.row('SELECT @@GLOBAL.max_connections AS connections, @@GLOBAL.sql_mode AS mode'),
  ];
}

const migrations = {
  '01.sql': 'INSERT INTO other.t VALUES (2)',
  '02.sql': 'CREATE TABLE copy AS SELECT * FROM other.t',
  '03.sql': 'CREATE TABLE other.made (id INT)',
  '04.sql': 'DROP TABLE other.t',
  '05.sql': 'DROP DATABASE other',
  '06.sql': `GRANT ALL ON *.* TO 'x'@'%'`,
  '07.sql': 'SET GLOBAL max_connections = 77',
  '08.sql': 'CREATE TRIGGER leave_a AFTER INSERT ON child FOR EACH ROW INSERT INTO other.t VALUES (2)',
  '09.sql': 'CREATE VIEW leave_b AS SELECT id FROM other.t',
  '10.sql': 'CREATE PROCEDURE leave_c() INSERT INTO other.t VALUES (2)',
  '11.sql': `PREPARE s FROM 'INSERT INTO other.t VALUES (2)'`,
  '12.sql': 'RENAME TABLE child TO other.child',
  '13.sql': 'USE other',
  '14.mjs': `export const up = async knex => { await knex.raw('USE other'); await knex.raw('INSERT INTO t VALUES (2)'); };`,
  '15.mjs': `export const up = knex => knex.withSchema('other').insert({ id: 2 }).into('t');`,
  '16.mjs': `export const up = knex => knex.schema.withSchema('other').createTable('made', table => table.integer('id'));`,
  '17.mjs': `export const up = knex => knex.raw("SET GLOBAL max_connections = 77");`,
  '18.mjs': `export const up = knex => knex.raw("PREPARE s FROM 'INSERT INTO other.t VALUES (2)'");`,
  '20.sql': `CREATE TABLE far (id INT) DATA DIRECTORY = '/tmp'`,
  '21.sql': `ALTER TABLE child PARTITION BY HASH (id) (PARTITION p DATA DIRECTORY '/tmp')`,
  '19.sql': `CREATE USER 'x'@'%'`,
};

flavorTest(
  'a migration that would leave its schema is refused, and nothing outside changes',
  async (t, image) => {
    const { session, workspace } = await besideOthers(t, image);
    const before = await outside(session);
    const settings = defaultMigrationSettings([await folderWith(t, migrations)]);
    const files = await listMigrationFiles(settings);
    t.is(files.length, Object.keys(migrations).length);
    for (const file of files) {
      const { findings } = await recordMigration(workspace, file, settings);
      t.true(findings.length > 0, file.name);
    }
    t.deepEqual(await outside(session), before);
  },
);

const ways = [
  'INSERT INTO other.t VALUES (2)',
  'SELECT * FROM other.t',
  'UPDATE other.t SET id = 2',
  'DELETE FROM other.t',
  'CREATE TABLE copy AS SELECT * FROM other.t',
  'CREATE TABLE other.made (id INT)',
  'ALTER TABLE other.t ADD x INT',
  'DROP TABLE other.t',
  'DROP DATABASE other',
  'CREATE DATABASE elsewhere',
  'USE other',
  'USE app',
  'RENAME TABLE child TO other.child',
  'CREATE VIEW leave_b AS SELECT id FROM other.t',
  `PREPARE s FROM 'INSERT INTO other.t VALUES (2)'`,
  `CREATE USER 'x'@'%'`,
  `GRANT SELECT ON other.* TO 'dbshift'@'%'`,
  'SET GLOBAL max_connections = 77',
  'SET SESSION sql_log_bin = 0',
  'SELECT user FROM mysql.user',
  `SELECT 1 INTO OUTFILE 'outside'`,
  `CREATE DEFINER='root'@'localhost' TRIGGER leave_d AFTER INSERT ON child FOR EACH ROW INSERT INTO other.t VALUES (2)`,
  `CREATE DEFINER='root'@'127.0.0.1' PROCEDURE leave_e() INSERT INTO other.t VALUES (2)`,
  `CREATE DEFINER='root'@'%' VIEW leave_f AS SELECT 1 AS n`,
];

flavorTest('past its text the account of a migration stops it', async (t, image) => {
  const { server, session, workspace } = await besideOthers(t, image);
  const before = await outside(session);
  const own = await openCopy({ source: server.root, database: 'app', url: null, passive: null });
  t.teardown(() => own.close());
  for (const place of [workspace, own]) {
    t.true(place.confined);
    const runner = await place.openRunner();
    t.teardown(() => runner.close());
    for (const sql of ways.filter(way => place.kind === 'url' || way !== 'USE app'))
      await t.throwsAsync(runner.send(sql), undefined, `${place.kind}: ${sql}`);
  }
  t.deepEqual(await outside(session), before);
});

flavorTest('what a migration makes acts for no other account', async (t, image) => {
  const { session, workspace } = await besideOthers(t, image);
  const before = await outside(session);
  const runner = await workspace.openRunner();
  t.teardown(() => runner.close());
  await runner.send(
    'CREATE TRIGGER departs AFTER INSERT ON child FOR EACH ROW INSERT INTO other.t VALUES (2)',
  );
  await t.throwsAsync(runner.send('INSERT INTO child VALUES (1, NULL)'));
  await runner.send('CREATE PROCEDURE departs() INSERT INTO other.t VALUES (2)');
  await t.throwsAsync(runner.send('CALL departs()'));
  t.deepEqual(await outside(session), before);
});

flavorTest(
  'a migration may name a definer: its copy belongs to the account of the workspace',
  async (t, image) => {
    const { session, workspace } = await besideOthers(t, image);
    const settings = defaultMigrationSettings([
      await folderWith(t, {
        '1.sql': `CREATE DEFINER='root'@'localhost' TRIGGER named AFTER INSERT ON child FOR EACH ROW SET @n = 1;\n`,
      }),
    ]);
    const [file] = await listMigrationFiles(settings);
    if (file === undefined) throw new Error('no file');
    const { findings, statements } = await recordMigration(workspace, file, settings);
    t.deepEqual(findings, []);
    t.regex(statements[0]?.sql ?? '', /^CREATE DEFINER='root'@'localhost' TRIGGER/u);
    const trigger = await session.row(
      'SELECT DEFINER AS definer FROM information_schema.TRIGGERS WHERE TRIGGER_NAME = ?',
      ['named'],
    );
    t.is(trigger?.definer, `${workspace.schema}@%`);
  },
);

flavorTest('foreign keys and triggers are in the copy, and work', async (t, image) => {
  const { workspace } = await besideOthers(t, image);
  t.deepEqual([...workspace.notCopied], []);
  const runner = await workspace.openRunner();
  t.teardown(() => runner.close());
  await runner.send('INSERT INTO parent (id) VALUES (1)');
  t.is((await runner.row('SELECT n FROM parent'))?.n, 7);
  await runner.send('INSERT INTO child VALUES (1, 1)');
  await runner.send('DELETE FROM parent');
  t.deepEqual(await runner.rows('SELECT * FROM child'), []);
  await t.throwsAsync(runner.send('INSERT INTO child VALUES (2, 2)'));
  await runner.send('DROP TRIGGER fill');
});

flavorTest('the account goes with the workspace, also that of a run that was killed', async (t, image) => {
  const { server, session } = await live(image);
  const accounts = async () =>
    (await session.rows(`SELECT user AS name FROM mysql.user WHERE user LIKE 'dbshift%'`)).map(
      ({ name }) => name,
    );
  const killed = await openSession(server.root);
  const left = await createScratchSchemas(killed);
  await killed.send(`CREATE USER '${left.schema}'@'%'`);
  await killed.close();
  await until('the lock of the closed session is free', async () => {
    const row = await session.row('SELECT IS_FREE_LOCK(?) AS free', [left.schema]);
    return row?.free === 1;
  });
  const options = { source: server.root, database: 'app', url: server.root, passive: null };
  const workspace = await openCopy(options);
  t.deepEqual(await accounts(), [workspace.schema]);
  await workspace.close();
  t.deepEqual(await accounts(), []);
});

flavorTest(
  'a server whose account may make none is refused, unless that account is confined itself',
  async (t, image) => {
    const { server, session } = await live(image);
    const account = `'weak'@'%'`;
    t.teardown(() => session.send(`DROP USER ${account}`));
    await session.send(`CREATE USER ${account} IDENTIFIED BY 'weak'`);
    await session.send(`GRANT ALL ON \`dbshift\\_scratch\\_%\`.* TO ${account}`);
    const url = { ...server.root, user: 'weak', password: 'weak' };
    const options = { source: server.root, database: 'app', url, passive: null };
    const workspace = await openCopy(options);
    t.true(workspace.confined);
    await workspace.close();
    await session.send(`GRANT SELECT ON other.* TO ${account}`);
    const error = await t.throwsAsync(openCopy(options), { instanceOf: ConfigError });
    t.regex(error?.message ?? '', /migrations cannot be kept within their scratch schema/u);
  },
);
