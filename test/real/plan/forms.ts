/**
 * Ten migrations, planned on real pairs, in every form that a plan has: what people and programs get to read. What differs
 * between machines is fixed in the plan before it is printed.
 */
import { rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { ExecutionContext } from 'ava';
import pc from 'picocolors';
import { stepLines } from '../../../src/cli/render/plan/step-lines.js';
import { describePlan } from '../../../src/cli/render/plan.js';
import { renderMarkdown } from '../../../src/plan/markdown/render-markdown.js';
import type { Plan } from '../../../src/plan/plan.js';
import { planJson } from '../../../src/plan/plan-json.js';
import { readPlan } from '../../../src/plan/read-plan.js';
import { makePlan } from '../../../src/run/plan.js';
import type { ServerImage } from '../../../src/sandbox/server-image.js';
import { freshPairs } from '../../helpers/fresh-pair.js';
import { isGolden } from '../../helpers/golden.js';
import { planCases, shopRows, shopTables } from '../../helpers/plan-cases.js';
import { flavorTest } from '../../helpers/server-test.js';
import { steadyPlan } from '../../helpers/steady-plan.js';
import { until } from '../../helpers/until.js';

const freshPair = freshPairs();
/** Without it a dropped column would have no steps to show. */
const accepted = {
  id: 'drop-column',
  in: '20260305_drop.sql',
  reason: 'nobody has asked for it since March',
  where: 'lint.accept[0]',
};
const plain = pc.createColors(false);

flavorTest('the plans of ten migrations read as they should, in every form', async (t, image) => {
  const plans = await planEach(t, image);
  for (const [name, plan] of plans) {
    const golden = (form: string, text: string) => isGolden(t, `forms/${image.flavor}/${name}${form}`, text);
    await golden('.md', renderMarkdown(plan));
    await golden('.txt', `${describePlan(plan, plain).join('\n')}\n`);
    await golden('.steps.txt', `${stepLines(plan, plain).join('\n')}\n`);
    const json = JSON.stringify(planJson(plan), null, 2);
    await golden('.json', `${json}\n`);
    t.deepEqual(planJson(readPlan(json, name)), JSON.parse(json), `${name} is read back as it was`);
  }
});

async function planEach(
  t: ExecutionContext,
  image: ServerImage,
): Promise<readonly (readonly [string, Plan])[]> {
  const { sandbox, config, a, b } = await freshPair(t, image);
  await a.send(`USE ${config.database}`);
  for (const sql of [...shopTables, ...shopRows]) await a.send(sql);
  await until('b has the last row', async () => {
    // Before it has the table the question fails.
    const row = await b.row(`SELECT COUNT(*) AS n FROM ${config.database}.articles`).catch(() => undefined);
    return Number(row?.n) === 1;
  });
  const plans: (readonly [string, Plan])[] = [];
  for (const [name, { file, text }] of Object.entries(planCases)) {
    const path = join(sandbox.folder, 'migrations', file);
    await writeFile(path, text);
    const lint = { accept: accepted.in === file ? [accepted] : [] };
    plans.push([name, steadyPlan(await makePlan({ ...config, lint }), sandbox)]);
    await rm(path);
  }
  return plans;
}
