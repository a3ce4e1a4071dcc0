/** `dbshift abort` of a leg that dropped a column: the table comes back as a copy of the active's. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import type { Sandbox } from '../../../src/sandbox/open-sandbox.js';
import type { Session } from '../../../src/server/connection.js';
import { acceptDroppedColumns } from '../../helpers/accept-loss.js';
import { writeMigration } from '../../helpers/big-table.js';
import { freshPairs } from '../../helpers/fresh-pair.js';
import { numbersTo } from '../../helpers/numbers-to.js';
import { onlyFlips } from '../../helpers/only-flips.js';
import { inspectEnd, waitSettled } from '../../helpers/oracle/inspect-end.js';
import { type CliResult, cliFile, runCli } from '../../helpers/run-cli.js';
import { eitherTest, flavorTest } from '../../helpers/server-test.js';
import { typesOf } from '../../helpers/type-values.js';
import { until } from '../../helpers/until.js';
import { startWriters } from '../../helpers/writers.js';

const freshPair = freshPairs();

const run = (sandbox: Sandbox, ...args: string[]): Promise<CliResult> =>
  runCli(args, { cwd: sandbox.folder });

const isThere = async (session: Session, schema: string): Promise<boolean> =>
  (await session.rows('SELECT 1 FROM information_schema.SCHEMATA WHERE SCHEMA_NAME = ?', [schema])).length >
  0;

flavorTest(
  'a dropped column is copied from the active under writers, values of every type as they are',
  async (t, image) => {
    t.timeout(240_000);
    const { sandbox, a, b } = await freshPair(t, image);
    await onlyFlips(sandbox);
    await acceptDroppedColumns(sandbox);
    const all = Object.entries(typesOf[image.flavor]);
    await a.send("SET SESSION sql_mode = 'NO_AUTO_VALUE_ON_ZERO'");
    await a.send(`CREATE TABLE app.types (id INT AUTO_INCREMENT PRIMARY KEY, n INT NOT NULL,
  ${all.map(([name, [type]]) => `${name} ${type}`).join(', ')}, twice INT AS (n * 2) STORED, gone VARCHAR(20)) CHARSET utf8mb4`);
    const names = all.map(([name]) => name).join(', ');
    for (const [id, at] of [
      [0, 1],
      [1, 2],
    ] as const)
      await a.send(
        `INSERT INTO app.types (id, n, ${names}, gone) VALUES (${id}, 1, ${all.map(([, values]) => values[at]).join(', ')}, 'gone')`,
      );
    await a.send(`INSERT INTO app.types (n) SELECT seq FROM ${numbersTo(2000)}`);
    await a.send('CREATE TABLE app.other (id INT PRIMARY KEY, n INT)');
    await a.send("INSERT INTO app.types (n, gone) VALUES (1, 'last')");
    await a.send("DELETE FROM app.types WHERE gone = 'last'");
    await writeMigration(
      sandbox,
      '001_drop.sql',
      // With zero dates among the values.
      "SET SESSION sql_mode = '';\nALTER TABLE types MODIFY n BIGINT NOT NULL, DROP COLUMN gone;\nALTER TABLE other MODIFY n BIGINT, ADD m INT;\n",
    );
    const passive = await run(sandbox, 'migrate', '--until', 'passive');
    t.is(passive.code, 0, passive.stdout + passive.stderr);
    const writers = await startWriters(t, sandbox, {
      sessions: 4,
      next: n =>
        n % 2 === 0
          ? 'DO SLEEP(0.02)'
          : n % 3 === 0
            ? `INSERT INTO app.types (n, gone) VALUES (${n}, 'new')`
            : `UPDATE app.types SET gone = '${n}' WHERE id = ${n % 2000}`,
    });
    await until('writes are acknowledged', () => writers.acknowledged() > 100);
    const aborted = await run(sandbox, 'abort');
    t.is(aborted.code, 0, aborted.stdout + aborted.stderr);
    t.regex(aborted.stdout, /types lost values and is copied from there/u);
    const acknowledged = writers.acknowledged();
    await until('writes go on', () => writers.acknowledged() > acknowledged + 50);
    await writers.stop();
    await waitSettled({ a, b });
    t.deepEqual(await inspectEnd({ a, b }, { database: 'app', active: 'a' }), []);
    t.like(await b.row('SELECT COUNT(*) AS n FROM app.types WHERE gone IS NOT NULL AND id < 2'), { n: 2 });
    t.false(await isThere(b, 'dbshift_scratch_copy'));
  },
);

eitherTest(
  'a copy that was killed is made anew by the same command, and leaves nothing',
  async (t, image) => {
    t.timeout(240_000);
    const { sandbox, a, b } = await freshPair(t, image);
    await onlyFlips(sandbox);
    await acceptDroppedColumns(sandbox);
    await a.send('CREATE TABLE app.many (id INT PRIMARY KEY, n INT, gone VARCHAR(400))');
    await a.send(`INSERT INTO app.many SELECT seq, seq, REPEAT('x', 400) FROM ${numbersTo(60_000)}`);
    await writeMigration(sandbox, '001_drop.sql', 'ALTER TABLE many MODIFY n BIGINT, DROP COLUMN gone;\n');
    const passive = await run(sandbox, 'migrate', '--until', 'passive');
    t.is(passive.code, 0, passive.stdout + passive.stderr);
    const command = spawn(process.execPath, [cliFile, 'abort'], { cwd: sandbox.folder });
    const ended = once(command, 'close');
    const begun = until('the copy has begun', () => isThere(b, 'dbshift_scratch_copy'), { everyMs: 5 });
    createInterface({ input: command.stdout }).resume();
    await begun;
    command.kill('SIGKILL');
    await ended;
    const aborted = await until('the lock is free', async () => {
      const result = await run(sandbox, 'abort');
      return result.code === 75 ? false : result;
    });
    t.is(aborted.code, 0, aborted.stdout + aborted.stderr);
    t.regex(aborted.stdout, /60[,.]?000 rows compared, equal on both sides|compared, equal/u);
    t.false(await isThere(b, 'dbshift_scratch_copy'));
    await waitSettled({ a, b });
    t.deepEqual(await inspectEnd({ a, b }, { database: 'app', active: 'a' }), []);
  },
);
