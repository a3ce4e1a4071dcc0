/** `ci/plan.sh` with a `dbshift` that ends as it is told: whatever happens, the pipeline is told the truth. */
import { execFile } from 'node:child_process';
import { chmod, mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import test, { type ExecutionContext } from 'ava';
import { planMarker } from '../../src/plan/markdown/render-markdown.js';
import { folderWith } from '../helpers/folder-with.js';

const script = fileURLToPath(new URL('../../../ci/plan.sh', import.meta.url));

/** Writes the plan where it is told, unless FAKE_FILE is 0; prints Markdown; ends with FAKE_CODE. */
const fake = `#!/usr/bin/env bash
echo "$*" >>calls
if [ "$1" = show ]; then echo "::notice::shown"; exit "$FAKE_CODE"; fi
while [ $# -gt 0 ]; do if [ "$1" = --out ]; then out=$2; fi; shift; done
echo '${planMarker}'
if [ "$FAKE_FILE" = 1 ]; then echo '{}' >"$out"; fi
if [ "$FAKE_CODE" = kill ]; then kill -9 $$; fi
exit "$FAKE_CODE"
`;

type Ended = {
  readonly code: number;
  readonly outputs: Readonly<Record<string, string>>;
  readonly stdout: string;
  readonly markdown: string | null;
  readonly json: string | null;
  readonly calls: string;
};

type Told = {
  readonly code: string;
  readonly file?: boolean;
  readonly env?: Readonly<Record<string, string>>;
  readonly args?: readonly string[];
  readonly before?: Readonly<Record<string, string>>;
};

async function run(
  t: ExecutionContext,
  { code, file = true, env = {}, args = [], before = {} }: Told,
): Promise<Ended> {
  const cwd = await folderWith(t, before);
  await mkdir(join(cwd, 'fake'));
  await writeFile(join(cwd, 'fake', 'dbshift'), fake);
  await chmod(join(cwd, 'fake', 'dbshift'), 0o755);
  const told = {
    FAKE_CODE: code,
    FAKE_FILE: file ? '1' : '0',
    GITHUB_OUTPUT: join(cwd, 'outputs'),
    PATH: `${join(cwd, 'fake')}:${process.env.PATH}`,
    ...env,
  };
  const ended = await new Promise<Pick<Ended, 'code' | 'stdout'>>(resolve =>
    execFile(script, [...args], { cwd, env: told }, (error, stdout) =>
      resolve({ code: error === null ? 0 : Number(error.code), stdout }),
    ),
  );
  const read = (name: string) => readFile(join(cwd, name), 'utf8').catch(() => null);
  const lines = ((await read('outputs')) ?? '').trimEnd().split('\n');
  return {
    ...ended,
    outputs: Object.fromEntries(lines.map(line => line.split(/=(.*)/su).slice(0, 2) as [string, string])),
    markdown: await read('dbshift-plan/plan.md'),
    json: await read('dbshift-plan/plan.json'),
    calls: (await read('calls')) ?? '',
  };
}

const endings = [
  { code: '0', outcome: 'nothing', exit: 0 },
  { code: '1', outcome: 'changes', exit: 0 },
  { code: '3', outcome: 'refused', exit: 3 },
  { code: '2', outcome: 'failed', exit: 2 },
  { code: '64', outcome: 'failed', exit: 64 },
  { code: '75', outcome: 'failed', exit: 75 },
  { code: '78', outcome: 'failed', exit: 78 },
] as const;

for (const { code, outcome, exit } of endings)
  test(`a plan that ends with ${code} is ${outcome}, and the step ends with ${exit}`, async t => {
    const ended = await run(t, { code });
    t.is(ended.code, exit);
    t.is(ended.outputs['exit-code'], code);
    t.is(ended.outputs.outcome, outcome);
    t.true(ended.markdown?.startsWith(`${planMarker}\n`));
    t.is(ended.outputs.markdown, 'dbshift-plan/plan.md');
    t.is(ended.outputs.plan, outcome === 'failed' ? '' : 'dbshift-plan/plan.json');
  });

for (const code of ['0', '1', '3'])
  test(`without a plan file the step fails, although dbshift ends with ${code}`, async t => {
    const before = { 'dbshift-plan/plan.json': '{"old":true}', 'dbshift-plan/plan.md': 'old' };
    const ended = await run(t, { code, file: false, before });
    t.is(ended.code, code === '0' ? 2 : Number(code));
    t.is(ended.outputs.outcome, 'failed');
    t.is(ended.json, null);
    t.regex(ended.markdown ?? '', /none could be made/u);
  });

test('a dbshift that is killed fails the step', async t => {
  const ended = await run(t, { code: 'kill' });
  t.is(ended.code, 137);
  t.deepEqual([ended.outputs['exit-code'], ended.outputs.outcome], ['137', 'failed']);
});

test('what fails the job can be told', async t => {
  const codeOf = async (code: string, on: string) =>
    (await run(t, { code, env: { DBSHIFT_FAIL_ON: on } })).code;
  t.is(await codeOf('3', 'never'), 0);
  t.is(await codeOf('1', 'changes'), 1);
  t.is(await codeOf('3', 'changes'), 3);
  t.is(await codeOf('0', 'changes'), 0);
  t.is(await codeOf('78', 'never'), 78);
});

test('a word that is none of those fails before anything is run, and tells the outcome', async t => {
  const ended = await run(t, { code: '0', env: { DBSHIFT_FAIL_ON: 'sometimes' } });
  t.is(ended.code, 64);
  t.is(ended.calls, '');
  t.is(ended.outputs.outcome, 'failed');
});

test('a folder that cannot be made fails the step, and tells the outcome', async t => {
  const ended = await run(t, { code: '0', env: { DBSHIFT_PLAN_DIR: 'calls/x' }, before: { calls: '' } });
  t.is(ended.code, 2);
  t.deepEqual(ended.outputs, { 'exit-code': '2', outcome: 'failed', plan: '', markdown: '' });
});

test('arguments are passed on, and the plan is made once', async t => {
  const { calls } = await run(t, { code: '1', args: ['--schema', 'my schema.json'] });
  t.is(calls, 'plan --schema my schema.json --out dbshift-plan/plan.json --format markdown\n');
});

test('on GitHub the plan is shown as annotations and in the summary of the job', async t => {
  const cwd = await folderWith(t);
  const env = { GITHUB_ACTIONS: 'true', GITHUB_STEP_SUMMARY: join(cwd, 'summary') };
  const ended = await run(t, { code: '1', env });
  t.regex(ended.stdout, /^::notice::shown$/mu);
  t.is(await readFile(env.GITHUB_STEP_SUMMARY, 'utf8'), `${planMarker}\n`);
});
