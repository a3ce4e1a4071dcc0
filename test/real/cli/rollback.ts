/** The rollback window as a user meets it: held, gone back from under writers and after kills, refused, ended. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import type { ExecutionContext } from 'ava';
import { type Side, sides } from '../../../src/pair/side.js';
import type { Sandbox } from '../../../src/sandbox/open-sandbox.js';
import type { Session } from '../../../src/server/connection.js';
import { acceptDroppedColumns } from '../../helpers/accept-loss.js';
import { makeBigTable, writeMigration } from '../../helpers/big-table.js';
import { freshPairs } from '../../helpers/fresh-pair.js';
import { onlyFlips } from '../../helpers/only-flips.js';
import { describePauses } from '../../helpers/oracle/describe-verdict.js';
import { inspectEnd, waitSettled } from '../../helpers/oracle/inspect-end.js';
import { withWatchedPair } from '../../helpers/oracle/watched-pair.js';
import { type CliResult, cliFile, runCli } from '../../helpers/run-cli.js';
import { eitherTest, flavorTest } from '../../helpers/server-test.js';
import { sessionOn } from '../../helpers/servers.js';
import { until } from '../../helpers/until.js';

const freshPair = freshPairs();

const run = (sandbox: Sandbox, ...args: string[]): Promise<CliResult> =>
  runCli(args, { cwd: sandbox.folder });

const textOf = ({ stdout, stderr }: CliResult): string => stdout + stderr;

async function createTable(session: Session, table: string): Promise<string> {
  const row = await session.row(`SHOW CREATE TABLE app.${table}`);
  return String(row?.['Create Table']).replace(/ AUTO_INCREMENT=\d+/u, '');
}

async function records(session: Session): Promise<number> {
  return (await session.rows("SELECT name FROM app.dbshift_migrations WHERE name LIKE '00%'")).length;
}

type Roots = Readonly<Record<Side, Session>>;

/** A server of before the flip ends sessions of it. */
async function rootsOf(t: ExecutionContext, sandbox: Sandbox): Promise<Roots> {
  return { a: await sessionOn(t, sandbox, 'a'), b: await sessionOn(t, sandbox, 'b') };
}

/** Both sides have the old structure and no record, `a` is active again, and nothing of a run is left. */
async function endsAsBefore(t: ExecutionContext, roots: Roots, table: string, before: string): Promise<void> {
  await waitSettled(roots);
  t.deepEqual(await inspectEnd(roots, { database: 'app', active: 'a' }), []);
  for (const side of sides) {
    t.is(await createTable(roots[side], table), before);
    t.is(await records(roots[side]), 0);
  }
}

const workload = { table: 'orders', rows: 5000, counters: 32, writers: 4 };

flavorTest(
  'a rollback under writers loses and doubles nothing, also values of a column that the new structure has not',
  async (t, image) => {
    t.timeout(300_000);
    const { sandbox, oracle } = await withWatchedPair(t, workload, { image });
    await onlyFlips(sandbox);
    await acceptDroppedColumns(sandbox);
    const roots = await rootsOf(t, sandbox);
    await roots.a.send("ALTER TABLE app.orders ADD COLUMN remark VARCHAR(20) DEFAULT 'none'");
    await roots.a.send("UPDATE app.orders SET remark = 'kept' WHERE id <= 100");
    const before = await createTable(roots.a, 'orders');
    await writeMigration(
      sandbox,
      '001_index.sql',
      'ALTER TABLE orders ADD KEY customer (customer), DROP COLUMN remark;\n',
    );
    const planned = await run(sandbox, 'plan');
    t.regex(
      planned.stdout,
      /the flip of batch 2 can be taken back without a loss for as long as `--hold-after-flip` holds it/u,
    );
    await oracle.writers.acknowledge(100);
    const held = await run(sandbox, 'migrate', '--yes', '--hold-after-flip');
    t.is(held.code, 0, textOf(held));
    t.regex(held.stdout, /rollback is possible until `dbshift approve finish`/u);
    await oracle.writers.acknowledge(200);
    const status = await run(sandbox, 'status');
    t.regex(status.stdout, /rollback possible +yes/u);
    t.regex(textOf(await run(sandbox, 'abort')), /`dbshift rollback` goes back/u);

    const back = await run(sandbox, 'rollback');
    t.is(back.code, 0, textOf(back));
    t.regex(back.stdout, /a is active now/u);
    t.regex(back.stdout, /compared, equal on both sides/u);
    await oracle.writers.acknowledge(100);
    const { findings, pauses } = await oracle.judge();
    t.log(...describePauses(pauses));
    t.deepEqual(findings, []);
    t.deepEqual(
      pauses.map(({ to }) => to),
      ['b', 'a'],
    );
    await endsAsBefore(t, roots, 'orders', before);
    for (const side of sides) {
      const row = await roots[side].row("SELECT COUNT(*) AS kept FROM app.orders WHERE remark = 'kept'");
      t.true(Number(row?.kept) > 0, side);
    }
    t.is((await run(sandbox, 'plan')).code, 1, 'the migration is pending again');
  },
);

