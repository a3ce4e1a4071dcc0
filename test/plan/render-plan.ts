import test from 'ava';
import pc from 'picocolors';
import { describePlan } from '../../src/cli/render/plan.js';
import { renderMarkdown } from '../../src/plan/markdown/render-markdown.js';
import type { Plan } from '../../src/plan/plan.js';
import { planJson } from '../../src/plan/plan-json.js';
import { isGolden } from '../helpers/golden.js';
import { emptyPlan, mixedPlan, programsPlan, refusedPlan } from '../helpers/sample-plans.js';

const plain = pc.createColors(false);

const plans = { mixed: mixedPlan, refused: refusedPlan, empty: emptyPlan, programs: programsPlan };

for (const [name, plan] of Object.entries(plans)) {
  test(`the ${name} plan on a terminal`, t =>
    isGolden(t, `mariadb/plan-${name}.txt`, `${describePlan(plan, plain).join('\n')}\n`));
  test(`the ${name} plan for a pull request`, t =>
    isGolden(t, `mariadb/plan-${name}.md`, renderMarkdown(plan)));
}

test('the plan for programs is the plan, with the name and version of its form', async t => {
  const json = planJson(mixedPlan);
  t.like(json, { form: 'dbshift-plan', version: 1 });
  t.deepEqual(JSON.parse(JSON.stringify(json)), { ...json });
  await isGolden(t, 'mariadb/plan-mixed.json', `${JSON.stringify(json, null, 2)}\n`);
});

test('text of others cannot break the table, the fence or the terminal', t => {
  const sql = 'ALTER TABLE t COMMENT "```\n| <b> \u001b[31m"';
  const hostile: Plan = {
    ...mixedPlan,
    batches: mixedPlan.batches.map(batch => ({
      ...batch,
      why: 'a | b <i>',
      migrations: batch.migrations.map(migration => ({
        ...migration,
        name: 'a|`b',
        statements: migration.statements.map(statement => ({ ...statement, sql })),
      })),
    })),
  };
  const markdown = renderMarkdown(hostile);
  t.true(markdown.includes('````sql'));
  t.true(markdown.includes('a &#124; b &#60;i&#62;'));
  t.false(describePlan(hostile, plain).join('\n').includes('\u001b'));
});
