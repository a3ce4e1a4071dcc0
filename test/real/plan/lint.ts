/** Lint looks at what a real server made of migrations: each rule by files that it is about. */
import type { ExecutionContext } from 'ava';
import { listMigrationFiles } from '../../../src/migrate/files.js';
import { defaultMigrationSettings } from '../../../src/migrate/migration-settings.js';
import type { LintFinding } from '../../../src/plan/lint/lint-finding.js';
import { type LintInput, lintPlan } from '../../../src/plan/lint/lint-plan.js';
import type { TriedMigration } from '../../../src/plan/lint/linted-migration.js';
import type { ServerImage } from '../../../src/sandbox/server-image.js';
import type { Session } from '../../../src/server/connection.js';
import { isErrno } from '../../../src/server/server-error.js';
import { recordMigration } from '../../../src/workspace/record-migration.js';
import { folderWith } from '../../helpers/folder-with.js';
import { liveServer } from '../../helpers/live-server.js';
import { openCopy } from '../../helpers/open-copy.js';
import { flavorTest, mariadbTest, mysqlTest } from '../../helpers/server-test.js';

const schema = [
  // Migrations run as an account that may not make triggers otherwise, while the binlog is on.
  'SET GLOBAL log_bin_trust_function_creators = 1',
  'ALTER DATABASE CHARACTER SET utf8mb4',
  'CREATE TABLE users (id INT PRIMARY KEY, name VARCHAR(200), note VARCHAR(50), seen TIMESTAMP(6) NULL)',
  'CREATE TABLE orders (id INT PRIMARY KEY, user_id INT, FOREIGN KEY (user_id) REFERENCES users (id))',
  'CREATE TABLE days (id INT PRIMARY KEY) PARTITION BY RANGE (id) (PARTITION p0 VALUES LESS THAN (10), PARTITION p1 VALUES LESS THAN (20))',
  'CREATE TABLE old_days (id INT PRIMARY KEY)',
  'CREATE VIEW names AS SELECT name FROM users',
];

const live = liveServer(() => schema);

type On = { readonly t: ExecutionContext; readonly image: ServerImage };

/** Records files one after the other, each from where the one before left the workspace. */
async function record({ t, image }: On, folder: string) {
  const settings = defaultMigrationSettings([folder]);
  const { root } = (await live(image)).server;
  const workspace = await openCopy({ source: root, database: 'app', url: root, passive: null });
  const tried: TriedMigration[] = [];
  try {
    for (const file of await listMigrationFiles(settings)) {
      const recorded = await recordMigration(workspace, file, settings);
      t.deepEqual(recorded.findings, [], file.name);
      tried.push({ ...recorded, name: file.name, kind: file.kind, down: 'there' });
    }
  } finally {
    await workspace.close();
  }
  return tried;
}

async function lint(on: On, files: Readonly<Record<string, string>>, accept: LintInput['accept'] = []) {
  const migrations = await record(on, await folderWith(on.t, files));
  return lintPlan({ migrations, database: 'app', flavor: on.image.flavor, direction: 'up', accept });
}

const losses: readonly (readonly [sql: string, id: string, subject: string])[] = [
  ['ALTER TABLE users DROP COLUMN note', 'drop-column', 'users.note'],
  ['ALTER TABLE users DROP note, ADD note VARCHAR(50)', 'drop-column', 'users.note'],
  ['DROP TABLE old_days', 'drop-table', 'old_days'],
  ['TRUNCATE orders', 'truncate-table', 'orders'],
  ['ALTER TABLE days DROP PARTITION p0', 'drop-partition', 'days'],
  ['ALTER TABLE days TRUNCATE PARTITION p0', 'truncate-partition', 'days'],
  ['ALTER TABLE old_days DISCARD TABLESPACE', 'discard-tablespace', 'old_days'],
  ['ALTER TABLE users MODIFY name TINYTEXT', 'narrows-column', 'users.name'],
  ['ALTER TABLE users MODIFY seen DATETIME', 'narrows-column', 'users.seen'],
  ['ALTER TABLE users CHANGE name full_name VARCHAR(199)', 'narrows-column', 'users.name'],
];

const showing = (findings: readonly LintFinding[]) =>
  findings.map(({ severity, id, subject }) => `${severity} ${id} ${subject}`);

