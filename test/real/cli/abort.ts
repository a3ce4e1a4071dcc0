/** `dbshift abort` as a user types it: after a failure, under writers, after a kill, with what is lost, below a side. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { ExecutionContext } from 'ava';
import type { Side } from '../../../src/pair/side.js';
import type { Sandbox } from '../../../src/sandbox/open-sandbox.js';
import type { Session } from '../../../src/server/connection.js';
import { acceptDroppedColumns } from '../../helpers/accept-loss.js';
import { makeBigTable, writeMigration } from '../../helpers/big-table.js';
import { type FreshPair, freshPairs } from '../../helpers/fresh-pair.js';
import { knexCli, knexfile } from '../../helpers/knex-cli.js';
import { onlyFlips } from '../../helpers/only-flips.js';
import { inspectEnd, waitSettled } from '../../helpers/oracle/inspect-end.js';
import { readContents, readPosition } from '../../helpers/oracle/read-contents.js';
import { type CliResult, cliFile, runCli } from '../../helpers/run-cli.js';
import { eitherTest, oneServerTest } from '../../helpers/server-test.js';
import { sessionOn, withPair } from '../../helpers/servers.js';
import { until } from '../../helpers/until.js';
import { startWriters } from '../../helpers/writers.js';

const freshPair = freshPairs();

const run = (sandbox: Sandbox, ...args: string[]): Promise<CliResult> =>
  runCli(args, { cwd: sandbox.folder });

const createTable = (session: Session, table = 'big'): Promise<string> =>
  session.row(`SHOW CREATE TABLE app.${table}`).then(row => String(row?.['Create Table']));

async function names(session: Session): Promise<readonly unknown[]> {
  return (await session.rows('SELECT name FROM app.dbshift_migrations ORDER BY name')).map(
    ({ name }) => name,
  );
}

/** Structures, rows, records, settings and threads are as before any run; nothing of it is left. */
async function endsAsBefore(t: ExecutionContext, pair: Pick<FreshPair, Side>, before: string): Promise<void> {
  await waitSettled(pair);
  t.deepEqual(await inspectEnd(pair, { database: 'app', active: 'a' }), []);
  for (const side of ['a', 'b'] as const) t.is(withoutCounter(await createTable(pair[side])), before);
  t.deepEqual(await names(pair.b), await names(pair.a));
}

const withoutCounter = (create: string): string => create.replace(/ AUTO_INCREMENT=\d+/u, '');

eitherTest(
  'a migration whose second statement failed is taken back from there, and its file can be mended and run anew',
  async (t, image) => {
    const { sandbox, a, b } = await freshPair(t, image);
    await onlyFlips(sandbox);
    await makeBigTable(a);
    await a.send('UPDATE app.big SET n = 1 WHERE id IN (1, 3)');
    const before = withoutCounter(await createTable(a));
    await writeMigration(sandbox, '000_first.sql', 'CREATE TABLE first_one (id INT PRIMARY KEY);\n');
    await writeMigration(
      sandbox,
      '001_two.sql',
      'ALTER TABLE big MODIFY id BIGINT NOT NULL AUTO_INCREMENT, ADD KEY m (m);\nALTER TABLE big ADD UNIQUE KEY n (n);\n',
    );
    const failed = await run(sandbox, 'migrate', '--yes');
    t.is(failed.code, 2, failed.stdout);
    t.not(withoutCounter(await createTable(b)), before);

    const aborted = await run(sandbox, 'abort');
    t.is(aborted.code, 0, aborted.stdout + aborted.stderr);
    t.regex(aborted.stdout, /000_first\.sql +ran on the active, so both sides have it: it stays/u);
    await endsAsBefore(t, { a, b }, before);

    const nothing = await run(sandbox, 'abort');
    t.is(nothing.code, 0, nothing.stderr);
    t.regex(nothing.stdout, /no run is open/u);
    await writeMigration(
      sandbox,
      '001_two.sql',
      'ALTER TABLE big MODIFY id BIGINT NOT NULL AUTO_INCREMENT;\n',
    );
    const done = await run(sandbox, 'migrate', '--yes');
    t.is(done.code, 0, done.stdout + done.stderr);
  },
);

