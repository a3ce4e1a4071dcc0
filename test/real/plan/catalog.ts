/** Reading structures from a real server: complete, and the same for a live database and its copy. */
import type { ExecutionContext } from 'ava';
import { fingerprintStructure } from '../../../src/plan/fingerprint.js';
import type { Structure } from '../../../src/plan/structure.js';
import type { ServerImage } from '../../../src/sandbox/server-image.js';
import { readStructure } from '../../../src/server/catalog.js';
import { openSession, type Session } from '../../../src/server/connection.js';
import { liveServer } from '../../helpers/live-server.js';
import { serverTest } from '../../helpers/server-test.js';

const live = liveServer();

const statements = [
  `CREATE TABLE p (
     id INT AUTO_INCREMENT PRIMARY KEY,
     s VARCHAR(10) DEFAULT 'it''s',
     u VARCHAR(36) NOT NULL DEFAULT (UUID()),
     d DATETIME DEFAULT CURRENT_TIMESTAMP ON UPDATE CURRENT_TIMESTAMP,
     n INT UNSIGNED DEFAULT 5 COMMENT 'of \`app\`.\`p\`',
     e ENUM('a','b''c','d,e'),
     j JSON,
     g INT GENERATED ALWAYS AS (n + 1) VIRTUAL,
     h VARCHAR(20) AS (CONCAT(s, 'z')) STORED,
     UNIQUE KEY us (s), KEY nd (n, d), CONSTRAINT positive CHECK (n > 0)
   ) AUTO_INCREMENT = 77 DEFAULT CHARSET utf8mb4`,
  `CREATE TABLE c (id BIGINT PRIMARY KEY, p INT,
     CONSTRAINT to_p FOREIGN KEY (p) REFERENCES p (id) ON DELETE CASCADE) ROW_FORMAT = COMPRESSED`,
  'CREATE TABLE r (id INT PRIMARY KEY) PARTITION BY HASH (id) PARTITIONS 3',
  'CREATE VIEW v AS SELECT p.id, c.p FROM p JOIN c ON c.p = p.id',
  'CREATE TRIGGER t BEFORE INSERT ON c FOR EACH ROW SET NEW.p = 1',
  'CREATE EVENT e ON SCHEDULE EVERY 1 DAY DISABLE DO DELETE FROM c',
];

/** What each flavor makes of the same statements. JSON is a checked LONGTEXT on MariaDB. */
const wordsOf = {
  mariadb: {
    json: 'longtext',
    sum: '`n` + 1',
    checks: { 'column j': 'json_valid(`j`)', positive: '`n` > 0' },
    nothing: 'RESTRICT',
  },
  mysql: { json: 'json', sum: '(`n` + 1)', checks: { positive: '(`n` > 0)' }, nothing: 'NO ACTION' },
};

serverTest('a structure has every column, key, constraint, and all that is not a table', async (t, image) => {
  const { session, name } = await setUp(t, image);
  const { tables, others } = await readStructure(session, name);
  t.deepEqual(Object.keys(tables).sort(), ['c', 'p', 'r']);
  t.deepEqual(Object.keys(others).sort(), ['database:default', 'event:e', 'trigger:t', 'view:v']);
  const { columns = [], keys = [], checks = {} } = tables.p ?? {};
  const words = wordsOf[image.flavor];
  t.deepEqual(
    columns.map(({ name, dataType }) => `${name} ${dataType}`),
    [
      'id int',
      's varchar',
      'u varchar',
      'd datetime',
      'n int',
      'e enum',
      `j ${words.json}`,
      'g int',
      'h varchar',
    ],
  );
  t.like(columns[1], { default: { kind: 'literal', value: "it's" }, length: 10, charset: 'utf8mb4' });
  t.like(columns[2], { default: { kind: 'expression', text: 'uuid()' }, nullable: false });
  t.like(columns[3], { onUpdate: true, datetimePrecision: 0 });
  t.like(columns[5], { members: ['a', "b'c", 'd,e'] });
  t.like(columns[7], { generated: 'virtual', expression: words.sum, default: { kind: 'none' } });
  t.deepEqual(
    keys.map(({ name, unique, columns: parts }) => [name, unique, parts.join()]),
    [
      ['PRIMARY', true, 'id'],
      ['nd', false, 'n,d'],
      ['us', true, 's'],
    ],
  );
  t.deepEqual(checks, words.checks);
  t.like(tables.c?.foreignKeys[0], { referencedTable: 'p', onDelete: 'CASCADE', onUpdate: words.nothing });
  t.regex(tables.r?.partitioning ?? '', /^PARTITION BY HASH/);
  t.notRegex(tables.p?.create ?? '', /AUTO_INCREMENT=/);
});

serverTest('a copy of a database, made from its structure, has the same structure', async (t, image) => {
  const { session, name } = await setUp(t, image);
  const structure = await readStructure(session, name);
  await session.send('CREATE DATABASE copy');
  await session.send('USE copy');
  await session.send('SET foreign_key_checks = 0');
  for (const sql of textsOf(structure)) await session.send(sql);
  const copy = await readStructure(session, 'copy');
  t.deepEqual(copy, structure);
  t.is(fingerprintStructure(copy), fingerprintStructure(structure));
});

serverTest(
  'a session keeps its database and settings, whatever they are, and they change nothing',
  async (t, image) => {
    const { session, name } = await setUp(t, image);
    const structure = await readStructure(session, name);
    await session.send("SET SESSION sql_mode = 'ANSI', sql_quote_show_create = 0");
    await session.send('USE mysql');
    t.deepEqual(await readStructure(session, name), structure);
    const settings = await session.row(
      'SELECT DATABASE() AS db, @@sql_mode AS mode, @@sql_quote_show_create AS quoted',
    );
    t.like(settings, { db: 'mysql', quoted: 0 });
    t.regex(String(settings?.mode), /ANSI_QUOTES/);
  },
);

serverTest('an ALTER changes the fingerprint, rows and counters do not', async (t, image) => {
  const { session, name } = await setUp(t, image);
  const fingerprint = async () => fingerprintStructure(await readStructure(session, name));
  const before = await fingerprint();
  await session.send("INSERT INTO p (s) VALUES ('a'), ('b')");
  t.is(await fingerprint(), before);
  await session.send('ALTER TABLE p MODIFY s VARCHAR(11)');
  t.not(await fingerprint(), before);
});

let databases = 0;

/** A database of its own with everything in it. Its default of a UUID is nothing that MySQL would log (1674). */
async function setUp(t: ExecutionContext, image: ServerImage): Promise<{ session: Session; name: string }> {
  const session = await openSession((await live(image)).server.root);
  t.teardown(() => session.close());
  const name = `live_${++databases}`;
  for (const sql of [`CREATE DATABASE ${name}`, `USE ${name}`, 'SET sql_log_bin = 0', ...statements])
    await session.send(sql);
  return { session, name };
}

function textsOf({ tables, others }: Structure): readonly string[] {
  return [
    others['database:default'] ?? '',
    ...Object.values(tables).map(({ create }) => create),
    ...Object.entries(others).flatMap(([name, text]) => (name === 'database:default' ? [] : [text])),
  ];
}
