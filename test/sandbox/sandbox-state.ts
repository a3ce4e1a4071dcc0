import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import test, { type ExecutionContext } from 'ava';
import { FailedError, UsageError } from '../../src/errors.js';
import { openSandbox } from '../../src/sandbox/open-sandbox.js';
import { claimFolder, readState, type SandboxState } from '../../src/sandbox/sandbox-state.js';
import { takeDown } from '../../src/sandbox/take-down.js';

const state: SandboxState = {
  image: 'mariadb 10.11',
  command: ['mariadbd'],
  lifetime: 'detached',
  database: 'app',
  servers: {},
};

async function folderFor(t: ExecutionContext): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'dbshift-test-'));
  t.teardown(() => rm(folder, { recursive: true, force: true }));
  return folder;
}

test('of two claims on one folder the second is refused', async t => {
  const folder = await folderFor(t);
  claimFolder(folder, state);
  t.throws(() => claimFolder(folder, { ...state, database: 'other' }), { instanceOf: UsageError });
  t.deepEqual(readState(folder), state);
});

test('a folder without a sandbox is said to be one', async t => {
  const folder = await folderFor(t);
  const error = t.throws(() => readState(folder), { instanceOf: UsageError });
  t.is(error.message, `there is no sandbox in ${folder}`);
});

test('a state file that is no JSON is named', async t => {
  const folder = await folderFor(t);
  await writeFile(join(folder, 'sandbox.json'), '{');
  const error = t.throws(() => readState(folder), { instanceOf: FailedError });
  t.regex(error.message, /sandbox\.json/);
});

test('a sandbox whose up was interrupted cannot be used, and can be taken down', async t => {
  const folder = await folderFor(t);
  claimFolder(folder, state);
  t.throws(() => openSandbox(folder), { instanceOf: FailedError, message: /half-made/ });
  t.deepEqual(await takeDown(folder), []);
});