eitherTest(
  'a leg on which the applier met an error is taken back, and the row is applied then',
  async (t, image) => {
    const { sandbox, a, b } = await freshPair(t, image);
    await onlyFlips(sandbox);
    await makeBigTable(a);
    const before = withoutCounter(await createTable(a));
    await writeMigration(sandbox, '001_unique.sql', 'ALTER TABLE big ADD UNIQUE KEY n (n);\n');
    const passive = await run(sandbox, 'migrate', '--until', 'passive');
    t.is(passive.code, 0, passive.stdout + passive.stderr);
    await a.send('INSERT INTO app.big (n, m, s) SELECT n, m, s FROM app.big WHERE id = 1');
    const stopped = await until('the run is blocked', async () => {
      const again = await run(sandbox, 'migrate', '--until', 'passive');
      return again.code === 3 && again;
    });
    t.regex(stopped.stdout, /the applier of b stopped with an error: .*1062/u);
    const aborted = await run(sandbox, 'abort');
    t.is(aborted.code, 0, aborted.stdout + aborted.stderr);
    await endsAsBefore(t, { a, b }, before);
  },
);

const leg = `ALTER TABLE parent MODIFY id BIGINT NOT NULL, ADD COLUMN note VARCHAR(40) DEFAULT 'x', COMMENT = 'wide';
ALTER TABLE big MODIFY n BIGINT, DROP KEY m, ADD COLUMN extra INT NULL, ADD KEY n (n), MODIFY s VARCHAR(200), MODIFY e ENUM('a','c','d');
CREATE TABLE made (id INT PRIMARY KEY, big INT, CONSTRAINT made_big FOREIGN KEY (big) REFERENCES big (id));
`;

const write = (n: number): string =>
  n % 3 === 0
    ? `INSERT INTO app.big (n, m, s) VALUES (${n}, ${n}, 'written')`
    : `UPDATE app.big SET m = ${n} WHERE id = ${1 + (n % 3000)}`;

eitherTest(
  'a leg that is complete, verified and followed by writers is taken back under them, knex records too',
  async (t, image) => {
    t.timeout(240_000);
    const pair = await freshPair(t, image);
    const { sandbox, a, b } = pair;
    await onlyFlips(sandbox);
    await makeBigTable(a);
    await a.send('ALTER TABLE app.big ADD KEY m (m), ADD KEY s (s)');
    await a.send('CREATE TABLE app.parent (id INT NOT NULL PRIMARY KEY)');
    const before = withoutCounter(await createTable(a));
    await writeMigration(sandbox, '001_leg.sql', leg);
    await writeMigration(
      sandbox,
      '002_knex.js',
      "exports.up = knex => knex.schema.alterTable('big', t => { t.bigInteger('m').alter(); });\nexports.down = () => {};\n",
    );
    const passive = await run(sandbox, 'migrate', '--until', 'passive');
    t.is(passive.code, 0, passive.stdout + passive.stderr);
    t.regex(await createTable(b), /`extra`/u);
    const writers = await startWriters(t, sandbox, {
      sessions: 4,
      // With time to think: the applier of MySQL must keep up on two cores.
      next: n => (n % 2 === 0 ? 'DO SLEEP(0.05)' : write(n)),
    });
    await until('writes are acknowledged', () => writers.acknowledged() > 200);
    const stray = await run(sandbox, 'flip', '--yes');
    t.is(stray.code, 3);
    const aborted = await run(sandbox, 'abort');
    t.is(aborted.code, 0, aborted.stdout + aborted.stderr);
    t.regex(aborted.stdout, /compared, equal on both sides/u);
    await until('writes go on', () => writers.acknowledged() > 400);
    await writers.stop();
    await endsAsBefore(t, pair, before);
    t.deepEqual(Object.keys((await readContents(b, 'app')).tables).includes('made'), false);
    await writeFile(join(sandbox.folder, 'knexfile.cjs'), knexfile);
    for (const side of ['a', 'b'] as const) {
      const endpoint = await sandbox.endpoint(side, 'root');
      const listed = await knexCli('migrate:list', sandbox.folder, { endpoint, database: 'app' });
      t.regex(listed.output, /Found 1 Pending Migration/u, listed.output);
    }
  },
);

eitherTest(
  'a command that was killed in a DDL is taken back as soon as the DDL has ended',
  async (t, image) => {
    t.timeout(240_000);
    const { sandbox, a, b } = await freshPair(t, image);
    await onlyFlips(sandbox);
    await makeBigTable(a, 60_000);
    const before = withoutCounter(await createTable(a));
    await writeMigration(
      sandbox,
      '001_heavy.sql',
      'ALTER TABLE big MODIFY id BIGINT NOT NULL AUTO_INCREMENT;\n',
    );
    const command = spawn(process.execPath, [cliFile, 'migrate', '--yes'], { cwd: sandbox.folder });
    const ended = once(command, 'close');
    for await (const line of createInterface({ input: command.stdout }))
      if (line.includes('migrate ') && line.includes('MODIFY id BIGINT')) command.kill('SIGKILL');
    await ended;
    const codes: (number | null)[] = [];
    await until(
      'the abort gets the lock',
      async () => {
        const { code, stdout, stderr } = await run(sandbox, 'abort');
        codes.push(code);
        if (code !== 75 && code !== 0) t.fail(stdout + stderr);
        return code !== 75;
      },
      { withinMs: 60_000 },
    );
    t.is(codes.at(-1), 0);
    await endsAsBefore(t, { a, b }, before);
  },
);

