/** The life of a sandbox on real servers: who may make one where, who ends it, and that nothing stays behind. */
import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import type { ExecutionContext } from 'ava';
import { ConfigError, FailedError, UsageError } from '../../src/errors.js';
import { bringUpPair } from '../../src/sandbox/bring-up-pair.js';
import { bringUpServer } from '../../src/sandbox/bring-up-server.js';
import { findImage } from '../../src/sandbox/find-image.js';
import { observeSandbox } from '../../src/sandbox/observe-sandbox.js';
import { openSandbox, type Sandbox } from '../../src/sandbox/open-sandbox.js';
import type { ServerImage } from '../../src/sandbox/server-image.js';
import { takeDown } from '../../src/sandbox/take-down.js';
import { withSession } from '../../src/server/connection.js';
import { ServerError } from '../../src/server/server-error.js';
import { processesOf } from '../helpers/processes-of.js';
import { flavorTest, oneServerTest } from '../helpers/server-test.js';
import { withPair } from '../helpers/servers.js';
import { until } from '../helpers/until.js';

flavorTest('down leaves no process and no folder', async (t, image) => {
  const sandbox = await detached(t, image);
  const { folder } = sandbox;
  t.is((await processesOf(folder)).length, 2);
  t.deepEqual(await sandbox.down(), []);
  t.deepEqual(await processesOf(folder), []);
  t.false(existsSync(folder));
});

oneServerTest('down keeps the migrations that a person wrote in the sandbox', async (t, image) => {
  const sandbox = await detached(t, image);
  const { folder } = sandbox;
  await writeFile(join(folder, 'migrations', '1.sql'), 'SELECT 1;\n');
  t.deepEqual(await sandbox.down(), ['migrations']);
  t.deepEqual(await readdir(folder), ['migrations']);
});

oneServerTest('a second up in the same folder is refused and harms nothing', async (t, image) => {
  const { folder } = await withPair(t, { image });
  const error = await t.throwsAsync(bringUpPair({ folder, image }), { instanceOf: UsageError });
  t.is(error.message, `there is already a sandbox in ${folder}`);
  t.like((await observeSandbox(folder)).servers, { a: { state: 'running' }, b: { state: 'running' } });
});

oneServerTest('up does not overwrite a configuration that is already in the folder', async (t, image) => {
  const folder = await emptyFolder(t);
  await writeFile(join(folder, 'dbshift.config.yaml'), 'mine\n');
  const error = await t.throwsAsync(bringUpPair({ folder, image }), { instanceOf: UsageError });
  t.regex(error.message, /already has dbshift\.config\.yaml/);
  t.is(await readFile(join(folder, 'dbshift.config.yaml'), 'utf8'), 'mine\n');
});

flavorTest(
  'an up that fails names the reason that the server gave, and leaves nothing behind',
  async (t, image) => {
    const folder = await emptyFolder(t);
    const error = await t.throwsAsync(
      bringUpPair({ folder, image, serverOptions: { 'no-such-option': '1' } }),
      {
        instanceOf: FailedError,
      },
    );
    t.regex(error.message, /server [ab] .* ended while it was starting.*no-such-option/s);
    t.deepEqual(await processesOf(folder), []);
    t.false(existsSync(folder));
  },
);

flavorTest('the servers of a test die with the process that started them', async (t, image) => {
  const { child, folder } = await hold(t, { lifetime: 'process', server: image.name });
  t.is((await processesOf(folder)).length, 2);
  child.kill('SIGKILL');
  await until('the servers have gone', async () => (await processesOf(folder)).length === 0);
  await takeDown(folder);
  t.false(existsSync(folder));
});

flavorTest('another process finds a detached sandbox by its folder and takes it down', async (t, image) => {
  const { child, folder } = await hold(t, { lifetime: 'detached', server: image.name });
  await once(child, 'exit');
  t.like((await observeSandbox(folder)).servers, { a: { state: 'running' }, b: { state: 'running' } });
  await openSandbox(folder).down();
  t.deepEqual(await processesOf(folder), []);
  t.false(existsSync(folder));
});

flavorTest(
  'a throw-away server is writable, has no account but root, and leaves nothing behind',
  async (t, image) => {
    const server = await bringUpServer(image);
    t.teardown(() => server.down());
    const users = await withSession(server.root, async session => {
      await session.send('CREATE DATABASE w');
      return session.rows(
        "SELECT user FROM mysql.user WHERE user NOT REGEXP '^(root|mariadb[.]sys|mysql[.].*)$'",
      );
    });
    t.deepEqual(users, []);
    await server.down();
    await t.throwsAsync(
      withSession(server.root, async () => {}),
      { instanceOf: ServerError },
    );
  },
);

