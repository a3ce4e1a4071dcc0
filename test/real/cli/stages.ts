/** `migrate` in stages, as pipelines run it: plan, passive side, hold, approval from elsewhere, signal. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { ExecutionContext } from 'ava';
import type { Status } from '../../../src/run/status.js';
import type { Sandbox } from '../../../src/sandbox/open-sandbox.js';
import type { ServerImage } from '../../../src/sandbox/server-image.js';
import { freshPairs } from '../../helpers/fresh-pair.js';
import { numbersTo } from '../../helpers/numbers-to.js';
import { cliFile, runCli } from '../../helpers/run-cli.js';
import { eitherTest, oneServerTest } from '../../helpers/server-test.js';
import { sessionOn } from '../../helpers/servers.js';
import { until } from '../../helpers/until.js';

const freshPair = freshPairs();

const count = 'SELECT COUNT(*) AS n FROM app.orders';

/** A pair with a table of some rows, and a migration that has to copy it. */
async function withPendingFlip(t: ExecutionContext, image: ServerImage): Promise<Sandbox> {
  const { sandbox } = await freshPair(t, image);
  await addMigration(
    sandbox,
    '1_orders.sql',
    'CREATE TABLE orders (id INT PRIMARY KEY AUTO_INCREMENT, n INT)',
  );
  const first = await runCli(['migrate', '--yes'], { cwd: sandbox.folder });
  t.is(first.code, 0, first.stderr);
  const active = await sessionOn(t, sandbox, 'a', 'app');
  await active.send(`USE ${sandbox.database}`);
  await active.send(`INSERT INTO orders (n) SELECT seq FROM ${numbersTo(20_000)}`);
  const passive = await sessionOn(t, sandbox, 'b', 'app');
  await until('b has the rows', async () => (await passive.row(count))?.n === 20_000);
  await addMigration(sandbox, '2_bigint.sql', 'ALTER TABLE orders MODIFY id BIGINT AUTO_INCREMENT');
  return sandbox;
}

async function addMigration({ folder }: Sandbox, name: string, sql: string): Promise<void> {
  await writeFile(join(folder, 'migrations', name), `${sql};\n`);
}

oneServerTest(
  'a plan says by its exit code whether something is pending, and is a dry run of migrate',
  async (t, image) => {
    const sandbox = await withPendingFlip(t, image);
    const here = { cwd: sandbox.folder };
    const plan = await runCli(['plan'], here);
    t.is(plan.code, 1, plan.stderr);
    t.regex(
      plan.stdout,
      /1 +flip +2_bigint\.sql +1 +ALTER TABLE orders MODIFY id BIGINT AUTO_INCREMENT +orders +COPY/u,
    );
    const dryRun = await runCli(['migrate', '--dry-run'], here);
    t.like(dryRun, { code: 1, stdout: plan.stdout });
    const json = await runCli(['plan', '--json'], here);
    t.like(JSON.parse(json.stdout), { form: 'dbshift-plan', database: sandbox.database });
    t.regex(
      (await runCli(['plan', '--format', 'markdown'], here)).stdout,
      /1 migration of 1 table in 1 batch, 1 flip/u,
    );
  },
);

oneServerTest('a plan that is refused exits with 3 and says why', async (t, image) => {
  const sandbox = await withPendingFlip(t, image);
  await addMigration(sandbox, '3_after.sql', 'ALTER TABLE orders ADD COLUMN x INT AFTER id, ALGORITHM=COPY');
  const here = { cwd: sandbox.folder };
  const plan = await runCli(['plan'], here);
  t.is(plan.code, 3);
  t.regex(plan.stdout, /refused, so nothing of this plan is run:\n +\S*3_after\.sql:1/u);
  const run = await runCli(['migrate', '--yes'], here);
  t.is(run.code, 3);
  t.regex(run.stderr, /^error: these migrations cannot go any safe way\n +\S*3_after\.sql:1/u);
});

eitherTest(
  'a migration in stages: the passive side, a hold, an approval from elsewhere, the rest',
  async (t, image) => {
    const sandbox = await withPendingFlip(t, image);
    const here = { cwd: sandbox.folder };

    const passiveOnly = await runCli(['migrate', '--until', 'passive'], here);
    t.is(passiveOnly.code, 0, passiveOnly.stderr);
    t.regex(passiveOnly.stdout, /stopped after the passive side as asked/u);
    const status = JSON.parse((await runCli(['status', '--json'], here)).stdout) as Status;
    t.like(status, { run: { goal: 'migrate', runner: null } });
    t.true((status.differences ?? []).length > 0);

    const held = spawn(process.execPath, [cliFile, 'migrate', '--hold-before-flip'], { cwd: sandbox.folder });
    const ended = once(held, 'close') as Promise<[number]>;
    const lines: string[] = [];
    for await (const line of createInterface({ input: held.stdout })) {
      lines.push(line);
      if (!line.includes('waiting for approval')) continue;
      const second = await runCli(['migrate', '--yes'], here);
      t.is(second.code, 75, 'another run holds the lock');
      t.like(await runCli(['approve', 'flip'], here), { code: 0 });
    }
    t.is((await ended)[0], 0, lines.join('\n'));
    t.regex(lines.join('\n'), /b is active now, writes were paused for \d+ ms/u);
    const after = JSON.parse((await runCli(['status', '--json'], here)).stdout) as Status;
    t.like(after, { differences: [], run: null, b: { role: 'active', writable: true } });
  },
);

oneServerTest('a run that waits is ended by a signal, and the same command goes on', async (t, image) => {
  const sandbox = await withPendingFlip(t, image);
  const held = spawn(process.execPath, [cliFile, 'migrate', '--hold-before-flip'], { cwd: sandbox.folder });
  const ended = once(held, 'close') as Promise<[number]>;
  for await (const line of createInterface({ input: held.stdout }))
    if (line.includes('waiting for approval')) held.kill('SIGTERM');
  t.is((await ended)[0], 75);
  const again = await runCli(['migrate', '--yes'], { cwd: sandbox.folder });
  t.is(again.code, 0, again.stderr);
  t.regex(again.stdout, /goes on: plan/u);
  const nothing = await runCli(['migrate', '--yes'], { cwd: sandbox.folder });
  t.is(nothing.code, 0);
  t.regex(nothing.stdout, /there was nothing to do\n$/u);
});
