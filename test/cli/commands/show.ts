/** A plan from a file, by the command itself: in every form, with no server and no configuration. */
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import test from 'ava';
import { idealPair } from '../../../src/engine/ideal-pair.js';
import { plannedFacts } from '../../../src/engine/planned-facts.js';
import { runbook } from '../../../src/engine/runbook.js';
import { renderMarkdown } from '../../../src/plan/markdown/render-markdown.js';
import type { Plan } from '../../../src/plan/plan.js';
import { planJson } from '../../../src/plan/plan-json.js';
import { flavors } from '../../helpers/flavors.js';
import { folderWith } from '../../helpers/folder-with.js';
import { modelLimits } from '../../helpers/model-runner.js';
import { runCli } from '../../helpers/run-cli.js';
import { emptyPlan, mixedPlan, refusedPlan } from '../../helpers/sample-plans.js';

const steps = runbook({
  state: idealPair(mixedPlan, 'a'),
  facts: plannedFacts(mixedPlan, null),
  limits: { ...modelLimits, flipWindow: null },
  flavor: flavors.mysql,
  statementLimits: { fenceLockWaitMs: 2000 },
  pointers: [],
});
const planned: Plan = { ...mixedPlan, steps, servers: { a: '10.0.0.1:3306', b: '10.0.0.2:3306' } };

const fileOf = (plan: Plan): string => JSON.stringify(planJson(plan));

test('a plan file is shown in every form, and its exit code is that of the plan', async t => {
  const cwd = await folderWith(t, {
    'p.json': fileOf(planned),
    'r.json': fileOf(refusedPlan),
    'e.json': fileOf(emptyPlan),
  });
  const markdown = await runCli(['show', 'p.json', '--format', 'markdown'], { cwd });
  t.deepEqual([markdown.code, markdown.stdout], [1, renderMarkdown(planned)]);
  const json = await runCli(['show', 'p.json', '--json'], { cwd });
  t.deepEqual([json.code, JSON.parse(json.stdout)], [1, JSON.parse(fileOf(planned))]);
  const text = await runCli(['show', 'r.json'], { cwd });
  t.is(text.code, 3);
  t.regex(text.stdout, /refused, so nothing of this plan is run/u);
  const empty = await runCli(['show', 'e.json'], { cwd });
  t.is(empty.code, 0);
  t.regex(empty.stdout, /nothing to do/u);
});

test('the steps name the servers, what each is sent, and what holds if the run stops there', async t => {
  const cwd = await folderWith(t, { 'p.json': fileOf(planned) });
  const { stdout } = await runCli(['show', 'p.json', '--steps'], { cwd });
  t.regex(stdout, /^b: 10\.0\.0\.2:3306$/mu);
  t.regex(stdout, /^ {3}b {2}ALTER TABLE orders MODIFY id BIGINT NOT NULL AUTO_INCREMENT;$/mu);
  t.regex(stdout, /^ {3}a {2}SET GLOBAL super_read_only = 1;$/mu);
  t.is(stdout.match(/^ {3}if it stops here: /gmu)?.length, steps.length);
});

test('annotations name files from the root of the repository, also from a folder within it', async t => {
  const root = await folderWith(t, {});
  const cwd = join(root, 'db');
  await mkdir(join(root, '.git'));
  await mkdir(cwd);
  await writeFile(join(cwd, 'r.json'), fileOf(refusedPlan));
  const shown = (env: Readonly<Record<string, string>>) =>
    runCli(['show', 'r.json', '--format', 'github'], { cwd, env });
  for (const env of [{ GITHUB_WORKSPACE: root }, { GITHUB_WORKSPACE: '' }])
    t.regex((await shown(env)).stdout, /^::error file=db\/migrations\/20260305_reorder\.sql,line=2,/mu);
});

test('what is no plan is refused, and says so', async t => {
  const cwd = await folderWith(t, {
    'a.json': '{',
    'b.json': '{"form":"other","version":1}',
    'c.json': JSON.stringify({ ...planJson(emptyPlan), version: 99 }),
  });
  for (const [file, why] of [
    ['a.json', /is not JSON/u],
    ['b.json', /is no plan of dbshift/u],
    ['c.json', /99/u],
    ['none.json', /cannot be read \(ENOENT\)/u],
  ] as const) {
    const { code, stderr } = await runCli(['show', file], { cwd });
    t.is(code, 78, file);
    t.regex(stderr, why);
  }
});
