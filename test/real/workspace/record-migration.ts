import type { ExecutionContext } from 'ava';
import { listMigrationFiles } from '../../../src/migrate/files.js';
import { defaultMigrationSettings } from '../../../src/migrate/migration-settings.js';
import type { ServerImage } from '../../../src/sandbox/server-image.js';
import { type RecordedMigration, recordMigration } from '../../../src/workspace/record-migration.js';
import { executedOn } from '../../helpers/executed-on.js';
import { folderWith } from '../../helpers/folder-with.js';
import { liveServer } from '../../helpers/live-server.js';
import { openCopy } from '../../helpers/open-copy.js';
import { mysqlTest, serverTest } from '../../helpers/server-test.js';

const schema = [
  'CREATE TABLE users (id INT PRIMARY KEY AUTO_INCREMENT, name VARCHAR(50), note VARCHAR(50))',
  'CREATE TABLE orders (id INT PRIMARY KEY, user_id INT, FOREIGN KEY (user_id) REFERENCES users (id))',
  'CREATE FUNCTION seen() RETURNS INT READS SQL DATA RETURN (SELECT COUNT(*) FROM users)',
  'CREATE VIEW names AS SELECT name FROM users',
  `INSERT INTO users (name) VALUES ('ada'), ('bob')`,
  'SET GLOBAL log_bin_trust_function_creators = 1',
];

const live = liveServer(() => schema);

type On = { readonly t: ExecutionContext; readonly image: ServerImage };

/**
 * Records files one after the other in a workspace of its own: scratch schemas on the live server, which is
 * quickest, or a server of its own, where programs are copied too.
 */
async function record(
  { t, image }: On,
  files: Readonly<Record<string, string>>,
  kind: 'url' | 'local' = 'url',
): Promise<readonly RecordedMigration[]> {
  const settings = defaultMigrationSettings([await folderWith(t, files)]);
  const { root } = (await live(image)).server;
  const url = kind === 'url' ? root : null;
  const workspace = await openCopy({ source: root, database: 'app', url, passive: null });
  t.teardown(() => workspace.close());
  const recorded: RecordedMigration[] = [];
  for (const file of await listMigrationFiles(settings)) {
    recorded.push(await recordMigration(workspace, file, settings));
  }
  return recorded;
}

async function recordOne(
  on: On,
  name: string,
  text: string,
  kind?: 'url' | 'local',
): Promise<RecordedMigration> {
  const [recorded] = await record(on, { [name]: text }, kind);
  if (recorded === undefined) throw new Error('nothing was recorded');
  return recorded;
}

function script(body: string): string {
  return `export const up = async knex => { ${body} };`;
}

serverTest(
  'what a script sends is written down as final text, and what it only reads is not',
  async (t, image) => {
    const { statements, findings, usesRows } = await recordOne(
      { t, image },
      '1.mjs',
      script(`
      if (!(await knex.schema.hasTable('tags'))) {
        await knex.schema.createTable('tags', t => { t.increments(); t.string('name').defaultTo("it's"); });
      }
      await knex('tags').insert([{ name: 'a' }, { name: 'x?y' }]);
      if ((await knex('tags').count('* as n').first()).n === 2) await knex('tags').where({ name: 'a' }).del();
    `),
    );
    t.deepEqual(findings, []);
    t.false(usesRows);
    t.deepEqual(
      statements.map(({ kind, sql, line }) => [kind, line, sql]),
      [
        [
          'ddl',
          3,
          "create table `tags` (`id` int unsigned not null auto_increment primary key, `name` varchar(255) default 'it\\'s')",
        ],
        ['rows', 4, "insert into `tags` (`name`) values ('a'), ('x?y')"],
        ['rows', 6, "delete from `tags` where `name` = 'a'"],
      ],
    );
  },
);

serverTest(
  'a file of statements is written down with its lines, tables and structures in between',
  async (t, image) => {
    const { statements, findings } = await recordOne(
      { t, image },
      '1.sql',
      'SET FOREIGN_KEY_CHECKS = 0;\nALTER TABLE users ADD COLUMN a INT;\n\nALTER TABLE users DROP COLUMN a, ADD INDEX (name)\n;',
    );
    t.deepEqual(findings, []);
    t.deepEqual(
      statements.map(({ kind, line, tables }) => [kind, line, ...tables]),
      [
        ['session', 1],
        ['ddl', 2, 'users'],
        ['ddl', 4, 'users'],
      ],
    );
    const columns = statements.map(({ after }) => after.tables.users?.columns.map(({ name }) => name));
    t.deepEqual(columns[1], ['id', 'name', 'note', 'a']);
    t.deepEqual(columns[2], ['id', 'name', 'note']);
    t.is(statements[2]?.before, statements[1]?.after);
  },
);

