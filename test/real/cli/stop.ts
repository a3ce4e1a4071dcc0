/** Commands that are told to stop while something runs in their workspace: nothing of them stays. */
import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { readdir, readFile, realpath } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import type { ExecutionContext } from 'ava';
import { scratchPrefix } from '../../../src/grants/shared-privileges.js';
import type { ServerImage } from '../../../src/sandbox/server-image.js';
import { takeDown } from '../../../src/sandbox/take-down.js';
import { folderWith } from '../../helpers/folder-with.js';
import { liveServer } from '../../helpers/live-server.js';
import { processesOf } from '../../helpers/processes-of.js';
import { procsProject } from '../../helpers/procs-project.js';
import { type CliResult, cliFile, runCli } from '../../helpers/run-cli.js';
import { planArgs, schemaProject } from '../../helpers/schema-project.js';
import { eitherTest, flavorTest, mariadbTest, oneServerTest } from '../../helpers/server-test.js';
import { until } from '../../helpers/until.js';

const live = liveServer();

/** A migration that says when it has begun, and then does something for longer than anybody waits. */
const endless = (what: string) => `import { writeFileSync } from 'node:fs';
export async function up(knex) {
  writeFileSync('begun', '');
  ${what};
}
export async function down() {}
`;
const longStatement = endless("await knex.raw('SELECT SLEEP(1000)')");
const longScript = endless('await new Promise(resolve => setTimeout(resolve, 1_000_000))');

/** A project with that one migration behind the first. */
async function projectWith(t: ExecutionContext, image: ServerImage, migration: string, more = '') {
  return schemaProject(t, await live(image), { 'migrations/2.mjs': migration }, more);
}

type Begun = { readonly child: ChildProcess; readonly ended: Promise<CliResult> };

/** Runs the command until `file` is there. */
async function begin(
  t: ExecutionContext,
  args: readonly string[],
  { cwd, file = 'begun', env = {} }: { cwd: string; file?: string; env?: object },
): Promise<Begun> {
  const child = spawn(process.execPath, [cliFile, ...args], {
    cwd,
    env: { ...process.env, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  t.teardown(() => child.kill('SIGKILL'));
  const code = new Promise<number | null>(resolve => child.once('close', resolve));
  const ended = Promise.all([code, text(child.stdout), text(child.stderr)]).then(
    ([code, stdout, stderr]) => ({ code, stdout, stderr }),
  );
  const early = ended.then(({ stderr }) => Promise.reject(new Error(`it ended before: ${stderr}`)));
  await Promise.race([until(`${file} is there`, () => existsSync(join(cwd, file))), early]);
  early.catch(() => undefined);
  return { child, ended };
}

/** The folder of the throw-away server that this process has started. */
async function serverFolderOf({ child }: Begun): Promise<string> {
  const parent = await realpath(tmpdir());
  return until('a server', async () => {
    for (const name of await readdir(parent)) {
      if (!name.startsWith('dbshift-server-')) continue;
      const owner = await readFile(join(parent, name, 'owner'), 'utf8').catch(() => '{}');
      if (owner.includes(`"pid":${child.pid},`)) return join(parent, name);
    }
    return false;
  });
}

async function isHere(folder: string): Promise<boolean> {
  return existsSync(folder) || (await processesOf(folder)).length > 0;
}

flavorTest('a plan that is told to stop ends its server in the middle of a statement', async (t, image) => {
  for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP'] as const) {
    const cwd = await projectWith(t, image, longStatement);
    const begun = await begin(t, planArgs, { cwd });
    const folder = await serverFolderOf(begun);
    t.is((await processesOf(folder)).length, 1);
    begun.child.kill(signal);
    const { code, stdout, stderr } = await begun.ended;
    t.is(code, 75, stderr);
    t.is(stdout, '');
    t.regex(stderr, /^stopping; .*\n(.*\n)*error: stopped before the plan was made: nothing was changed\n/u);
    t.false(await isHere(folder));
  }
});

eitherTest('tests of programs that are told to stop end their server', async (t, image) => {
  const cwd = await procsProject(t, {
    'migrations/2.mjs': endless(''),
    'procedures/nothing.sql': 'CREATE PROCEDURE nothing() SQL SECURITY INVOKER DO 0;\n',
    'procedures/test/slow.sql': 'SELECT SLEEP(1000);\n',
  });
  const begun = await begin(t, ['procs', 'test', '--server', image.name], { cwd });
  const folder = await serverFolderOf(begun);
  begun.child.kill('SIGINT');
  const { code, stderr } = await begun.ended;
  t.is(code, 75, stderr);
  t.regex(stderr, /error: stopped: /u);
  t.false(await isHere(folder));
});

oneServerTest('a second signal leaves at once, and no server stays behind', async (t, image) => {
  for (const [signal, expected] of [
    ['SIGINT', 130],
    ['SIGTERM', 75],
  ] as const) {
    const cwd = await projectWith(t, image, longScript);
    const begun = await begin(t, planArgs, { cwd });
    const folder = await serverFolderOf(begun);
    begun.child.kill(signal);
    await until('the server has gone', async () => (await processesOf(folder)).length === 0);
    begun.child.kill(signal);
    t.is((await begun.ended).code, expected);
    t.false(await isHere(folder));
  }
});

oneServerTest('what a killed command has left is swept by the next one', async (t, image) => {
  const cwd = await projectWith(t, image, longStatement);
  const begun = await begin(t, planArgs, { cwd });
  const folder = await serverFolderOf(begun);
  begun.child.kill('SIGKILL');
  t.is((await begun.ended).code, null);
  const next = await projectWith(
    t,
    image,
    'export async function up() {}\nexport async function down() {}\n',
  );
  t.is((await runCli(planArgs, { cwd: next })).code, 1);
  t.false(await isHere(folder));
});

mariadbTest('a plan that is told to stop leaves nothing on the server of workspace.url', async (t, image) => {
  const { server, session } = await live(image);
  const { host, port, user, password } = server.root;
  const env = { WORKSPACE_URL: `mysql://${user}:${encodeURIComponent(password)}@${host}:${port}` };
  const more = 'workspace: { url: { env: WORKSPACE_URL } }\n';
  const cwd = await projectWith(t, image, longStatement, more);
  const { child, ended } = await begin(t, planArgs, { cwd, env });
  const running = `SELECT 1 FROM information_schema.PROCESSLIST WHERE INFO LIKE 'SELECT SLEEP(1000%'`;
  await until('the statement runs', async () => (await session.row(running)) !== undefined);
  child.kill('SIGTERM');
  const { code, stderr } = await ended;
  t.is(code, 75, stderr);
  t.is(await session.row(running), undefined);
  const left = `SELECT SCHEMA_NAME AS name FROM information_schema.SCHEMATA WHERE SCHEMA_NAME LIKE '${scratchPrefix}%'
    UNION ALL SELECT user FROM mysql.user WHERE user LIKE '${scratchPrefix}%'`;
  t.deepEqual(await session.rows(left), []);
});

oneServerTest('a sandbox that is told to stop while it comes up is gone again', async (t, image) => {
  const cwd = await folderWith(t);
  const folder = join(cwd, 'pair');
  const up = ['sandbox', 'up', '--folder', 'pair', '--server', image.name];
  const { child, ended } = await begin(t, up, { cwd, file: 'pair/sandbox.json' });
  child.kill('SIGTERM');
  const { code, stderr } = await ended;
  // It may have been up just then.
  if (code === 0) await takeDown(folder);
  else t.is(code, 75, stderr);
  t.false(await isHere(folder));
});