flavorTest('a statement that loses rows or values of a table that is there is an error', async (t, image) => {
  for (const [sql, id, subject] of losses) {
    const found = await lint({ t, image }, { '1.sql': sql });
    const errors = found.filter(({ severity }) => severity === 'error');
    t.deepEqual(showing(errors), [`error ${id} ${subject}`], sql);
  }
});

mariadbTest('CREATE OR REPLACE of a table that is there is an error', async (t, image) => {
  const same = 'CREATE OR REPLACE TABLE old_days (id INT PRIMARY KEY)';
  t.deepEqual(showing(await lint({ t, image }, { '1.sql': same })), [
    'error replace-table old_days',
    'warning down-lossy old_days',
  ]);
  const none = 'CREATE OR REPLACE TABLE new_days (id INT PRIMARY KEY)';
  t.deepEqual(await lint({ t, image }, { '1.sql': none }), []);
});

mariadbTest(
  'rows that go from a partition to a table and back are told, and no table is said to be lost',
  async (t, image) => {
    const out = 'ALTER TABLE days CONVERT PARTITION p0 TO TABLE first_days';
    const back = 'ALTER TABLE days CONVERT TABLE first_days TO PARTITION p2 VALUES LESS THAN (30)';
    const found = await lint({ t, image }, { '1.sql': out, '2.sql': back });
    t.deepEqual(showing(found), ['warning exchange-partition days', 'warning exchange-partition days']);
  },
);

mariadbTest('a table that loses its history loses rows', async (t, image) => {
  const on = { t, image };
  const add = 'ALTER TABLE old_days ADD SYSTEM VERSIONING';
  t.deepEqual(await lint(on, { '1.sql': add }), []);
  const found = await lint(on, { '1.sql': add, '2.sql': 'ALTER TABLE old_days DROP SYSTEM VERSIONING' });
  t.true(showing(found).includes('error drop-history old_days'));
});

const warnings: readonly (readonly [sql: string, ...found: string[]])[] = [
  ['ALTER TABLE users RENAME COLUMN note TO remark', 'warning breaks-application-rename users.note'],
  ['RENAME TABLE old_days TO older_days', 'warning breaks-application-rename old_days'],
  ['ALTER TABLE old_days RENAME TO older_days', 'warning breaks-application-rename old_days'],
  [
    'RENAME TABLE old_days TO x, users TO old_days, x TO users',
    'warning breaks-application-rename old_days',
    'warning breaks-application-rename users',
  ],
  ['ALTER TABLE days EXCHANGE PARTITION p0 WITH TABLE old_days', 'warning exchange-partition days'],
  ['DROP VIEW names', 'warning breaks-application-drop names'],
  ['ALTER TABLE old_days ADD n INT NOT NULL', 'warning not-null-without-default old_days.n'],
  ['ALTER TABLE users MODIFY note VARCHAR(50) NOT NULL', 'warning not-null-without-default users.note'],
  ['ALTER TABLE orders MODIFY id VARCHAR(20)', 'warning breaks-application-type orders.id'],
  ['CREATE TABLE logs (text VARCHAR(20))', 'warning no-primary-key logs'],
  ['ALTER TABLE old_days DROP PRIMARY KEY', 'warning no-primary-key old_days'],
  ['CREATE TABLE logs (id INT PRIMARY KEY) ENGINE=MyISAM', 'warning engine logs'],
  ['CREATE TABLE logs (id INT PRIMARY KEY) CHARSET latin1', 'warning charset-mix logs'],
  ['ALTER TABLE users ADD l VARCHAR(5) CHARACTER SET latin1', 'warning charset-mix users.l'],
  [
    'ALTER TABLE orders DROP FOREIGN KEY orders_ibfk_1; ALTER TABLE users MODIFY id BIGINT',
    'warning foreign-key-type orders.user_id',
  ],
  [
    'CREATE TABLE p (c VARCHAR(9) PRIMARY KEY); CREATE TABLE k (c VARCHAR(5) PRIMARY KEY, FOREIGN KEY (c) REFERENCES p (c))',
    'warning foreign-key-type k.c',
  ],
  ['ALTER TABLE users ADD INDEX (name); CREATE INDEX n ON users (note)', 'note merge-alters users'],
  [
    'CREATE TRIGGER tr AFTER INSERT ON users FOR EACH ROW INSERT INTO audit.log VALUES (NEW.id)',
    'warning names-leave-database users',
  ],
  [
    `CREATE PROCEDURE p() SELECT * FROM users u JOIN audit.log l ON l.id = u.id`,
    'warning names-leave-database p',
  ],
];

