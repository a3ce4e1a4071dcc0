/** A sandbox pair on real servers: what `up` gives, and what `crash`, `restart` and cuts do. */
import { existsSync } from 'node:fs';
import { readdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { sides } from '../../src/pair/side.js';
import { observeSandbox } from '../../src/sandbox/observe-sandbox.js';
import type { Session } from '../../src/server/connection.js';
import { isErrno } from '../../src/server/server-error.js';
import { flavorOf } from '../helpers/flavors.js';
import { flavorTest } from '../helpers/server-test.js';
import { sessionOn, sharedPair, withPair } from '../helpers/servers.js';
import { until } from '../helpers/until.js';

const table = 'CREATE TABLE app.t (id INT PRIMARY KEY AUTO_INCREMENT, v INT)';

/** The tests that put the roles back share a pair; the first of them finds it as it came up. */
const pairOf = sharedPair();

flavorTest(
  'a new pair is linked both ways, a is writable, b is not, and no transaction was made',
  async (t, image) => {
    const sandbox = await pairOf(t, image);
    const { servers } = await observeSandbox(sandbox.folder);
    t.like(servers.a, { state: 'running', writable: true, receiver: 'running', applier: 'running' });
    t.like(servers.b, { state: 'running', writable: false, receiver: 'running', applier: 'running' });
    for (const side of sides) {
      const session = await sessionOn(t, sandbox, side);
      const { readServer, serverQuery } = flavorOf(image);
      t.is(readServer((await session.row(serverQuery)) ?? {}).executed.toString(), '');
    }
  },
);

flavorTest(
  'passwords are in files of the owner alone, and in no other file of the sandbox but the server’s own',
  async (t, image) => {
    const { folder, configFile } = await pairOf(t, image);
    const secret = (await readFile(join(folder, 'secrets', 'dbshift'), 'utf8')).trim();
    t.true(secret.length >= 20);
    for (const name of await readdir(join(folder, 'secrets'))) {
      t.is((await stat(join(folder, 'secrets', name))).mode & 0o777, 0o600);
    }
    for (const side of sides) t.false(existsSync(join(folder, side, 'init.sql')));
    t.false((await readFile(configFile, 'utf8')).includes(secret));
    t.false((await readFile(join(folder, 'sandbox.json'), 'utf8')).includes(secret));
  },
);

flavorTest(
  'a cut stops what flows into one side while it tries to connect, and heals by itself',
  async (t, image) => {
    const sandbox = await pairOf(t, image);
    const [a, b] = [await sessionOn(t, sandbox, 'a'), await sessionOn(t, sandbox, 'b')];
    await a.send('DROP TABLE IF EXISTS app.t');
    await a.send(table);
    await until('b has the table', async () => (await count(b)) === 0);
    await sandbox.cutReplication('b');
    await until('b lost its source', async () => {
      const status = (await observeSandbox(sandbox.folder)).servers.b;
      return status.state === 'running' && status.receiver === 'connecting';
    });
    await a.send('INSERT INTO app.t (v) VALUES (1)');
    t.like((await observeSandbox(sandbox.folder)).servers, {
      a: { receiver: 'running' },
      b: { applier: 'running' },
    });
    t.is(await count(b), 0);
    await sandbox.healReplication('b');
    await until('b has the row', async () => (await count(b)) === 1);
  },
);

flavorTest('writes replicate both ways when the roles are changed by hand', async (t, image) => {
  const sandbox = await pairOf(t, image);
  const [a, b] = [await sessionOn(t, sandbox, 'a'), await sessionOn(t, sandbox, 'b')];
  t.teardown(async () => {
    await b.send('SET GLOBAL read_only = 1');
    await a.send('SET GLOBAL read_only = 0');
  });
  await a.send('DROP TABLE IF EXISTS app.t');
  await a.send(table);
  await a.send('INSERT INTO app.t (v) VALUES (1), (2)');
  await until('b has the rows', async () => (await count(b)) === 2);
  await a.send('SET GLOBAL read_only = 1');
  await b.send('SET GLOBAL read_only = 0');
  await b.send('INSERT INTO app.t (v) VALUES (3)');
  await until('a has the row that was written on b', async () => (await count(a)) === 3);
  const ids = async (session: Session) =>
    (await session.rows('SELECT id FROM app.t ORDER BY id')).map(row => row.id);
  t.deepEqual(await ids(a), [1, 3, 4]);
  t.deepEqual(await ids(b), [1, 3, 4]);
});

// The last on the shared pair: its sides differ after it.
flavorTest('read_only stops the application account and not dbshift', async (t, image) => {
  const sandbox = await pairOf(t, image);
  const root = await sessionOn(t, sandbox, 'a');
  await root.send('DROP TABLE IF EXISTS app.t');
  await root.send(table);
  const app = await sessionOn(t, sandbox, 'a', 'app');
  const dbshift = await sessionOn(t, sandbox, 'a', 'dbshift');
  await app.send('INSERT INTO app.t (v) VALUES (1)');
  const { fence, releaseFence, closeWrites } = flavorOf(image);
  for (const sql of [...fence(2), ...releaseFence()]) await dbshift.send(sql);
  const refused = await t.throwsAsync(app.send('INSERT INTO app.t (v) VALUES (2)'));
  t.true(isErrno(refused, 1290));
  for (const sql of closeWrites()) await dbshift.send(sql);
  await dbshift.send('SET SESSION sql_log_bin = 0');
  await dbshift.send('ALTER TABLE app.t ADD COLUMN w INT');
  await dbshift.send('CREATE DATABASE dbshift');
  await dbshift.send('CREATE DATABASE dbshift_scratch_1');
  const denied = await t.throwsAsync(dbshift.send('CREATE DATABASE other'));
  t.true(isErrno(denied, 1044));
});

flavorTest(
  'a server that crashed while writable comes back read-only, with its data and not replicating',
  async (t, image) => {
    const sandbox = await withPair(t, { image });
    const before = await sessionOn(t, sandbox, 'a');
    await before.send(table);
    await before.send('INSERT INTO app.t (v) VALUES (1)');
    const { pid, port } = sandbox.servers.a;
    await sandbox.crash('a');
    t.like((await observeSandbox(sandbox.folder)).servers.a, { state: 'stopped' });
    await sandbox.restart('a');
    t.not(sandbox.servers.a.pid, pid);
    t.is(sandbox.servers.a.port, port);
    const { a } = (await observeSandbox(sandbox.folder)).servers;
    t.like(a, { writable: false, receiver: 'stopped' });
    t.true(a.state === 'running' && a.applier !== 'running');
    t.is(await count(await sessionOn(t, sandbox, 'a')), 1);
  },
);

flavorTest('a pair that is asked to replicate at boot does so after a crash', async (t, image) => {
  const sandbox = await withPair(t, { image, startReplicationAtBoot: true });
  await sandbox.crash('b');
  await sandbox.restart('b');
  await until('b replicates', async () => {
    const { b } = (await observeSandbox(sandbox.folder)).servers;
    return b.state === 'running' && b.receiver === 'running' && b.applier === 'running';
  });
  t.pass();
});

async function count(on: Session): Promise<number> {
  return Number((await on.row('SELECT COUNT(*) AS n FROM app.t'))?.n);
}