flavorTest('sandbox up, status and down say what they did, and up shows no password', async (t, image) => {
  const folder = join(await emptyFolder(t), 'pair');
  t.teardown(async () => existsSync(folder) && takeDown(folder));
  const up = await command(
    `sandboxUp({ folder: ${JSON.stringify(folder)}, server: ${JSON.stringify(image.name)} })`,
  );
  t.regex(up, /ready in [\d.]+ s/);
  t.true(up.startsWith(`two servers are up (${image.name})`));
  for (const name of await readdir(join(folder, 'secrets'))) {
    t.false(up.includes((await readFile(join(folder, 'secrets', name), 'utf8')).trim()));
  }
  const status = await command(`sandboxStatus({ folder: ${JSON.stringify(folder)} })`);
  t.regex(status, /a {2}127\.0\.0\.1:\d+ {2}pid \d+ {2}writable, receiver running, applier running\n/);
  t.regex(status, /b {2}127\.0\.0\.1:\d+ {2}pid \d+ {2}read-only, receiver running, applier running\n/);
  t.regex(await command(`sandboxDown({ folder: ${JSON.stringify(folder)} })`), /both servers are stopped/);
  t.false(existsSync(folder));
});

/** Runs one function of the command in a process of its own, as the command line does, and resolves to its output. */
async function command(call: string): Promise<string> {
  const module = new URL('../../src/cli/commands/sandbox.js', import.meta.url).href;
  const program = `import * as sandbox from ${JSON.stringify(module)}; await sandbox.${call};`;
  return (await promisify(execFile)(process.execPath, ['--input-type=module', '-e', program])).stdout;
}

oneServerTest('a server that is not here is answered with those that are', async (t, image) => {
  const error = await t.throwsAsync(findImage('mysql 5.0'), { instanceOf: ConfigError });
  t.is(error.message, 'there is no server "mysql 5.0" on this machine');
  t.true(error.hint?.startsWith('here are: '));
  t.true(error.hint?.includes(image.name));
});

const asRoot = process.getuid?.() === 0;
oneServerTest(
  `an account that is not root can run a pair${asRoot ? '' : ' (this one)'}`,
  async (t, image) => {
    const nobody = asRoot ? { uid: 65_534, gid: 65_534 } : {};
    const { child, folder } = await hold(t, { lifetime: 'process', server: image.name }, nobody);
    const { uid } = await stat(join(folder, 'a', 'data', 'ibdata1'));
    t.is(uid, asRoot ? 65_534 : (process.getuid?.() ?? 0));
    t.like((await observeSandbox(folder)).servers, { a: { writable: true }, b: { writable: false } });
    child.kill('SIGKILL');
    await until('the servers have gone', async () => (await processesOf(folder)).length === 0);
  },
);

/** Runs a program that brings up a pair, and waits for it to say where. */
async function hold(t: ExecutionContext, options: object, account: object = {}) {
  const program = fileURLToPath(new URL('../helpers/sandbox-holder.js', import.meta.url));
  const child = spawn(process.execPath, [program, JSON.stringify(options)], {
    ...account,
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  t.teardown(() => child.kill('SIGKILL'));
  const folder = await firstLine(child);
  t.teardown(() => rm(folder, { recursive: true, force: true }));
  return { child, folder };
}

async function firstLine(child: ChildProcess): Promise<string> {
  let text = '';
  for await (const chunk of child.stdout ?? []) {
    text += String(chunk);
    if (text.includes('\n')) return text.slice(0, text.indexOf('\n'));
  }
  throw new Error('the program ended without a word');
}

/** A sandbox as the command line makes it, removed by hand. */
async function detached(t: ExecutionContext, image: ServerImage): Promise<Sandbox> {
  const sandbox = await bringUpPair({ folder: await emptyFolder(t), image, lifetime: 'detached' });
  t.teardown(async () => existsSync(join(sandbox.folder, 'sandbox.json')) && sandbox.down());
  return sandbox;
}

async function emptyFolder(t: ExecutionContext): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'dbshift-test-'));
  t.teardown(() => rm(folder, { recursive: true, force: true }));
  return folder;
}
