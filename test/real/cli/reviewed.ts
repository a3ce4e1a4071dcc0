/** `dbshift migrate --plan` as a user types it: the world that was reviewed is run, every other one is refused. */
import { rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { ExecutionContext } from 'ava';
import { loadConfig } from '../../../src/config/load-config.js';
import { sides } from '../../../src/pair/side.js';
import type { PlanPart } from '../../../src/plan/plan-parts.js';
import { migrate } from '../../../src/run/migrate.js';
import type { Sandbox } from '../../../src/sandbox/open-sandbox.js';
import type { Session } from '../../../src/server/connection.js';
import { makeBigTable, writeMigration } from '../../helpers/big-table.js';
import { type FreshPair, freshPairs } from '../../helpers/fresh-pair.js';
import { onlyFlips } from '../../helpers/only-flips.js';
import { waitSettled } from '../../helpers/oracle/inspect-end.js';
import { readPosition } from '../../helpers/oracle/read-contents.js';
import { type CliResult, runCli } from '../../helpers/run-cli.js';
import { eitherTest, flavorTest } from '../../helpers/server-test.js';

const freshPair = freshPairs();

const heavy = 'ALTER TABLE big MODIFY id BIGINT NOT NULL AUTO_INCREMENT;\n';
const small = 'ALTER TABLE other ADD COLUMN later INT;\n';

const run = ({ folder }: Sandbox, ...args: string[]): Promise<CliResult> => runCli(args, { cwd: folder });

async function review(t: ExecutionContext, sandbox: Sandbox, ...args: string[]): Promise<void> {
  const planned = await run(sandbox, 'plan', '--format', 'json', ...args);
  t.is(planned.code, 1, planned.stdout + planned.stderr);
  await writeFile(join(sandbox.folder, 'plan.json'), planned.stdout);
}

async function pending(t: ExecutionContext, pair: FreshPair): Promise<void> {
  await onlyFlips(pair.sandbox);
  await makeBigTable(pair.a, 500);
  await pair.a.send('CREATE TABLE app.other (id INT NOT NULL PRIMARY KEY)');
  await pair.a.send('CREATE TABLE app.aside (id INT NOT NULL PRIMARY KEY)');
  await waitSettled(pair);
  await writeMigration(pair.sandbox, '001_heavy.sql', heavy);
  await writeMigration(pair.sandbox, '002_small.sql', small);
  await review(t, pair.sandbox);
}

/** All that a run would leave: transactions, schemas (its journal is one), structures, who is writable. */
async function trace({ a, b }: FreshPair): Promise<unknown> {
  const of = async (session: Session) => [
    await readPosition(session),
    await session.rows('SHOW DATABASES'),
    await session.rows('SELECT @@global.read_only'),
    await session.rows(
      `SELECT table_schema, table_name, create_time FROM information_schema.tables
       WHERE table_schema IN ('app', 'dbshift') ORDER BY 1, 2`,
    ),
  ];
  return [await of(a), await of(b)];
}

async function journalled(session: Session): Promise<unknown> {
  const schemas = await session.rows("SHOW DATABASES LIKE 'dbshift'");
  return schemas.length === 0 ? [] : session.rows('SELECT entry FROM dbshift.journal ORDER BY 1');
}

type Refused = { readonly moved: readonly PlanPart[]; readonly said: readonly RegExp[] };

async function isRefused(t: ExecutionContext, pair: FreshPair, { moved, said }: Refused): Promise<void> {
  await waitSettled(pair);
  const before = [await trace(pair), await journalled(pair.b)];
  const refused = await run(pair.sandbox, 'migrate', '--yes', '--json', '--plan', 'plan.json');
  t.is(refused.code, 3, refused.stdout + refused.stderr);
  const last = refused.stdout.trim().split('\n').at(-1) ?? '';
  const { findings } = JSON.parse(last) as { findings: readonly { where: string; message: string }[] };
  t.deepEqual([...new Set(findings.map(({ where }) => where))], [...moved]);
  for (const text of said) t.regex(findings.map(({ message }) => message).join('\n'), text);
  t.deepEqual([await trace(pair), await journalled(pair.b)], before);
}

flavorTest('a reviewed plan is refused, with what moved, after anything that moved', async (t, image) => {
  t.timeout(300_000);
  const pair = await freshPair(t, image);
  const { sandbox, a } = pair;
  await pending(t, pair);

  await writeMigration(sandbox, '001_heavy.sql', `-- a word more\n${heavy}`);
  await isRefused(t, pair, { moved: ['files', 'statements'], said: [/001_heavy\.sql: changed/u] });
  await writeMigration(sandbox, '001_heavy.sql', `${heavy.trim().slice(0, -1)} COMMENT 'wide';\n`);
  await isRefused(t, pair, {
    moved: ['files', 'statements'],
    said: [/^-.*BIGINT NOT NULL AUTO_INCREMENT$/mu, /^\+.*BIGINT NOT NULL AUTO_INCREMENT COMMENT 'wide'$/mu],
  });
  await writeMigration(sandbox, '001_heavy.sql', heavy);

  await writeMigration(sandbox, '003_new.sql', 'CREATE TABLE new_one (id INT NOT NULL PRIMARY KEY);\n');
  await isRefused(t, pair, { moved: ['files', 'statements'], said: [/003_new\.sql: added/u] });
  await rm(join(sandbox.folder, 'migrations', '003_new.sql'));

  await a.send('ALTER TABLE app.big ADD COLUMN by_hand INT');
  await isRefused(t, pair, {
    moved: ['statements', 'schema'],
    said: [/table big: changed/u, /^\+.*by_hand/mu],
  });
  await a.send('ALTER TABLE app.big DROP COLUMN by_hand');
  await a.send('ALTER TABLE app.aside ADD COLUMN by_hand INT');
  await isRefused(t, pair, { moved: ['statements', 'schema'], said: [/table aside: changed/u] });
  await a.send('ALTER TABLE app.aside DROP COLUMN by_hand');

  const row = await a.row<{ mode: string }>('SELECT @@global.sql_mode AS mode');
  for (const side of sides) await pair[side].send("SET GLOBAL sql_mode = 'ANSI_QUOTES'");
  await isRefused(t, pair, { moved: ['settings'], said: [/^\+sql_mode = ANSI_QUOTES/mu] });
  await pair.b.rows('SET GLOBAL sql_mode = ?', [row?.mode]);
  await isRefused(t, pair, { moved: ['settings'], said: [/^\+sql_mode \(a\) = ANSI_QUOTES/mu] });
  await a.rows('SET GLOBAL sql_mode = ?', [row?.mode]);

  const done = await run(sandbox, 'migrate', '--yes', '--plan', 'plan.json');
  t.is(done.code, 0, done.stdout + done.stderr);
});

eitherTest('an unchanged world runs what was reviewed, and says then that it is done', async (t, image) => {
  t.timeout(240_000);
  const pair = await freshPair(t, image);
  const { sandbox } = pair;
  await pending(t, pair);
  const args = ['migrate', '--yes', '--plan', 'plan.json'];
  const done = await run(sandbox, ...args);
  t.is(done.code, 0, done.stdout + done.stderr);
  t.regex(
    done.stdout,
    /the reviewed plan \w{12} is what would be run now: the same files, statements, schema, topology, versions, settings$/mu,
  );
  for (const side of sides) {
    const [column] = await pair[side].rows("SHOW COLUMNS FROM app.big LIKE 'id'");
    t.regex(String(column?.Type), /^bigint/u);
  }
  const again = await run(sandbox, ...args);
  t.is(again.code, 0, again.stdout + again.stderr);
  t.regex(again.stdout, /is done: all its migrations are recorded on both sides/u);

  await writeMigration(sandbox, '003_new.sql', 'CREATE TABLE new_one (id INT NOT NULL PRIMARY KEY);\n');
  await isRefused(t, pair, {
    moved: ['files', 'statements', 'schema'],
    said: [/003_new\.sql: added/u, /001_heavy\.sql: gone/u],
  });
});

eitherTest(
  'an open run goes on under the plan that it was opened with, and is not touched under another one',
  async (t, image) => {
    t.timeout(240_000);
    const pair = await freshPair(t, image);
    const { sandbox, b } = pair;
    await pending(t, pair);
    await writeMigration(sandbox, '003_new.sql', 'CREATE TABLE new_one (id INT NOT NULL PRIMARY KEY);\n');
    const other = await run(sandbox, 'plan', '--format', 'json');
    await writeFile(join(sandbox.folder, 'other.json'), other.stdout);
    await rm(join(sandbox.folder, 'migrations', '003_new.sql'));

    await openOnly(sandbox);
    await writeMigration(sandbox, '001_heavy.sql', `-- a word more\n${heavy}`);
    const opened = await journalled(b);
    await isRefused(t, pair, { moved: ['files'], said: [/001_heavy\.sql: changed/u] });
    await writeMigration(sandbox, '001_heavy.sql', heavy);
    const refused = await run(sandbox, 'migrate', '--yes', '--plan', 'other.json');
    t.is(refused.code, 3, refused.stdout);
    t.regex(refused.stderr, /run \S+ is open, and is not what was reviewed/u);
    t.regex(refused.stderr, /003_new\.sql: gone/u);
    t.deepEqual(await journalled(b), opened);

    const done = await run(sandbox, 'migrate', '--yes', '--plan', 'plan.json');
    t.is(done.code, 0, done.stdout + done.stderr);
    t.regex(done.stdout, /the reviewed plan \w{12} is that of the open run/u);
  },
);

/** A run that died as soon as it was opened: nothing of it is on either side. */
async function openOnly(sandbox: Sandbox): Promise<void> {
  const config = await loadConfig({ cwd: sandbox.folder });
  const options = { yes: true, awaitApproval: false, signal: new AbortController().signal };
  for await (const event of migrate(config, options)) if (event.type === 'planned') break;
}

eitherTest('a plan that takes migrations back is held to like any other', async (t, image) => {
  t.timeout(240_000);
  const pair = await freshPair(t, image);
  const { sandbox, a } = pair;
  await a.send('CREATE TABLE app.other (id INT NOT NULL PRIMARY KEY)');
  await waitSettled(pair);
  const back = '\n-- down\nALTER TABLE other DROP COLUMN later;\n';
  await writeMigration(sandbox, '001_small.sql', small + back);
  const forward = await run(sandbox, 'migrate', '--yes');
  t.is(forward.code, 0, forward.stdout + forward.stderr);
  await review(t, sandbox, '--down');

  const wrongWay = await run(sandbox, 'migrate', '--yes', '--plan', 'plan.json');
  t.is(wrongWay.code, 64, wrongWay.stdout);
  const args = ['migrate', '--down', '--yes', '--plan', 'plan.json'];
  const done = await run(sandbox, ...args);
  t.is(done.code, 0, done.stdout + done.stderr);
  for (const side of sides)
    t.deepEqual(await pair[side].rows("SHOW COLUMNS FROM app.other LIKE 'later'"), []);
});

eitherTest(
  'a plan from a schema file runs where the world is that of the file, and says what it cannot compare',
  async (t, image) => {
    t.timeout(240_000);
    const pair = await freshPair(t, image);
    const { sandbox, a } = pair;
    await a.send('CREATE TABLE app.other (id INT NOT NULL PRIMARY KEY)');
    await waitSettled(pair);
    const dumped = await run(sandbox, 'schema', 'dump', '--out', 'schema.json');
    t.is(dumped.code, 0, dumped.stdout + dumped.stderr);
    await writeMigration(sandbox, '001_small.sql', small);
    await review(t, sandbox, '--schema', 'schema.json');
    await a.send('ALTER TABLE app.other COMMENT = "by hand"');
    await isRefused(t, pair, { moved: ['statements', 'schema'], said: [/^\+.*by hand/mu] });
    await a.send('ALTER TABLE app.other COMMENT = ""');
    await waitSettled(pair);
    const done = await run(sandbox, 'migrate', '--yes', '--plan', 'plan.json');
    t.is(done.code, 0, done.stdout + done.stderr);
    t.regex(done.stdout, /not compared, the reviewed plan does not have it: topology$/mu);
  },
);
