import test from 'ava';
import { readPlanFile, readReviewedPlan } from '../../src/cli/read-plan-file.js';
import { ConfigError, UsageError } from '../../src/errors.js';
import { planJson } from '../../src/plan/plan-json.js';
import { folderWith } from '../helpers/folder-with.js';
import { fullPlan } from '../helpers/reviewed-plans.js';
import { mixedPlan } from '../helpers/sample-plans.js';

const forward = JSON.stringify(planJson(mixedPlan));
const back = JSON.stringify(planJson(fullPlan));

test('a plan is read from where the command is called', async t => {
  const cwd = await folderWith(t, { 'plan.json': forward, 'back.json': back });
  t.deepEqual(await readPlanFile('plan.json', cwd), mixedPlan);
  t.deepEqual(await readReviewedPlan('plan.json', cwd, {}), mixedPlan);
  t.deepEqual(await readReviewedPlan('back.json', cwd, { down: 1 }), fullPlan);
});

test('a plan goes the way that the command goes', async t => {
  const cwd = await folderWith(t, { 'plan.json': forward, 'back.json': back });
  await t.throwsAsync(readReviewedPlan('back.json', cwd, {}), {
    instanceOf: UsageError,
    message: /takes migrations back$/u,
  });
  await t.throwsAsync(readReviewedPlan('plan.json', cwd, { down: 1 }), {
    instanceOf: UsageError,
    message: /takes nothing back$/u,
  });
});

test('a file that cannot be read is a wrong configuration, and it is said who writes one', async t => {
  const cwd = await folderWith(t);
  for (const read of [readPlanFile('plan.json', cwd), readReviewedPlan('plan.json', cwd, {})]) {
    const error = await t.throwsAsync(read, {
      instanceOf: ConfigError,
      message: 'plan.json: cannot be read (ENOENT)',
    });
    t.regex(error.hint ?? '', /`dbshift plan --out`/u);
  }
});