eitherTest('what a leg has lost and no copy brings back blocks the abort by name', async (t, image) => {
  const { sandbox, a, b } = await freshPair(t, image);
  await onlyFlips(sandbox);
  await makeBigTable(a);
  await a.send(
    'CREATE TABLE app.part (id INT PRIMARY KEY, big INT, FOREIGN KEY (big) REFERENCES app.big (id))',
  );
  await acceptDroppedColumns(sandbox);
  await writeMigration(sandbox, '001_drop.sql', 'ALTER TABLE big MODIFY n BIGINT, DROP COLUMN l;\n');
  const passive = await run(sandbox, 'migrate', '--until', 'passive');
  t.is(passive.code, 0, passive.stdout + passive.stderr);
  const after = await createTable(b);
  const aborted = await run(sandbox, 'abort');
  t.is(aborted.code, 3, aborted.stdout + aborted.stderr);
  t.regex(
    aborted.stderr,
    /column big\.l was dropped, and its values with it; its foreign keys keep it from being copied/u,
  );
  t.is(await createTable(b), after);
  const done = await run(sandbox, 'migrate', '--yes');
  t.is(done.code, 0, done.stdout + done.stderr);
});

oneServerTest('after the flip an abort says so, and migrate goes on', async (t, image) => {
  const { sandbox, a } = await freshPair(t, image);
  await onlyFlips(sandbox);
  await makeBigTable(a);
  await writeMigration(sandbox, '001_heavy.sql', 'ALTER TABLE big MODIFY n BIGINT;\n');
  const command = spawn(process.execPath, [cliFile, 'migrate', '--yes'], { cwd: sandbox.folder });
  const ended = once(command, 'close');
  for await (const line of createInterface({ input: command.stdout }))
    if (line.includes('b is active now')) command.kill('SIGKILL');
  await ended;
  const aborted = await until('the lock is free', async () => {
    const result = await run(sandbox, 'abort');
    return result.code === 75 ? false : result;
  });
  t.is(aborted.code, 3, aborted.stdout + aborted.stderr);
  t.regex(aborted.stderr, /the flip was made: b is active with the new structure/u);
  const done = await run(sandbox, 'migrate', '--yes');
  t.is(done.code, 0, done.stdout + done.stderr);
});

eitherTest(
  'an abort that was killed is named by migrate, and the same command ends it; a replica below comes back too',
  async (t, image) => {
    t.timeout(300_000);
    const sandbox = await withPair(t, { image, replicas: true });
    const roots = { a: await sessionOn(t, sandbox, 'a'), b: await sessionOn(t, sandbox, 'b') };
    await onlyFlips(sandbox);
    await makeBigTable(roots.a, 2000);
    const before = withoutCounter(await createTable(roots.a));
    await writeMigration(
      sandbox,
      '001_heavy.sql',
      'ALTER TABLE big MODIFY n BIGINT, ADD COLUMN extra INT;\nALTER TABLE big ADD KEY n (n);\n',
    );
    const passive = await run(sandbox, 'migrate', '--until', 'passive');
    t.is(passive.code, 0, passive.stdout + passive.stderr);
    const replica = await sessionOn(t, sandbox, 'replica-b');
    t.regex(await createTable(replica), /`extra`/u);
    const command = spawn(process.execPath, [cliFile, 'abort'], { cwd: sandbox.folder });
    const ended = once(command, 'close');
    for await (const line of createInterface({ input: command.stdout }))
      if (line.includes('start applying')) command.kill('SIGKILL');
    await ended;
    const migrating = await until('the lock is free', async () => {
      const result = await run(sandbox, 'migrate', '--yes');
      return result.code === 75 ? false : result;
    });
    t.is(migrating.code, 3, migrating.stdout + migrating.stderr);
    t.regex(migrating.stderr, /\(abort, begun .*is still open.*`dbshift abort`/su);
    const aborted = await run(sandbox, 'abort');
    t.is(aborted.code, 0, aborted.stdout + aborted.stderr);
    await endsAsBefore(t, roots, before);
    await until(
      'the replica has everything',
      async () => (await readPosition(replica)) === (await readPosition(roots.b)),
    );
    t.deepEqual(await readContents(replica, 'app'), await readContents(roots.b, 'app'));
  },
);
