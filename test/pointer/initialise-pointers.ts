import * as fs from 'node:fs/promises';
import { join } from 'node:path';
import test, { type ExecutionContext } from 'ava';
import { parseConfig } from '../../src/config/parse-config.js';
import { FailedError } from '../../src/errors.js';
import { initialisePointers } from '../../src/pointer/initialise-pointers.js';
import { openPointers } from '../../src/pointer/open-pointers.js';
import { folderWith } from '../helpers/folder-with.js';

async function newConfig(t: ExecutionContext) {
  const folder = await folderWith(t);
  const server = (host: string) => ({ host, user: 'x', password: { env: 'SECRET_OF_SERVERS' } });
  const raw = {
    servers: { a: server('db-a'), b: { ...server('db-b'), application: { host: 'b.internal', port: 6033 } } },
    database: 'app',
    pointers: [
      { kind: 'file', path: 'active.php', format: 'php', mode: '0640' },
      { kind: 'exec', get: ['cat', 'state'], set: ['sh', '-c', 'cat > state; env > environment'] },
    ],
  };
  return { folder, config: parseConfig(raw, { file: join(folder, 'dbshift.config.json'), folder }) };
}

test('every pointer gets the address that applications use, and a second time nothing is written', async t => {
  const { folder, config } = await newConfig(t);
  const written = await initialisePointers(config, 'b');
  t.deepEqual(
    written.map(({ created, value }) => [created, value.active, value.host, value.port, value.generation]),
    [
      [true, 'b', 'b.internal', 6033, 1],
      [true, 'b', 'b.internal', 6033, 1],
    ],
  );
  t.is((await fs.stat(join(folder, 'active.php'))).mode & 0o777, 0o640);
  const again = await initialisePointers(config, 'b');
  t.deepEqual(
    again.map(({ created, value }) => [created, value]),
    written.map(({ value }) => [false, value]),
  );
});

test('a pointer that names the other side is left alone, and so are the rest', async t => {
  const { folder, config } = await newConfig(t);
  await initialisePointers(config, 'b');
  await fs.rm(join(folder, 'active.php'));
  await t.throwsAsync(initialisePointers(config, 'a'), {
    instanceOf: FailedError,
    message: 'pointer exec cat names b already',
  });
  await t.throwsAsync(fs.stat(join(folder, 'active.php')), { code: 'ENOENT' });
});

test('commands of a pointer do not inherit the passwords of the servers', async t => {
  const { folder, config } = await newConfig(t);
  const env = { PATH: process.env.PATH, SECRET_OF_SERVERS: 'hunter2', OTHER: 'kept' };
  await initialisePointers(config, 'a', env);
  const environment = await fs.readFile(join(folder, 'environment'), 'utf8');
  t.regex(environment, /^OTHER=kept$/mu);
  t.notRegex(environment, /hunter2/u);
});

test('pointers are opened in the order of the configuration', async t => {
  const { folder, config } = await newConfig(t);
  t.deepEqual(
    openPointers(config).map(({ name }) => name),
    [`pointer file ${folder}/active.php`, 'pointer exec cat'],
  );
});