serverTest('a later migration sees what an earlier one made', async (t, image) => {
  const [first, second] = await record(
    { t, image },
    {
      '1.sql': 'CREATE TABLE t (id INT)',
      '2.sql': 'INSERT INTO t VALUES (1)',
    },
  );
  t.false(first?.usesRows);
  t.true(second?.usesRows);
  t.deepEqual(second?.findings, []);
});

const data: Readonly<Record<string, readonly [name: string, text: string]>> = {
  'a write': ['1.sql', `UPDATE users SET note = 'x'`],
  'a read by a script': ['1.mjs', script(`await knex('users').first()`)],
  'a read through a view': ['1.mjs', script(`await knex('names')`)],
  'a read inside a function': ['1.mjs', script(`await knex.raw('SELECT seen()')`)],
  'a read into a variable': ['1.sql', 'SET @n = (SELECT COUNT(*) FROM users)'],
  'a name with its schema': ['1.sql', '/* local */ DELETE FROM app.users'],
  'a row whose parent must be there': ['1.sql', 'INSERT INTO orders VALUES (1, 1)'],
};

for (const [what, [name, text]] of Object.entries(data)) {
  serverTest(`a migration uses rows by ${what}`, async (t, image) => {
    const kind = /seen|local/.test(text) ? 'local' : 'url';
    const { usesRows, findings, unfinished } = await recordOne({ t, image }, name, text, kind);
    t.deepEqual({ usesRows, findings, unfinished }, { usesRows: true, findings: [], unfinished: null });
  });
}

serverTest('reading the catalog is no use of rows', async (t, image) => {
  const { usesRows, findings } = await recordOne(
    { t, image },
    '1.mjs',
    script(`
      if (await knex.schema.hasColumn('users', 'note')) await knex.schema.alterTable('users', t => t.renameColumn('note', 'memo'));
      await knex.raw("SELECT COUNT(*) FROM information_schema.COLUMNS WHERE TABLE_SCHEMA = DATABASE()");
      await knex.raw('SHOW CREATE TABLE users');
      await knex.raw('SELECT 1');
    `),
  );
  t.deepEqual({ usesRows, findings }, { usesRows: false, findings: [] });
});

serverTest(
  'a script that goes wrong without its rows uses rows, and is known to be unfinished',
  async (t, image) => {
    const { usesRows, findings, unfinished } = await recordOne(
      { t, image },
      '1.mjs',
      script(
        `const { name } = await knex('users').first(); await knex('users').update({ note: name.length });`,
      ),
    );
    t.true(usesRows);
    t.deepEqual(findings, []);
    t.regex(unfinished ?? '', /name/);
  },
);

/** Refused: what it is, the file, and the id and place of the finding. */
const refused: Readonly<Record<string, readonly [name: string, text: string, id: string, place: string]>> = {
  'a loop over rows and an ALTER': [
    '1.mjs',
    script(`
      for (const row of await knex('users').select()) await knex('users').where({ id: row.id }).update({ note: 'x' });
      await knex.schema.alterTable('users', t => t.integer('later'));
    `),
    'structure-and-rows',
    ' (statement 3)',
  ],
  'an ALTER and then a read': [
    '1.mjs',
    script(
      `await knex.schema.alterTable('users', t => t.integer('n')); try { await knex('users').first() } catch {}`,
    ),
    'structure-and-rows',
    ' (statement 3)',
  ],
  'a table made from rows of another': [
    '1.sql',
    'SET @x = 1;\nCREATE TABLE copy AS SELECT * FROM users',
    'structure-and-rows',
    ':2',
  ],
  'rows copied into a table of its own': [
    '1.sql',
    'CREATE TABLE t (id INT);\nINSERT INTO t SELECT id FROM users',
    'structure-and-rows',
    ':2',
  ],
  'rows of a table that only took the name of its own': [
    '1.sql',
    'CREATE TABLE fresh (id INT);\nRENAME TABLE users TO old, fresh TO users;\nDELETE FROM old',
    'structure-and-rows',
    ':3',
  ],
  'rows that a trigger of its own carries on': [
    '1.sql',
    'CREATE TABLE t (id INT);\nCREATE TRIGGER g AFTER INSERT ON t FOR EACH ROW DELETE FROM users;\nINSERT INTO t VALUES (1)',
    'structure-and-rows',
    ':3',
  ],
  'rows before structure': [
    '1.sql',
    'CREATE TABLE t (id INT);\nINSERT INTO t VALUES (1);\nALTER TABLE t ADD n INT',
    'rows-before-structure',
    ':3',
  ],
  'rows that are taken back': [
    '1.mjs',
    script(`
      await knex.schema.createTable('t', t => t.integer('id'));
      await knex.transaction(async trx => { await trx('t').insert({ id: 1 }); throw new Error('no') }).catch(() => {});
    `),
    'rolls-back',
    ' (statement 5)',
  ],
  'a stored procedure': ['1.sql', 'CALL p()', 'write', ':1'],
  privileges: ['1.sql', `GRANT SELECT ON app.* TO 'x'@'y'`, 'account', ':1'],
  'a global setting': ['1.sql', 'SET GLOBAL max_connections = 10', 'global-setting', ':1'],
  'the binlog switched off': ['1.sql', 'SET SESSION sql_log_bin = 0', 'forbidden-setting', ':1'],
  'another schema': ['1.sql', 'ALTER TABLE mysql.user ADD x INT', 'other-schema', ':1'],
  'USE of another schema': ['1.sql', 'USE mysql;\nCREATE TABLE t (id INT)', 'other-schema', ':1'],
  'a lock': ['1.sql', 'LOCK TABLES users WRITE', 'lock', ':1'],
  administration: ['1.sql', 'FLUSH TABLES', 'admin', ':1'],
  'dynamic SQL': ['1.sql', `SET @s = 'SELECT 1';\nPREPARE s FROM @s`, 'unknown-statement', ':2'],
  'a temporary table': ['1.sql', 'CREATE TEMPORARY TABLE t (id INT)', 'temporary-table', ':1'],
  'an event': ['1.sql', 'CREATE EVENT e ON SCHEDULE EVERY 1 DAY DO DELETE FROM users', 'event', ':1'],
  'a database': ['1.sql', 'DROP DATABASE app', 'database', ':1'],
  'a syntax error': ['1.sql', 'SELECT 1;\nALTER TABLE users ADDD x INT', 'statement-fails', ':2'],
  'an unknown column': [
    '1.mjs',
    script(`await knex.schema.alterTable('users', t => t.dropColumn('nope'))`),
    'statement-fails',
    ' (statement 2)',
  ],
  'an error of its own': ['1.mjs', script(`throw new Error('not today')`), 'migration-fails', ''],
};

