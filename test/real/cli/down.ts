/** `dbshift migrate --down` as a user types it: directly, through a flip, as data; and what cannot be taken back. */
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { ExecutionContext } from 'ava';
import { sides } from '../../../src/pair/side.js';
import type { Sandbox } from '../../../src/sandbox/open-sandbox.js';
import type { Session } from '../../../src/server/connection.js';
import { makeBigTable, writeMigration } from '../../helpers/big-table.js';
import { type FreshPair, freshPairs } from '../../helpers/fresh-pair.js';
import { knexCli, knexfile } from '../../helpers/knex-cli.js';
import { onlyFlips } from '../../helpers/only-flips.js';
import { inspectEnd, waitSettled } from '../../helpers/oracle/inspect-end.js';
import { type CliResult, runCli } from '../../helpers/run-cli.js';
import { eitherTest, oneServerTest } from '../../helpers/server-test.js';

const freshPair = freshPairs();

const run = (sandbox: Sandbox, ...args: string[]): Promise<CliResult> =>
  runCli(args, { cwd: sandbox.folder });

async function tables(session: Session): Promise<string> {
  const big = await session.row('SHOW CREATE TABLE app.big');
  const later = await session.rows("SHOW TABLES FROM app LIKE 'later'");
  return String(big?.['Create Table']).replace(/ AUTO_INCREMENT=\d+/u, '') + later.length;
}

async function endsLike(t: ExecutionContext, pair: FreshPair, before: string): Promise<void> {
  await waitSettled(pair);
  const row = await pair.a.row<{ closed: number }>('SELECT @@global.read_only AS closed');
  t.deepEqual(await inspectEnd(pair, { database: 'app', active: row?.closed === 1 ? 'b' : 'a' }), []);
  for (const side of sides) t.is(await tables(pair[side]), before);
}

async function pendingByKnex(t: ExecutionContext, sandbox: Sandbox, wanted: RegExp): Promise<void> {
  for (const side of sides) {
    const endpoint = await sandbox.endpoint(side, 'root');
    const { output } = await knexCli('migrate:list', sandbox.folder, { endpoint, database: 'app' });
    t.regex(output, wanted);
  }
}

eitherTest(
  'migrations are taken back the newest first, directly and through a flip, and can be run again',
  async (t, image) => {
    t.timeout(240_000);
    const pair = await freshPair(t, image);
    const { sandbox, a } = pair;
    await onlyFlips(sandbox);
    await makeBigTable(a, 1000);
    await a.send('ALTER TABLE app.big ADD KEY m (m)');
    await writeFile(join(sandbox.folder, 'knexfile.cjs'), knexfile);
    await writeMigration(
      sandbox,
      '001_rows.js',
      `exports.up = knex => knex('big').where('id', 1).update({ n: -1 });
exports.down = knex => knex('big').where('id', 1).update({ n: 1 });
`,
    );
    const first = await run(sandbox, 'migrate', '--yes');
    t.is(first.code, 0, first.stdout + first.stderr);
    const before = await tables(a);
    await writeMigration(
      sandbox,
      '002_key.sql',
      'ALTER TABLE big DROP KEY m, ADD KEY n (n);\n\n-- down\nALTER TABLE big DROP KEY n, ADD KEY m (m);\n',
    );
    await writeMigration(
      sandbox,
      '003_later.js',
      `exports.up = knex => knex.schema.createTable('later', t => { t.increments(); });
exports.down = knex => knex.schema.dropTable('later');
`,
    );
    t.is((await run(sandbox, 'migrate', '--yes')).code, 0);
    const after = await tables(a);

    const plan = await run(sandbox, 'plan', '--down', '2');
    t.is(plan.code, 1, plan.stderr);
    t.regex(plan.stdout, /1 +direct +003_later\.js.*\n2 +flip +002_key\.sql +4 +ALTER TABLE big DROP KEY n/u);
    const down = await run(sandbox, 'migrate', '--down', '--to', '001_rows.js', '--yes');
    t.is(down.code, 0, down.stdout + down.stderr);
    t.regex(down.stdout, /is active now, writes were paused/u);
    await endsLike(t, pair, before);
    await pendingByKnex(t, sandbox, /Found 1 Pending Migration.*\n.*003_later\.js/u);

    const rows = await run(sandbox, 'migrate', '--down', '--yes');
    t.is(rows.code, 0, rows.stdout + rows.stderr);
    await endsLike(t, pair, before);
    t.like(await a.row('SELECT n FROM app.big WHERE id = 1'), { n: 1 });

    const again = await run(sandbox, 'migrate', '--yes');
    t.is(again.code, 0, again.stdout + again.stderr);
    await endsLike(t, pair, after);
    await pendingByKnex(t, sandbox, /No Pending Migration files Found/u);
  },
);

oneServerTest(
  'what does not say how it is taken back, or cannot go back safely, is refused by name; a run that is open is named',
  async (t, image) => {
    const pair = await freshPair(t, image);
    const { sandbox, a } = pair;
    await onlyFlips(sandbox);
    await makeBigTable(a, 1000);
    await writeMigration(sandbox, '001_no_down.sql', 'ALTER TABLE big ADD COLUMN x INT;\n');
    await writeMigration(
      sandbox,
      '002_wide.sql',
      'ALTER TABLE big MODIFY m BIGINT, ADD KEY n (n);\n\n-- down\nALTER TABLE big MODIFY m INT, DROP KEY n;\n',
    );
    await writeMigration(
      sandbox,
      '003_key.sql',
      'ALTER TABLE big ADD KEY m (m);\n\n-- down\nALTER TABLE big DROP KEY m, ADD KEY again (m, n);\n',
    );
    t.is((await run(sandbox, 'migrate', '--yes')).code, 0);
    const all = await run(sandbox, 'migrate', '--down', '9', '--yes');
    t.is(all.code, 3, all.stdout);
    t.regex(all.stderr, /001_no_down\.sql +has no part behind a line `-- down`/u);
    const wide = await run(sandbox, 'migrate', '--down', '2', '--yes');
    t.is(wide.code, 3, wide.stdout);
    t.regex(wide.stderr, /these migrations cannot go any safe way\s+\S*002_wide\.sql/u);
    t.is((await run(sandbox, 'migrate', '--down', '--to', 'nobody.sql')).code, 64);

    const passive = await run(sandbox, 'migrate', '--down', '--until', 'passive');
    t.is(passive.code, 0, passive.stdout + passive.stderr);
    const migrating = await run(sandbox, 'migrate', '--yes');
    t.is(migrating.code, 3);
    t.regex(migrating.stderr, /\(migrate --down, begun .*`dbshift migrate --down`/su);
    const aborted = await run(sandbox, 'abort');
    t.is(aborted.code, 0, aborted.stdout + aborted.stderr);
    t.regex(await tables(pair.b), /KEY `m`/u);
    await endsLike(t, pair, await tables(pair.a));
    const done = await run(sandbox, 'migrate', '--down', '--yes');
    t.is(done.code, 0, done.stdout + done.stderr);
    t.regex(await tables(pair.b), /KEY `again`/u);
    await waitSettled(pair);
    t.is(await tables(pair.b), await tables(pair.a));
  },
);
