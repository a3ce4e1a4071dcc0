/** Lint as a user meets it: a loss refuses the plan until the configuration accepts it, and ways back are tried. */
import { appendFile } from 'node:fs/promises';
import { makeBigTable, writeMigration } from '../../helpers/big-table.js';
import { freshPairs } from '../../helpers/fresh-pair.js';
import { runCli } from '../../helpers/run-cli.js';
import { eitherTest } from '../../helpers/server-test.js';

const freshPair = freshPairs();

type Finding = { readonly id: string; readonly subject: string; readonly file: string };

eitherTest(
  'a dropped column refuses the plan until it is accepted with a reason, and is then dropped',
  async (t, image) => {
    const { sandbox, a, b } = await freshPair(t, image);
    await makeBigTable(a, 10);
    await writeMigration(sandbox, '1_drop.sql', 'ALTER TABLE big DROP COLUMN l;\n');
    const here = { cwd: sandbox.folder };
    const refused = await runCli(['migrate', '--yes'], here);
    t.is(refused.code, 3, refused.stdout + refused.stderr);
    t.regex(refused.stderr, /1_drop\.sql:1 +big\.l: column l and its values go away/u);
    const [yaml = ''] = /lint: \{.*\}/u.exec(refused.stderr) ?? [];
    await appendFile(sandbox.configFile, `${yaml}\n`);
    const done = await runCli(['migrate', '--yes'], here);
    t.is(done.code, 0, done.stdout + done.stderr);
    for (const session of [a, b]) t.is((await session.rows('SHOW COLUMNS FROM app.big LIKE "l"')).length, 0);
  },
);

eitherTest('each way back is tried, the last one first, and what it leaves is told', async (t, image) => {
  const { sandbox, a } = await freshPair(t, image);
  await makeBigTable(a, 10);
  await writeMigration(
    sandbox,
    '1_wrong.sql',
    'ALTER TABLE big ADD x INT, ADD y INT;\n-- down\nALTER TABLE big DROP x;\n',
  );
  await writeMigration(sandbox, '2_none.sql', 'ALTER TABLE big ADD z INT;\n');
  await writeMigration(
    sandbox,
    '3_right.js',
    `export const up = knex => knex.schema.alterTable('big', t => { t.integer('w'); });
export const down = knex => knex.schema.alterTable('big', t => { t.dropColumn('w'); });\n`,
  );
  const lossy = async (): Promise<readonly (readonly string[])[]> => {
    const plan = await runCli(['plan', '--format', 'json'], { cwd: sandbox.folder });
    const { lint } = JSON.parse(plan.stdout) as { lint: readonly Finding[] };
    return lint.filter(({ id }) => id.startsWith('down')).map(({ file, id, subject }) => [file, id, subject]);
  };
  // What lies before a migration without a way back is not tried: it would begin elsewhere.
  t.deepEqual(await lossy(), [['2_none.sql', 'down-missing', '2_none.sql']]);
  await writeMigration(sandbox, '2_none.sql', '');
  await writeMigration(
    sandbox,
    '2_none.sql',
    'ALTER TABLE big ADD z INT;\n-- down\nALTER TABLE big DROP z;\n',
  );
  t.deepEqual(await lossy(), [['1_wrong.sql', 'down-lossy', 'big']]);
});