eitherTest(
  'where going back would lose something it is refused with the tables named, and the run is finished',
  async (t, image) => {
    t.timeout(240_000);
    const { sandbox, a, b } = await freshPair(t, image);
    await onlyFlips(sandbox);
    await makeBigTable(a, 2000);
    await writeMigration(sandbox, '001_add.sql', 'ALTER TABLE big ADD COLUMN k INT, ADD KEY n (n);\n');
    const planned = await run(sandbox, 'plan');
    t.regex(
      planned.stdout,
      /batch 2 cannot be taken back without a loss: big \(the old side does not have column k/u,
    );
    const held = await run(sandbox, 'migrate', '--yes', '--hold-after-flip');
    t.is(held.code, 0, textOf(held));
    t.regex(held.stdout, /a stays as it was at the flip: rollback is not possible/u);
    await b.send('INSERT INTO app.big (n, k) VALUES (7, 77)');
    const again = await run(sandbox, 'migrate', '--yes');
    t.is(again.code, 0, textOf(again));
    t.notRegex(await createTable(a, 'big'), /`k`/u, 'a plain migrate ends nothing');
    const refused = await run(sandbox, 'rollback');
    t.is(refused.code, 3, textOf(refused));
    t.regex(refused.stderr, /big.*the old side does not have column k/u);
    t.regex((await run(sandbox, 'status')).stdout, /rollback possible +no, because .*big: /u);
    const finished = await run(sandbox, 'approve', 'finish');
    t.is(finished.code, 0, textOf(finished));
    t.regex(textOf(await run(sandbox, 'rollback')), /was ended by `dbshift approve finish`/u);
    const done = await run(sandbox, 'migrate', '--yes');
    t.is(done.code, 0, textOf(done));
    const roots = { a, b };
    await waitSettled(roots);
    t.deepEqual(await inspectEnd(roots, { database: 'app', active: 'b' }), []);
    for (const side of sides)
      t.deepEqual(await roots[side].row('SELECT k FROM app.big WHERE n = 7 AND k IS NOT NULL'), { k: 77 });
    t.is((await run(sandbox, 'approve', 'finish')).code, 3);
  },
);

const deaths = ['close b for writes', 'a is active now', 'migrate b (passive)', 'start applying'];

flavorTest('a rollback that is killed anywhere is ended by the same command alone', async (t, image) => {
  t.timeout(400_000);
  const { sandbox, a, b } = await freshPair(t, image);
  await onlyFlips(sandbox);
  await makeBigTable(a, 2000);
  const before = await createTable(a, 'big');
  await writeMigration(sandbox, '001_index.sql', 'ALTER TABLE big ADD KEY n (n), ADD KEY m (m);\n');
  for (const death of deaths) {
    const held = await run(sandbox, 'migrate', '--yes', '--hold-after-flip');
    t.is(held.code, 0, textOf(held));
    await b.send(`INSERT INTO app.big (n) VALUES (${deaths.indexOf(death)})`);
    const command = spawn(process.execPath, [cliFile, 'rollback'], { cwd: sandbox.folder });
    const ended = once(command, 'close');
    let killed = false;
    for await (const line of createInterface({ input: command.stdout }))
      if (line.includes(death)) killed = command.kill('SIGKILL');
    await ended;
    t.true(killed, death);
    const finish = await run(sandbox, 'approve', 'finish');
    t.is(finish.code, 3, `${death}: ${textOf(finish)}`);
    const migrating = await until('the lock is free', async () => {
      const result = await run(sandbox, 'migrate', '--yes');
      return result.code === 75 ? false : result;
    });
    t.is(migrating.code, 3, `${death}: ${textOf(migrating)}`);
    t.regex(migrating.stderr, /`dbshift rollback`/u, death);
    const back = await run(sandbox, 'rollback');
    t.is(back.code, 0, `${death}: ${textOf(back)}`);
    await endsAsBefore(t, { a, b }, 'big', before);
  }
});
