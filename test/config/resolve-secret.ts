import { join } from 'node:path';
import test from 'ava';
import { resolveSecret } from '../../src/config/resolve-secret.js';
import { ConfigError } from '../../src/errors.js';
import { folderWith } from '../helpers/folder-with.js';

const key = 'servers.b.password';

test('a secret comes from the environment', async t => {
  t.is(await resolveSecret({ kind: 'env', name: 'P', key }, { P: ' s p ' }), ' s p ');
});

test('a secret comes from the first line of a file', async t => {
  const folder = await folderWith(t, { secret: 'hunter2\r\nmore\n' });
  t.is(await resolveSecret({ kind: 'file', path: join(folder, 'secret'), key }), 'hunter2');
});

test('a secret comes from a group of an option file', async t => {
  const folder = await folderWith(t, { cnf: '[client]\npassword=no\n[dbshift]\npassword="p#2"\n' });
  const path = join(folder, 'cnf');
  t.is(await resolveSecret({ kind: 'option-file', path, groups: ['dbshift'], key }), 'p#2');
});

test('a secret that is not there is an error with the key and the place', async t => {
  const folder = await folderWith(t, { empty: '\nhunter2\n', cnf: '[client]\nuser=hunter2\n' });
  const cases = [
    [{ kind: 'env', name: 'P', key }, `${key}: the environment variable P is not set`],
    [{ kind: 'file', path: join(folder, 'none'), key }, `${key}: ${folder}/none cannot be read (ENOENT)`],
    [{ kind: 'file', path: join(folder, 'empty'), key }, `${key}: ${folder}/empty is empty`],
    [
      { kind: 'option-file', path: join(folder, 'cnf'), groups: ['client'], key },
      `${key}: password in [client] of ${folder}/cnf is not set`,
    ],
  ] as const;
  for (const [ref, message] of cases)
    await t.throwsAsync(resolveSecret(ref, {}), { instanceOf: ConfigError, message });
});
