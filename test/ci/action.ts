/** The action, its scripts and the page about them say the same. */
import { access, readFile } from 'node:fs/promises';
import test from 'ava';
import { parse } from 'yaml';
import { planMarker } from '../../src/plan/markdown/render-markdown.js';

type Step = { readonly run: string; readonly env: Readonly<Record<string, string>> };
type Action = {
  readonly inputs: Readonly<Record<string, { readonly default: string }>>;
  readonly outputs: Readonly<Record<string, { readonly value: string }>>;
  readonly runs: { readonly steps: readonly Step[] };
};

const action = parse(await readFile('action.yml', 'utf8')) as Action;
const page = await readFile('docs/pull-requests.md', 'utf8');
const plan = await readFile('ci/plan.sh', 'utf8');

test('the page tells every input with its default, and every output', t => {
  for (const [name, { default: value }] of Object.entries(action.inputs)) {
    const row = page.split('\n').find(line => line.startsWith(`| \`${name}\` |`)) ?? '';
    t.not(row, '', name);
    if (value !== '' && !value.includes('$')) t.true(row.includes(`\`${value}\``), name);
  }
  for (const name of Object.keys(action.outputs)) t.regex(page, new RegExp(`^\\|.*\`${name}\``, 'mu'));
});

test('every output is one that the script writes', t => {
  for (const [name, { value }] of Object.entries(action.outputs)) {
    t.is(value, `\${{ steps.plan.outputs.${name} }}`);
    t.true(plan.includes(`${name}=%s`), name);
  }
});

test('every input is used, and every script that is run is there', async t => {
  const steps = JSON.stringify(action.runs.steps);
  for (const name of Object.keys(action.inputs)) t.true(steps.includes(`inputs.${name} `), name);
  const scripts = action.runs.steps.flatMap(({ run }) => [...run.matchAll(/ACTION_PATH\/([\w./]+)/gu)]);
  t.is(scripts.length, 2);
  for (const [, path = ''] of scripts) await t.notThrowsAsync(access(path));
});

test('nothing that comes from a pull request becomes part of a shell script', t => {
  for (const { run } of action.runs.steps) t.false(run.includes('${{'));
});

test('the workflows of the page are YAML, and give the action only inputs that it has', t => {
  const blocks = [...page.matchAll(/^```yaml\n(.*?)^```$/gmsu)].map(
    ([, text = '']) => parse(text) as unknown,
  );
  t.is(blocks.length, 3);
  const given = [...JSON.stringify(blocks).matchAll(/"with":(\{[^}]*?\}(?:\})?)/gu)].flatMap(
    ([, text = '']) => [...text.matchAll(/"([\w-]+)":/gu)].map(([, name = '']) => name),
  );
  const known = new Set([...Object.keys(action.inputs), 'node-version']);
  t.deepEqual(
    given.filter(name => !known.has(name)),
    [],
  );
});

test('the scripts know a plan by the marker that it has, and need no package', async t => {
  for (const name of ['comment.mjs', 'github.mjs', 'gitlab.mjs', 'request.mjs']) {
    const text = await readFile(`ci/${name}`, 'utf8');
    const imported = [...text.matchAll(/from '([^']+)'/gu)].map(([, from = '']) => from);
    t.true(
      imported.every(from => from.startsWith('node:') || from.startsWith('./')),
      name,
    );
  }
  t.true((await readFile('ci/comment.mjs', 'utf8')).includes(`'${planMarker}'`));
  t.true(plan.includes(planMarker));
});

test('the package has the action and its scripts', async t => {
  const { files } = JSON.parse(await readFile('package.json', 'utf8')) as { files: readonly string[] };
  t.true(files.includes('action.yml') && files.includes('ci'));
});
