import { ConfigError } from '../../../src/errors.js';
import { listMigrationFiles } from '../../../src/migrate/files.js';
import { defaultMigrationSettings } from '../../../src/migrate/migration-settings.js';
import { fingerprintStructure } from '../../../src/plan/fingerprint.js';
import { bringUpServer } from '../../../src/sandbox/bring-up-server.js';
import { readStructure } from '../../../src/server/catalog.js';
import { openSession, type Session } from '../../../src/server/connection.js';
import { recordMigration } from '../../../src/workspace/record-migration.js';
import { createScratchSchemas } from '../../../src/workspace/scratch-schema.js';
import { executedOn } from '../../helpers/executed-on.js';
import { folderWith } from '../../helpers/folder-with.js';
import { liveServer } from '../../helpers/live-server.js';
import { openCopy } from '../../helpers/open-copy.js';
import { serverTest } from '../../helpers/server-test.js';
import { sessionOn, withPair } from '../../helpers/servers.js';
import { until } from '../../helpers/until.js';

/** What a database holds, in the words of a flavor: sequences are MariaDB's. */
const sequence = {
  mariadb: ['CREATE SEQUENCE counter'],
  mysql: [],
};
const fromSequence = { mariadb: 'NEXTVAL(counter)', mysql: '(1 + 2)' };

const live = liveServer(({ flavor }) => [
  'ALTER DATABASE CHARACTER SET latin1',
  'CREATE TABLE child (id INT PRIMARY KEY, up INT, CONSTRAINT up FOREIGN KEY (up) REFERENCES child (id))',
  'CREATE TABLE parent (id INT PRIMARY KEY AUTO_INCREMENT, s VARCHAR(9) COMMENT "app.x") AUTO_INCREMENT = 77',
  'ALTER TABLE child ADD CONSTRAINT down FOREIGN KEY (id) REFERENCES parent (id) ON DELETE CASCADE',
  ...sequence[flavor],
  `CREATE TABLE odd (id INT DEFAULT ${fromSequence[flavor]}, v INT AS (id + 1), CHECK (id > 0))
     PARTITION BY HASH (id) PARTITIONS 3`,
  'CREATE FUNCTION twice(n INT) RETURNS INT DETERMINISTIC RETURN n * 2',
  // The outer view sorts first, but can be made only over what is there.
  'CREATE VIEW b_second AS SELECT twice(id) AS id FROM parent',
  'CREATE VIEW a_first AS SELECT id FROM b_second',
  'CREATE TRIGGER fill BEFORE INSERT ON parent FOR EACH ROW SET NEW.s = twice(1)',
  'CREATE DATABASE other',
  'CREATE TABLE other.seen (id INT)',
  'CREATE TRIGGER reach AFTER UPDATE ON parent FOR EACH ROW INSERT INTO other.seen VALUES (NEW.id)',
  'SET GLOBAL log_bin_trust_function_creators = 1',
]);

const notInstalled = () => Promise.reject(new ConfigError('not installed here'));

async function schemas(session: Session): Promise<readonly unknown[]> {
  return (await session.rows('SHOW DATABASES')).map(row => row.Database);
}

serverTest('a server of its own holds everything, and is gone after close', async (t, image) => {
  const { server, session } = await live(image);
  const options = { source: server.root, database: 'app', url: null, passive: null };
  const workspace = await openCopy(options);
  t.deepEqual([workspace.kind, workspace.schema], ['local', 'app']);
  t.deepEqual([...workspace.notCopied], []);
  const structure = await workspace.readStructure();
  t.is(fingerprintStructure(structure), fingerprintStructure(await readStructure(session, 'app')));
  await workspace.close();
  await t.throwsAsync(workspace.openRunner());
});

serverTest(
  'a scratch schema beside other data leaves out what names that data, and says so',
  async (t, image) => {
    const { server, session } = await live(image);
    const before = await schemas(session);
    const options = { source: server.root, database: 'app', url: server.root, passive: null };
    const workspace = await openCopy(options);
    t.regex(workspace.schema, /^dbshift_scratch_[0-9a-f]{12}$/);
    t.deepEqual([...workspace.notCopied.keys()].sort(), ['trigger:reach']);
    const structure = await workspace.readStructure();
    t.is(fingerprintStructure(structure), fingerprintStructure(await readStructure(session, 'app')));
    await workspace.close();
    t.deepEqual(await schemas(session), before);
  },
);

