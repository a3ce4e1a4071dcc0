import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import test from 'ava';
import { parse } from 'yaml';
import { configName, pointerName, writeProjectFiles } from '../../src/sandbox/project-files.js';

const server = (port: number) => ({
  host: '127.0.0.1',
  port,
  pid: 1,
  optionFile: join(tmpdir(), 'my.cnf'),
  socket: '',
  dataDir: '',
  errorLog: '',
});
const servers = { a: server(20_001), b: server(20_002) };

test('the configuration names both servers, the account of dbshift and the file of its password', async t => {
  const folder = await mkdtemp(join(tmpdir(), 'dbshift-test-'));
  t.teardown(() => rm(folder, { recursive: true }));
  await writeProjectFiles({ folder, servers, database: 'a: b #', migrations: '../m "x"', procedures: './p' });
  const account = {
    host: '127.0.0.1',
    user: 'dbshift',
    password: { file: './secrets/dbshift' },
    serverOptionFile: '../my.cnf',
  };
  t.deepEqual(parse(await readFile(join(folder, configName), 'utf8')), {
    servers: { a: { ...account, port: 20_001 }, b: { ...account, port: 20_002 } },
    database: 'a: b #',
    migrations: '../m "x"',
    procedures: './p',
    pointers: [{ kind: 'file', path: './pointer.json', format: 'json' }],
    limits: {},
  });
});

test('the pointer names side a', async t => {
  const folder = await mkdtemp(join(tmpdir(), 'dbshift-test-'));
  t.teardown(() => rm(folder, { recursive: true }));
  await writeProjectFiles({ folder, servers, database: 'app', migrations: './m', procedures: './p' });
  const pointer = JSON.parse(await readFile(join(folder, pointerName), 'utf8'));
  t.like(pointer, { active: 'a', host: '127.0.0.1', port: 20_001 });
});
