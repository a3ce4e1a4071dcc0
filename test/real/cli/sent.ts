/** The SQL of a plan is the SQL of its run: held against the general logs of both servers. */

import { sides } from '../../../src/pair/side.js';
import type { PlanJson } from '../../../src/plan/plan-json.js';
import { makeBigTable, writeMigration } from '../../helpers/big-table.js';
import { freshPairs } from '../../helpers/fresh-pair.js';
import { runCli } from '../../helpers/run-cli.js';
import { isLeftOut, sentStatements, startSentLog } from '../../helpers/sent-statements.js';
import { flavorTest } from '../../helpers/server-test.js';

const freshPair = freshPairs();

const files = {
  '001_new.sql':
    "CREATE TABLE kinds (id INT PRIMARY KEY, name VARCHAR(20));\nINSERT INTO kinds VALUES (1, 'one');\n",
  '002_heavy.sql': 'ALTER TABLE big MODIFY id BIGINT NOT NULL AUTO_INCREMENT;\n',
  '003_index.sql': 'ALTER TABLE big ADD KEY by_n (n), ALGORITHM=COPY;\n',
  '004_instant.sql': 'ALTER TABLE big ADD COLUMN late INT NULL;\n',
  '005_rows.sql': 'UPDATE big SET late = 1 WHERE n < 10;\n',
} as const;

flavorTest(
  'a plan has, statement by statement and server by server, what its run sends',
  async (t, image) => {
    const { sandbox, a, b } = await freshPair(t, image);
    await makeBigTable(a);
    for (const [name, sql] of Object.entries(files)) await writeMigration(sandbox, name, sql);
    const here = { cwd: sandbox.folder };
    const plan = await runCli(['plan', '--json'], here);
    t.is(plan.code, 1, plan.stderr);
    const { steps = [] } = JSON.parse(plan.stdout) as PlanJson;

    const roots = { a, b };
    for (const side of sides) await startSentLog(roots[side]);
    const run = await runCli(['migrate', '--yes'], here);
    t.is(run.code, 0, run.stdout + run.stderr);

    for (const side of sides) {
      const expected = steps.flatMap(({ statements }) =>
        statements.flatMap(({ on, sql }) => (on === side && !isLeftOut(sql) ? [sql] : [])),
      );
      t.true(expected.length > 10, side);
      t.deepEqual(await sentStatements(roots[side], 'dbshift'), expected, side);
    }
  },
);