const unusual = [
  'CREATE TABLE `we``ird.name` (`a"b` INT COMMENT \'it\'\'s \\\\ "x"\', PRIMARY KEY (`a"b`)) COMMENT = "c\'\\\\"',
  `CREATE TABLE Ünï (id INT PRIMARY KEY, é VARCHAR(10) CHARACTER SET latin1 DEFAULT 'é') ROW_FORMAT = COMPRESSED`,
  `CREATE TABLE zero (d DATETIME DEFAULT '0000-00-00 00:00:00', ts TIMESTAMP, y YEAR, z INT(5) ZEROFILL)`,
  'CREATE TABLE searched (id INT AUTO_INCREMENT PRIMARY KEY, t TEXT, FULLTEXT (t)) ENGINE = MyISAM',
  'CREATE TABLE places (g GEOMETRY NOT NULL, p POINT DEFAULT (POINT(1, 2)), SPATIAL INDEX (g))',
  `CREATE TABLE made (id INT, h INT INVISIBLE DEFAULT 5, c INT AS (h + 1) STORED, e VARCHAR(50) DEFAULT (CONCAT('a', UUID())), CHECK (h <> 3))`,
  'CREATE TABLE parts (id INT, d DATE) PARTITION BY RANGE (YEAR(d)) SUBPARTITION BY HASH (id) SUBPARTITIONS 2 (PARTITION p0 VALUES LESS THAN (2000), PARTITION p1 VALUES LESS THAN MAXVALUE)',
  `CREATE TABLE kinds (j JSON, b BIT(3) DEFAULT b'101', e ENUM('a''b', 'c,d') DEFAULT 'a''b', s SET('x', 'y'), v VARBINARY(5) DEFAULT 'ab')`,
  `CREATE VIEW elsewhere AS SELECT user FROM mysql.user`,
];

const unusualOn = {
  mariadb: [
    'CREATE TABLE versioned (id INT PRIMARY KEY, x INT) WITH SYSTEM VERSIONING',
    'CREATE TABLE types (u UUID, i INET6)',
    'CREATE TABLE keyed (a VARCHAR(50), b INT, t TEXT UNIQUE, PRIMARY KEY (a(10), b DESC), KEY k (b) IGNORED)',
  ],
  mysql: [
    `CREATE TABLE keyed (a VARCHAR(50), b INT, j JSON, PRIMARY KEY (a(10), b DESC), KEY k (b) INVISIBLE,
       KEY f ((b + 1)), KEY m ((CAST(j->'$.a' AS UNSIGNED ARRAY))), CONSTRAINT idle CHECK (b > 0) NOT ENFORCED)`,
    'CREATE TABLE located (g POINT NOT NULL SRID 4326, SPATIAL INDEX (g))',
  ],
};

serverTest(
  'unusual structures are copied exactly, also from a server with another sql_mode',
  async (t, image) => {
    const { server, session } = await live(image);
    t.teardown(() => session.send('USE app'));
    await session.send('CREATE DATABASE odd CHARACTER SET utf8mb3 COLLATE utf8mb3_bin');
    await session.send('USE odd');
    await session.send(`SET SESSION sql_mode = ''`);
    for (const sql of [...unusual, ...unusualOn[image.flavor]]) await session.send(sql);
    await session.send(`SET GLOBAL sql_mode = 'ANSI,NO_BACKSLASH_ESCAPES'`);
    t.teardown(() => session.send('SET GLOBAL sql_mode = DEFAULT'));
    const structure = fingerprintStructure(await readStructure(session, 'odd'));
    for (const url of [null, server.root]) {
      const workspace = await openCopy({ source: server.root, database: 'odd', url, passive: null });
      t.is(fingerprintStructure(await workspace.readStructure()), structure);
      // A view on other data could be written through: its account may not make it.
      t.true(workspace.notCopied.has('view:elsewhere'));
      await workspace.close();
    }
  },
);

serverTest('a table whose trigger could not be copied must not go away unseen', async (t, image) => {
  const { server } = await live(image);
  const settings = defaultMigrationSettings([
    await folderWith(t, { '1.sql': 'DROP TABLE child;\nDROP TABLE parent', '2.sql': 'DROP TRIGGER reach' }),
  ]);
  const [table, trigger] = await listMigrationFiles(settings);
  if (table === undefined || trigger === undefined) throw new Error('no files');
  for (const file of [trigger, table]) {
    const workspace = await openCopy({
      source: server.root,
      database: 'app',
      url: server.root,
      passive: null,
    });
    t.teardown(() => workspace.close());
    const { findings } = await recordMigration(workspace, file, settings);
    t.deepEqual(
      findings.map(({ id }) => id),
      ['not-in-workspace'],
    );
  }
});

serverTest('a session of a migration has the settings of the live server', async (t, image) => {
  const { server, session } = await live(image);
  await session.send(`SET GLOBAL sql_mode = 'ANSI_QUOTES', GLOBAL time_zone = '+05:30'`);
  t.teardown(() => session.send('SET GLOBAL sql_mode = DEFAULT, GLOBAL time_zone = DEFAULT'));
  const workspace = await openCopy({ source: server.root, database: 'app', url: null, passive: null });
  t.teardown(() => workspace.close());
  const runner = await workspace.openRunner();
  t.teardown(() => runner.close());
  t.deepEqual(
    await runner.row(
      'SELECT @@sql_mode AS mode, @@time_zone AS zone, @@character_set_database AS charset, DATABASE() AS db',
    ),
    { mode: 'ANSI_QUOTES', zone: '+05:30', charset: 'latin1', db: 'app' },
  );
});

