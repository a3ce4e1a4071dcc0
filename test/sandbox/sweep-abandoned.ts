import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdir } from 'node:fs/promises';
import { userInfo } from 'node:os';
import { join } from 'node:path';
import test, { type ExecutionContext } from 'ava';
import { thisProcess } from '../../src/sandbox/owner.js';
import { sweepAbandoned } from '../../src/sandbox/sweep-abandoned.js';
import { folderWith } from '../helpers/folder-with.js';

const own = await thisProcess();
const child = spawn(process.execPath, ['-e', '']);
await once(child, 'exit');
const gone = { ...own, pid: child.pid };

const folder = 'dbshift-server-x';

/** What is left of a folder with such an owner. */
async function leftOf(t: ExecutionContext, owner: string, name = folder, uid = userInfo().uid) {
  const parent = await folderWith(t, {
    [join(name, 'owner')]: owner,
    [join(name, 'server', 'data', 'ibdata1')]: 'rows',
  });
  await sweepAbandoned(parent, uid);
  return readdir(parent);
}

test('a folder whose process has ended is removed', async t => {
  t.deepEqual(await leftOf(t, JSON.stringify(gone)), []);
});

test('one whose process id was given to another process since is removed', async t => {
  t.deepEqual(await leftOf(t, JSON.stringify({ ...own, born: '1' })), []);
});

test('one whose process is there stays', async t => {
  t.deepEqual(await leftOf(t, JSON.stringify(own)), [folder]);
});

test('one that cannot be judged from here stays: of another boot or container, without an owner', async t => {
  for (const owner of [JSON.stringify({ ...gone, system: 'elsewhere' }), 'null', '', '{']) {
    t.deepEqual(await leftOf(t, owner), [folder], owner);
  }
});

test('one of another account, or of another name, stays', async t => {
  t.deepEqual(await leftOf(t, JSON.stringify(gone), folder, userInfo().uid + 1), [folder]);
  t.deepEqual(await leftOf(t, JSON.stringify(gone), 'dbshift-sandbox-x'), ['dbshift-sandbox-x']);
});

test('a folder that is not there is no error', async t => {
  await t.notThrowsAsync(sweepAbandoned(join(await folderWith(t), 'none')));
});