for (const [what, [name, text, id, place]] of Object.entries(refused)) {
  serverTest(`refused, with its place: ${what}`, async (t, image) => {
    const { findings, file } = await recordOne({ t, image }, name, text);
    t.deepEqual(
      findings.map(finding => [finding.id, finding.where]),
      [[id, `${file.path}${place}`]],
      JSON.stringify(findings),
    );
    t.truthy(findings[0]?.hint);
  });
}

serverTest('a server error is told with its number, its text and the statement', async (t, image) => {
  const { findings } = await recordOne({ t, image }, '1.sql', 'ALTER TABLE users\n  DROP COLUMN nope');
  t.regex(findings[0]?.message ?? '', /^1091 .*nope.*: ALTER TABLE users DROP COLUMN nope$/);
});

mysqlTest('a default that no binlog can hold is refused where it is tried', async (t, image) => {
  const text = 'ALTER TABLE users ADD COLUMN u VARCHAR(36) DEFAULT (UUID())';
  const { findings } = await recordOne({ t, image }, '1.sql', text, 'local');
  t.deepEqual(
    findings.map(({ id }) => id),
    ['statement-fails'],
  );
  t.regex(findings[0]?.message ?? '', /^1674 /);
});

serverTest('an error that a script is prepared for does not stop it', async (t, image) => {
  const { findings, statements } = await recordOne(
    { t, image },
    '1.mjs',
    script(`
      await knex.raw('ALTER TABLE users DROP COLUMN nope').catch(error => { if (error.errno !== 1091) throw error; });
      await knex.raw('ALTER TABLE users ADD COLUMN n INT');
    `),
  );
  t.deepEqual(findings, []);
  t.deepEqual(
    statements.map(({ sql }) => sql),
    ['ALTER TABLE users ADD COLUMN n INT'],
  );
});

serverTest(
  'statements that a script sends at once are written down one after the other',
  async (t, image) => {
    const { findings, statements } = await recordOne(
      { t, image },
      '1.mjs',
      `export const config = { transaction: false };
     export const up = knex => Promise.all(['a', 'b', 'c'].map(n => knex.schema.alterTable('users', t => t.integer(n))));`,
    );
    t.deepEqual(findings, []);
    t.deepEqual(
      statements.map(({ sql }) => sql),
      ['a', 'b', 'c'].map(name => `alter table \`users\` add \`${name}\` int`),
    );
  },
);

serverTest('the database on the pair is only read', async (t, image) => {
  const { session } = await live(image);
  const before = await executedOn(session, image);
  const text = `ALTER TABLE users ADD COLUMN a INT;\nDROP VIEW names;\nDROP TABLE orders`;
  t.deepEqual((await recordOne({ t, image }, '1.sql', text, 'local')).findings, []);
  t.true((await executedOn(session, image)).equals(before));
  t.is((await session.row('SELECT COUNT(*) AS n FROM app.users'))?.n, 2);
});