serverTest('names without case stay without in a workspace', async (t, image) => {
  const source = await bringUpServer(image, { 'lower-case-table-names': '1' });
  t.teardown(() => source.down());
  const session = await openSession(source.root);
  t.teardown(() => session.close());
  for (const sql of ['CREATE DATABASE app', 'CREATE TABLE app.Users (id INT PRIMARY KEY)'])
    await session.send(sql);
  const options = { source: source.root, database: 'app', url: null, passive: null };
  const workspace = await openCopy(options);
  t.teardown(() => workspace.close());
  const runner = await workspace.openRunner();
  t.teardown(() => runner.close());
  await runner.send('ALTER TABLE USERS ADD n INT');
  t.deepEqual(Object.keys((await workspace.readStructure()).tables), ['users']);
});

serverTest(
  'scratch schemas of a killed run are dropped by the next, those in use are not',
  async (t, image) => {
    const { server, session } = await live(image);
    const [killed, alive] = [await openSession(server.root), await openSession(server.root)];
    const left = await createScratchSchemas(killed);
    const used = await createScratchSchemas(alive);
    await killed.close();
    await until('the lock of the closed session is free', async () => {
      const row = await session.row('SELECT IS_FREE_LOCK(?) AS free', [left.schema]);
      return row?.free === 1;
    });
    const workspace = await openCopy({
      source: server.root,
      database: 'app',
      url: server.root,
      passive: null,
    });
    const found = await schemas(session);
    t.false(found.includes(left.schema) || found.includes(left.createdSchema));
    t.true(found.includes(used.schema) && found.includes(used.createdSchema));
    await workspace.close();
    await alive.close();
    await until('the lock of the other session is free', async () => {
      const row = await session.row('SELECT IS_FREE_LOCK(?) AS free', [used.schema]);
      return row?.free === 1;
    });
    await (await openCopy({ source: server.root, database: 'app', url: server.root, passive: null })).close();
    t.false((await schemas(session)).includes(used.schema));
  },
);

serverTest(
  'the passive serves as a last resort, and neither its binlog nor its data see it',
  async (t, image) => {
    const sandbox = await withPair(t, { image });
    const [active, passive] = [await sessionOn(t, sandbox, 'a'), await sessionOn(t, sandbox, 'b')];
    await active.send('CREATE TABLE app.users (id INT PRIMARY KEY, name VARCHAR(20))');
    await active.send(`INSERT INTO app.users VALUES (1, 'ada')`);
    const written = await executedOn(active, image);
    await until('the passive has it', async () => (await executedOn(passive, image)).contains(written));
    const binlogs = await passive.rows('SHOW BINARY LOGS');

    const endpoint = await sandbox.endpoint('b', 'dbshift');
    const options = { source: endpoint, database: 'app', url: null, launchLocal: notInstalled };
    const error = await t.throwsAsync(openCopy({ ...options, passive: null }), {
      instanceOf: ConfigError,
    });
    t.regex(
      `${error?.message} ${error?.hint}`,
      /not installed here.*workspace\.url.*on this machine.*passive/,
    );
    const workspace = await openCopy({ ...options, passive: endpoint });
    t.deepEqual([workspace.kind, workspace.confined], ['passive', false]);
    const folder = await folderWith(t, {
      '1.sql': 'ALTER TABLE users ADD COLUMN n INT;\nCREATE TABLE t (id INT);\nINSERT INTO t VALUES (1)',
      '2.sql': 'DELETE FROM users',
      '3.sql': 'DELETE FROM app.users',
      '4.mjs': `export const up = knex => knex.raw('SELECT DATABASE() AS d').then(([[{ d }]]) => knex.raw('DELETE FROM ' + d + '.users'));`,
    });
    const settings = defaultMigrationSettings([folder]);
    const found = [];
    for (const file of await listMigrationFiles(settings)) {
      const { findings, usesRows } = await recordMigration(workspace, file, settings);
      found.push([usesRows, ...findings.map(({ id }) => id)]);
    }
    t.deepEqual(found, [[false], [true], [false, 'other-schema'], [false, 'database-name']]);
    await workspace.close();

    t.deepEqual(await passive.rows('SHOW BINARY LOGS'), binlogs);
    t.deepEqual(await passive.rows('SELECT * FROM app.users'), [{ id: 1, name: 'ada' }]);
    t.deepEqual(
      (await schemas(passive)).filter(name => String(name).includes('scratch')),
      [],
    );
  },
);