flavorTest('what breaks an application or makes the sides part is told by its name', async (t, image) => {
  for (const [sql, ...expected] of warnings)
    t.deepEqual(showing(await lint({ t, image }, { '1.sql': sql })), expected, sql);
});

const toDays = 'AFTER INSERT ON users FOR EACH ROW INSERT INTO old_days VALUES (NEW.id)';

flavorTest('what a view or a trigger still names is told when it is gone', async (t, image) => {
  const on = { t, image };
  const told = async (...files: readonly string[]) => {
    const found = await lint(on, Object.fromEntries(files.map((sql, at) => [`${at}.sql`, sql])));
    return found.filter(({ id }) => id === 'breaks-stored-code').map(({ message }) => message);
  };
  for (const sql of ['ALTER TABLE users DROP name', 'ALTER TABLE users RENAME COLUMN name TO label'])
    t.deepEqual(await told(sql), ['view names still names users.name'], sql);
  for (const sql of ['DROP TABLE old_days', 'RENAME TABLE old_days TO older_days'])
    t.deepEqual(await told(`CREATE TRIGGER told ${toDays}`, sql), ['trigger told still names old_days'], sql);
  t.deepEqual(await told('DROP VIEW names; ALTER TABLE users DROP name'), []);
});

flavorTest('a server lets it go, and fails where it is asked for', async (t, image) => {
  const { session } = await live(image);
  await session.send('CREATE DATABASE later');
  t.teardown(() => session.send('DROP DATABASE later'));
  for (const sql of [
    'CREATE TABLE later.users (id INT PRIMARY KEY, name INT)',
    'CREATE TABLE later.old_days (id INT PRIMARY KEY)',
    'CREATE VIEW later.names AS SELECT name FROM later.users',
    'CREATE TRIGGER later.told AFTER INSERT ON later.users FOR EACH ROW INSERT INTO old_days VALUES (NEW.id)',
    'ALTER TABLE later.users RENAME COLUMN name TO label',
    'RENAME TABLE later.old_days TO later.older_days',
  ])
    await session.send(sql);
  const view = await t.throwsAsync(session.rows('SELECT * FROM later.names'));
  t.true(isErrno(view, 1356), view.message);
  const write = await t.throwsAsync(session.send('INSERT INTO later.users VALUES (1, 1)'));
  t.true(isErrno(write, 1146), write.message);
});

flavorTest('a date that would be 0000-00-00 is told, and refused where there is a row', async (t, image) => {
  const add = 'ALTER TABLE old_days ADD d DATETIME NOT NULL';
  const found = showing(await lint({ t, image }, { '1.sql': add }));
  t.true(found.includes('warning zero-date old_days.d'), found.join());
  const { session } = await live(image);
  await session.send("SET SESSION sql_mode = 'STRICT_TRANS_TABLES,NO_ZERO_DATE,NO_ZERO_IN_DATE'");
  t.teardown(() => session.send('SET SESSION sql_mode = DEFAULT'));
  await session.send('CREATE TABLE dated (id INT PRIMARY KEY)');
  t.teardown(() => session.send('DROP TABLE dated'));
  await session.send('INSERT INTO dated VALUES (1)');
  const refusal = await t.throwsAsync(session.send('ALTER TABLE dated ADD d DATETIME NOT NULL'));
  t.true(isErrno(refusal, 1292), refusal.message);
  await session.send('ALTER TABLE dated ADD d TIMESTAMP NOT NULL');
});

