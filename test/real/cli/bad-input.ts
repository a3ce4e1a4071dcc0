/** What goes wrong before anything is done: one sentence, the place, what to do, and the exit code that says so. */
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { ExecutionContext } from 'ava';
import type { Sandbox } from '../../../src/sandbox/open-sandbox.js';
import { freshPairs } from '../../helpers/fresh-pair.js';
import { type CliResult, runCli } from '../../helpers/run-cli.js';
import { oneServerTest } from '../../helpers/server-test.js';
import { sessionOn } from '../../helpers/servers.js';

const freshPair = freshPairs();

/** Runs a command with the sandbox's configuration, changed. */
async function withConfig(
  sandbox: Sandbox,
  args: readonly string[],
  change: (text: string) => string,
): Promise<CliResult> {
  const file = join(sandbox.folder, 'changed.yaml');
  await writeFile(file, change(await readFile(sandbox.configFile, 'utf8')));
  return runCli([...args, '--config', file], { cwd: sandbox.folder });
}

/** Without a stack, on standard error alone. */
function isTold(t: ExecutionContext, result: CliResult, code: number, said: RegExp): void {
  t.is(result.code, code, result.stderr);
  t.regex(result.stderr, said);
  t.notRegex(result.stderr, /^\s+at /mu);
  t.notRegex(result.stderr, /bug in dbshift/u);
}

oneServerTest('a configuration is judged as a whole before a server is asked', async (t, image) => {
  const { sandbox } = await freshPair(t, image);
  const wrong = await withConfig(sandbox, ['status'], text =>
    text.replace('database:', 'databse:').replace('limits: {}', 'limits: { writePauseMs: 0 }'),
  );
  isTold(t, wrong, 78, /databse +is not a known key\n +→ did you mean database\?/u);
  t.regex(wrong.stderr, /limits\.writePauseMs/u);
});

oneServerTest('a wrong password is a wrong configuration, and is not shown', async (t, image) => {
  const { sandbox } = await freshPair(t, image);
  await writeFile(join(sandbox.folder, 'secrets', 'wrong'), 'hunter2\n', { mode: 0o600 });
  const wrong = await withConfig(sandbox, ['status'], text =>
    text.replaceAll('secrets/dbshift', 'secrets/wrong'),
  );
  isTold(t, wrong, 78, /server a \(127\.0\.0\.1:\d+\)/u);
  t.false(wrong.stderr.includes('hunter2'));
});

oneServerTest('a server that is down is named', async (t, image) => {
  const { sandbox } = await freshPair(t, image);
  await sandbox.crash('b');
  const said = new RegExp(`server b \\(127\\.0\\.0\\.1:${sandbox.servers.b.port}\\)`, 'u');
  isTold(t, await runCli(['flip', '--yes'], { cwd: sandbox.folder }), 2, said);
});

oneServerTest('the same server twice is refused', async (t, image) => {
  const { sandbox } = await freshPair(t, image);
  const wrong = await withConfig(sandbox, ['flip', '--yes'], text =>
    text.replaceAll(`${sandbox.servers.b.port}`, `${sandbox.servers.a.port}`),
  );
  t.true([3, 78].includes(wrong.code ?? 0), wrong.stderr);
  t.regex(wrong.stderr, /same server/u);
});

oneServerTest('two writable servers are refused', async (t, image) => {
  const { sandbox } = await freshPair(t, image);
  await (await sessionOn(t, sandbox, 'b')).send('SET GLOBAL read_only = 0');
  isTold(t, await runCli(['flip', '--yes'], { cwd: sandbox.folder }), 3, /both|two/u);
});

oneServerTest('two read-only servers are refused', async (t, image) => {
  const { sandbox } = await freshPair(t, image);
  await (await sessionOn(t, sandbox, 'a')).send('SET GLOBAL read_only = 1');
  isTold(t, await runCli(['flip', '--yes'], { cwd: sandbox.folder }), 3, /read-only|read_only/u);
});

oneServerTest('replication that is broken one way is refused', async (t, image) => {
  const { sandbox } = await freshPair(t, image);
  await (await sessionOn(t, sandbox, 'b')).send('STOP REPLICA SQL_THREAD');
  isTold(
    t,
    await runCli(['flip', '--yes'], { cwd: sandbox.folder }),
    3,
    /server b .*applier (stopped|held)/u,
  );
});

oneServerTest('an empty directory of migrations is told', async (t, image) => {
  const { sandbox } = await freshPair(t, image);
  isTold(t, await runCli(['migrate', '--yes'], { cwd: sandbox.folder }), 78, /no migrations in/u);
});
