/** What a real run measures, and what the next plan makes of it. */
import type { ExecutionContext } from 'ava';
import type { Config } from '../../../src/config/config.js';
import type { PlanNumbers } from '../../../src/plan/numbers/plan-numbers.js';
import type { Plan, PlannedStatement } from '../../../src/plan/plan.js';
import { makePlan } from '../../../src/run/plan.js';
import { readMeasured } from '../../../src/run/read-measured.js';
import { statementMeter } from '../../../src/run/statement-meter.js';
import type { Session } from '../../../src/server/connection.js';
import { makeBigTable, writeMigration } from '../../helpers/big-table.js';
import { flavorOf } from '../../helpers/flavors.js';
import { freshPairs } from '../../helpers/fresh-pair.js';
import { runCli } from '../../helpers/run-cli.js';
import { eitherTest } from '../../helpers/server-test.js';
import { until } from '../../helpers/until.js';

const freshPair = freshPairs();

/** Enough for more than `leastMeasuredBytes`. */
const rows = 120_000;

const heavy = 'ALTER TABLE big MODIFY id BIGINT NOT NULL AUTO_INCREMENT;\n';

async function countBig(session: Session): Promise<number> {
  return Number((await session.row('SELECT COUNT(*) AS n FROM app.big'))?.n);
}

/** Rows of its tables may differ from call to call: the server counts anew in the background. */
async function planned(config: Config): Promise<PlanNumbers> {
  const { review } = await makePlan(config);
  if (review?.numbers == null) throw new Error('the plan has numbers');
  return review.numbers;
}

/** A copy of the table, planned and not run. */
async function plannedCopy(
  config: Config,
): Promise<{ readonly plan: Plan; readonly statement: PlannedStatement }> {
  const plan = await makePlan(config);
  const statement = plan.batches.at(-1)?.migrations[0]?.statements[0];
  if (statement === undefined) throw new Error('there is one statement');
  return { plan, statement };
}

async function migrated(t: ExecutionContext, cwd: string): Promise<void> {
  const { code, stdout, stderr } = await runCli(['migrate', '--yes'], { cwd });
  t.is(code, 0, stdout + stderr);
}

eitherTest(
  'a run measures its heavy statements on both sides, and the next plan estimates by them',
  async (t, image) => {
    const { sandbox, config, a, b } = await freshPair(t, image);
    await makeBigTable(a, rows);
    await until(
      'b has the rows',
      async () => Number((await b.row('SELECT COUNT(*) AS n FROM app.big'))?.n) === rows,
    );
    await writeMigration(sandbox, '001_copy.sql', heavy);
    const stated = await planned(config);
    const flip = stated.batches.findIndex(({ readers }) => readers !== null);
    t.is(stated.batches[flip]?.basis.kind, 'stated');
    t.is(stated.batches[flip]?.writePauseMs, null);
    t.deepEqual((await planned(config)).batches, stated.batches);

    await migrated(t, sandbox.folder);
    const measured = await readMeasured({ a, b });
    t.is(measured.work.copy?.statements, 2);
    t.not(measured.writePauseMs, null);
    t.true((measured.writes?.binlogBytes ?? -1) >= 0);

    await writeMigration(sandbox, '002_copy.sql', 'ALTER TABLE big MODIFY m BIGINT;\n');
    const next = await planned(config);
    t.like(next.batches[0], {
      basis: { kind: 'measured', statements: 2, bytesPerSecond: measured.work.copy?.bytesPerSecond },
      writePauseMs: measured.writePauseMs,
    });
    t.true((next.batches[0]?.sides.b.ms ?? 0) > 0);
    t.deepEqual((await planned(config)).batches, next.batches);
  },
);

eitherTest(
  'what the active writes during a statement is counted, also where a binlog ends meanwhile',
  async (t, image) => {
    const { sandbox, config, a, b } = await freshPair(t, image);
    await makeBigTable(a, rows);
    await until('b has the rows', async () => (await countBig(b)) === rows);
    await writeMigration(sandbox, '001_copy.sql', heavy);
    const { plan, statement } = await plannedCopy(config);
    const measure = statementMeter({ flavor: flavorOf(image), plan, watch: b, writer: a });

    const quiet = await measure(statement);
    t.like(await quiet(100), { work: 'copy', ms: 100, written: { transactions: 0, binlogBytes: 0 } });
    const busy = await measure(statement);
    for (let n = 1; n <= 10; n++) {
      await a.send(`UPDATE app.big SET s = REPEAT('y', 90) WHERE n = ${n}`);
      if (n === 5) await a.send('FLUSH BINARY LOGS');
    }
    const cost = await busy(100);
    t.is(cost?.written?.transactions, 10);
    t.true((cost?.written?.binlogBytes ?? 0) > 10 * 90);
  },
);

eitherTest(
  'a server that does not answer is not measured, and keeps nothing from running',
  async (t, image) => {
    const { sandbox, config, a, b } = await freshPair(t, image);
    await makeBigTable(a, rows);
    await until('b has the rows', async () => (await countBig(b)) === rows);
    await writeMigration(sandbox, '001_copy.sql', heavy);
    const { plan, statement } = await plannedCopy(config);
    const gone = await sandbox.root('b');
    await gone.close();
    const flavor = flavorOf(image);

    const unseen = await statementMeter({ flavor, plan, watch: gone, writer: a })(statement);
    t.is(await unseen(100), null);
    const alone = await statementMeter({ flavor, plan, watch: b, writer: gone })(statement);
    t.deepEqual(Object.keys((await alone(100)) ?? {}), ['work', 'bytes', 'ms']);
  },
);