const harmless: readonly string[] = [
  'ALTER TABLE users ADD extra VARCHAR(20), ADD counter INT NOT NULL DEFAULT 0',
  'ALTER TABLE users MODIFY name VARCHAR(201), MODIFY seen DATETIME(6)',
  'ALTER TABLE users MODIFY name VARCHAR(200) AFTER note',
  'ALTER TABLE users MODIFY name TEXT',
  'CREATE TABLE logs (text VARCHAR(20)); ALTER TABLE logs ADD id INT PRIMARY KEY',
  'CREATE TABLE logs (code VARCHAR(20) NOT NULL UNIQUE)',
  'CREATE TABLE logs (id INT PRIMARY KEY, hash CHAR(64) CHARACTER SET ascii)',
  'CREATE TABLE tmp (id INT PRIMARY KEY, n BIGINT); ALTER TABLE tmp MODIFY n INT; ALTER TABLE tmp DROP n; DROP TABLE tmp',
  'CREATE TABLE coupons (id INT PRIMARY KEY, user_id INT, FOREIGN KEY (user_id) REFERENCES users (id))',
  'CREATE TRIGGER tr BEFORE INSERT ON users FOR EACH ROW SET NEW.note = LOWER(NEW.name)',
  'DROP TABLE IF EXISTS nowhere',
  'ALTER TABLE orders DROP FOREIGN KEY orders_ibfk_1; ALTER TABLE users MODIFY id BIGINT; ALTER TABLE orders MODIFY user_id BIGINT, ADD FOREIGN KEY (user_id) REFERENCES users (id)',
  'ALTER TABLE days REORGANIZE PARTITION p0 INTO (PARTITION a VALUES LESS THAN (5), PARTITION b VALUES LESS THAN (10))',
];

flavorTest('what loses nothing and breaks nobody is passed over in silence', async (t, image) => {
  for (const sql of harmless) t.deepEqual(showing(await lint({ t, image }, { '1.sql': sql })), [], sql);
});

mysqlTest('a virtual column that goes away takes no values along', async (t, image) => {
  const add = 'ALTER TABLE users ADD v INT AS (id + 1)';
  const found = await lint({ t, image }, { '1.sql': add, '2.sql': 'ALTER TABLE users DROP v' });
  t.deepEqual(showing(found), ['warning breaks-application-drop users.v']);
});

const wide = (type: string, count: number): string =>
  `CREATE TABLE wide (id INT PRIMARY KEY, ${Array.from({ length: count }, (_, at) => `c${at} ${type}`).join(', ')})`;

/** How many columns of a type a strict server takes. */
async function mostColumns(type: string, session: Session): Promise<number> {
  let [taken, refused] = [1, 900];
  while (refused - taken > 1) {
    const middle = Math.floor((taken + refused) / 2);
    const accepts = await session.send(wide(type, middle)).then(
      () => true,
      () => false,
    );
    if (accepts) await session.send('DROP TABLE wide');
    if (accepts) taken = middle;
    else refused = middle;
  }
  return taken;
}

const sized = [
  'VARCHAR(60)',
  'VARCHAR(10)',
  'CHAR(20) CHARACTER SET latin1',
  'CHAR(20)',
  'TINYTEXT',
  'DECIMAL(65,30)',
  'BINARY(100)',
  'VARBINARY(200)',
];

flavorTest('row-size tells of exactly the tables that a strict server refuses', async (t, image) => {
  const { session } = await live(image);
  await session.send('SET GLOBAL innodb_strict_mode = 0');
  t.teardown(() => session.send('SET GLOBAL innodb_strict_mode = 1'));
  const rowsOf = async (type: string, count: number) => {
    const found = await lint({ t, image }, { '1.sql': wide(type, count) });
    return found.filter(({ id }) => id === 'row-size').length;
  };
  for (const type of sized) {
    const most = await mostColumns(type, session);
    t.deepEqual([await rowsOf(type, most), await rowsOf(type, most + 1)], [0, 1], `${most} × ${type}`);
  }
});

flavorTest(
  'a table that an earlier migration of the plan makes is empty until a data migration',
  async (t, image) => {
    const make = 'CREATE TABLE tags (id INT PRIMARY KEY, n INT)';
    const drop = 'ALTER TABLE tags DROP n';
    t.deepEqual(await lint({ t, image }, { '1.sql': make, '2.sql': drop }), []);
    const fill = 'INSERT INTO tags SELECT id, id FROM users';
    const found = await lint({ t, image }, { '1.sql': make, '2.sql': fill, '3.sql': drop });
    t.true(showing(found).includes('error drop-column tags.n'));
  },
);

flavorTest(
  'the migrations of this repository lose nothing, also where all before them are done',
  async (t, image) => {
    const migrations = await record({ t, image }, 'migrations');
    for (const migration of migrations) {
      const found = lintPlan({
        ...{ migrations: [migration], database: 'app', flavor: image.flavor, direction: 'up', accept: [] },
      });
      const grave = found.filter(({ severity }) => severity !== 'note');
      t.deepEqual(showing(grave), [], migration.name);
    }
    t.is(migrations.length, 5);
  },
);
