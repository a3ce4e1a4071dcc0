/** `dbshift migrate` and `plan` as a user types them, on a real pair. */
import { rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { ExecutionContext } from 'ava';
import type { Side } from '../../../src/pair/side.js';
import type { Sandbox } from '../../../src/sandbox/open-sandbox.js';
import { makeBigTable, writeMigration } from '../../helpers/big-table.js';
import { freshPairs } from '../../helpers/fresh-pair.js';
import { readPosition } from '../../helpers/oracle/read-contents.js';
import { runCli } from '../../helpers/run-cli.js';
import { eitherTest, oneServerTest } from '../../helpers/server-test.js';
import { sessionOn } from '../../helpers/servers.js';
import { until } from '../../helpers/until.js';

const freshPair = freshPairs();

const heavy = 'ALTER TABLE big MODIFY id BIGINT NOT NULL AUTO_INCREMENT;\n';

async function columnType(
  t: ExecutionContext,
  sandbox: Sandbox,
  side: Side,
  column: string,
): Promise<unknown> {
  const session = await sessionOn(t, sandbox, side);
  const row = await session.row(
    `SELECT data_type AS type FROM information_schema.columns
     WHERE table_schema = 'app' AND table_name = 'big' AND column_name = ?`,
    [column],
  );
  return row?.type ?? null;
}

eitherTest(
  'plan and status write nothing on either server, also with migrations pending',
  async (t, image) => {
    const { sandbox } = await freshPair(t, image);
    const sessions = { a: await sessionOn(t, sandbox, 'a'), b: await sessionOn(t, sandbox, 'b') };
    await makeBigTable(sessions.a);
    const rows = async (side: Side) => (await sessions[side].row('SELECT COUNT(*) AS n FROM app.big'))?.n;
    await until('b has the rows', async () => (await rows('b')) === (await rows('a')));
    await writeMigration(sandbox, '001_heavy.sql', heavy);
    const trace = async (side: Side) => [
      await readPosition(sessions[side]),
      await sessions[side].row('SELECT @@read_only, @@slave_type_conversions'),
      await sessions[side].rows(
        `SELECT table_schema, table_name, create_time, update_time FROM information_schema.tables
       WHERE table_schema NOT IN ('information_schema', 'performance_schema', 'sys', 'mysql') ORDER BY 1, 2`,
      ),
      await sessions[side].rows(
        "SHOW GLOBAL STATUS WHERE Variable_name IN ('Innodb_rows_inserted', 'Innodb_rows_updated', 'Innodb_rows_deleted')",
      ),
      await sessions[side].rows('SHOW DATABASES'),
    ];
    const before = [await trace('a'), await trace('b')];
    const here = { cwd: sandbox.folder };
    for (const args of [['plan'], ['migrate', '--dry-run'], ['plan', '--format', 'markdown']]) {
      const { code, stdout, stderr } = await runCli(args, here);
      t.is(code, 1, stderr);
      t.regex(stdout, /MODIFY id BIGINT/u);
    }
    t.is((await runCli(['status'], here)).code, 0);
    t.deepEqual([await trace('a'), await trace('b')], before);
  },
);

oneServerTest(
  'a run stops after the passive as asked, asks before it flips, and goes on when approved',
  async (t, image) => {
    const { sandbox } = await freshPair(t, image);
    await makeBigTable(await sessionOn(t, sandbox, 'a'));
    await writeMigration(sandbox, '001_heavy.sql', heavy);
    const here = { cwd: sandbox.folder };

    const paused = await runCli(['migrate', '--until', 'passive'], here);
    t.is(paused.code, 0, paused.stdout + paused.stderr);
    t.is(await columnType(t, sandbox, 'b', 'id'), 'bigint');
    t.is(await columnType(t, sandbox, 'a', 'id'), 'int');

    const unasked = await runCli(['migrate'], here);
    t.is(unasked.code, 3);
    t.regex(unasked.stdout, /waiting for approval/u);
    t.is(await columnType(t, sandbox, 'a', 'id'), 'int');

    t.is((await runCli(['approve', 'flip'], here)).code, 0);
    const done = await runCli(['migrate'], here);
    t.is(done.code, 0, done.stdout + done.stderr);
    t.regex(done.stdout, /b is active now, writes were paused for \d+ ms/u);
    t.is(await columnType(t, sandbox, 'a', 'id'), 'bigint');
    const again = await runCli(['migrate', '--yes'], here);
    t.is(again.code, 0);
    t.regex(again.stdout, /nothing to do/u);
  },
);

eitherTest(
  'a statement that fails on the passive leaves the active untouched; mended, the run goes on',
  async (t, image) => {
    const { sandbox } = await freshPair(t, image);
    const active = await sessionOn(t, sandbox, 'a');
    await makeBigTable(active);
    await active.send('UPDATE app.big SET n = 1 WHERE id IN (1, 3)');
    await writeMigration(sandbox, '001_two.sql', `${heavy}ALTER TABLE big ADD UNIQUE KEY n (n);\n`);
    const here = { cwd: sandbox.folder };

    const failed = await runCli(['migrate', '--yes'], here);
    t.is(failed.code, 2, failed.stdout);
    t.regex(failed.stderr, /001_two\.sql:2: failed on b: 1062 Duplicate entry '1' for key '(big\.)?n'/u);
    t.regex(failed.stderr, /ALTER TABLE big ADD UNIQUE KEY n \(n\)/u);
    t.notRegex(failed.stderr, /^\s+at /mu);
    t.is(await columnType(t, sandbox, 'a', 'id'), 'int');
    await active.send("INSERT INTO app.big (n, s) VALUES (1000001, 'still serving')");
    const passive = await sessionOn(t, sandbox, 'b');
    await until('the passive follows', async () => {
      const row = await passive.row('SELECT COUNT(*) AS n FROM app.big WHERE n = 1000001');
      return Number(row?.n) === 1;
    });

    await active.send('UPDATE app.big SET n = 1000002 WHERE n = 1 LIMIT 1');
    const done = await runCli(['migrate', '--yes'], here);
    t.is(done.code, 0, done.stdout + done.stderr);
    for (const side of ['a', 'b'] as const) t.is(await columnType(t, sandbox, side, 'id'), 'bigint');
  },
);

eitherTest(
  'a first statement that fails closes the run: the file can be mended and planned anew',
  async (t, image) => {
    const { sandbox } = await freshPair(t, image);
    const active = await sessionOn(t, sandbox, 'a');
    await makeBigTable(active);
    await active.send('UPDATE app.big SET n = 1 WHERE id IN (1, 3)');
    const here = { cwd: sandbox.folder };
    await writeMigration(sandbox, '000_first.sql', 'CREATE TABLE first_one (id INT PRIMARY KEY);\n');
    t.is((await runCli(['migrate', '--yes'], here)).code, 0);
    await writeMigration(
      sandbox,
      '001_unique.sql',
      'ALTER TABLE big MODIFY m BIGINT, ADD UNIQUE KEY n (n);\n',
    );
    const failed = await runCli(['migrate', '--yes'], here);
    t.is(failed.code, 2, failed.stdout);
    t.regex(failed.stderr, /Nothing was changed/u);
    await writeMigration(sandbox, '001_unique.sql', 'ALTER TABLE big MODIFY m BIGINT, ADD KEY n (n);\n');
    const done = await runCli(['migrate', '--yes'], here);
    t.is(done.code, 0, done.stdout + done.stderr);
    t.is(await columnType(t, sandbox, 'a', 'm'), 'bigint');
  },
);

eitherTest(
  'what would corrupt silently is refused or goes direct, and nothing is changed',
  async (t, image) => {
    const { sandbox } = await freshPair(t, image);
    const active = await sessionOn(t, sandbox, 'a');
    await makeBigTable(active);
    await active.send('CREATE TABLE app.child (id INT PRIMARY KEY, big_id INT, KEY (big_id))');
    const here = { cwd: sandbox.folder };
    const refused = {
      'a column in the middle': 'ALTER TABLE big ADD COLUMN x INT AFTER id, MODIFY m BIGINT',
      'columns swapped': 'ALTER TABLE big MODIFY n BIGINT AFTER m',
      'a member inserted': "ALTER TABLE big MODIFY e ENUM('a','b','c')",
      'latin1 to utf8mb4': 'ALTER TABLE big MODIFY l VARCHAR(50) CHARACTER SET utf8mb4',
      'a cascading foreign key':
        'ALTER TABLE child ADD FOREIGN KEY (big_id) REFERENCES big (id) ON DELETE CASCADE, FORCE',
      'a column dropped in the middle': 'ALTER TABLE big DROP COLUMN n, MODIFY e VARCHAR(5)',
      'an expression default':
        'ALTER TABLE big ADD COLUMN u VARCHAR(36) DEFAULT (UUID()), MODIFY s VARCHAR(500)',
    };
    const names = Object.keys(refused).map((_, index) => `00${index + 1}_wrong.sql`);
    for (const [index, sql] of Object.values(refused).entries())
      await writeMigration(sandbox, names[index] ?? '', `${sql};\n`);
    const { code, stderr } = await runCli(['migrate', '--yes'], here);
    t.is(code, 3, stderr);
    for (const [index, title] of Object.keys(refused).entries())
      t.true(stderr.includes(`${names[index]}:1`), `${title}: ${stderr}`);
    for (const name of names) await rm(join(sandbox.folder, 'migrations', name));
    await writeMigration(sandbox, '001_wrong.sql', 'ALTER TABLE big ADD COLUMN x INT AFTER id;\n');
    const direct = await runCli(['migrate', '--yes'], here);
    t.is(direct.code, 0, direct.stderr);
    t.regex(direct.stdout, /direct +a: ALTER TABLE big ADD COLUMN x INT AFTER id , ALGORITHM=INSTANT/u);
  },
);

oneServerTest(
  'structure and rows of older tables in one file are refused, a loop over rows as well',
  async (t, image) => {
    const { sandbox } = await freshPair(t, image);
    await makeBigTable(await sessionOn(t, sandbox, 'a'), 10);
    const here = { cwd: sandbox.folder };
    await writeMigration(
      sandbox,
      '001_loop.js',
      `export async function up(knex) {
  for (const r of await knex('big').select()) await knex('big').where({ id: r.id }).update({ n: r.n + 1 });
  await knex.schema.alterTable('big', t => { t.integer('late'); });
}
export async function down() {}
`,
    );
    const mixed = await runCli(['migrate', '--yes'], here);
    t.is(mixed.code, 3, mixed.stdout);
    t.regex(mixed.stderr, /001_loop\.js/u);
    t.is(await columnType(t, sandbox, 'a', 'late'), null);
  },
);

oneServerTest('a file that is gone or was changed after it ran stops a run', async (t, image) => {
  const { sandbox } = await freshPair(t, image);
  const here = { cwd: sandbox.folder };
  await writeMigration(sandbox, '001_one.sql', 'CREATE TABLE one (id INT PRIMARY KEY);\n');
  await writeMigration(
    sandbox,
    '002_two.js',
    'export const up = k => k.raw("CREATE TABLE two (id INT)");\nexport const down = () => {};\n',
  );
  t.is((await runCli(['migrate', '--yes'], here)).code, 0);
  await writeMigration(sandbox, '001_one.sql', 'CREATE TABLE one (id BIGINT PRIMARY KEY);\n');
  const changed = await runCli(['migrate', '--yes'], here);
  t.is(changed.code, 3);
  t.regex(changed.stderr, /001_one\.sql/u);
  await writeFile(
    join(sandbox.folder, 'migrations', '001_one.sql'),
    'CREATE TABLE one (id INT PRIMARY KEY);\n',
  );
  await rm(join(sandbox.folder, 'migrations', '002_two.js'));
  const gone = await runCli(['migrate', '--yes'], here);
  t.is(gone.code, 3);
  t.regex(gone.stderr, /002_two\.js/u);
});

oneServerTest('a second run at the same time is told who is at work, and to come again', async (t, image) => {
  const { sandbox } = await freshPair(t, image);
  await makeBigTable(await sessionOn(t, sandbox, 'a'));
  await writeMigration(sandbox, '001_heavy.sql', heavy);
  const here = { cwd: sandbox.folder };
  const first = runCli(['migrate', '--hold-before-flip'], here);
  await until(
    'the first run waits',
    async () => {
      const { stdout } = await runCli(['status', '--json'], here);
      return /waiting for approval/u.test(stdout);
    },
    { withinMs: 60_000 },
  );
  const second = await runCli(['migrate', '--yes'], here);
  t.is(second.code, 75);
  t.regex(second.stderr, /another dbshift is at work \(connection \d+ of dbshift@/u);
  t.is((await runCli(['approve', 'flip'], here)).code, 0);
  t.is((await first).code, 0);
});
