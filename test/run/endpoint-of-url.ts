import { join } from 'node:path';
import test from 'ava';
import type { Config, SecretRef } from '../../src/config/config.js';
import { ConfigError } from '../../src/errors.js';
import { endpointOfUrl } from '../../src/run/endpoint-of-url.js';
import { folderWith } from '../helpers/folder-with.js';

/** Only the part that is read. */
const withUrl = (url?: SecretRef) => (url === undefined ? {} : { workspace: { url } }) as Config;

test('a configuration without a workspace names no server', async t => {
  t.is(await endpointOfUrl(withUrl()), null);
});

test('the URL is read from where it is kept', async t => {
  const folder = await folderWith(t, { url: 'mysql://trial:p%40ss@db.example:3307\n' });
  const endpoint = await endpointOfUrl(
    withUrl({ kind: 'file', key: 'workspace.url', path: join(folder, 'url') }),
  );
  t.like(endpoint, { host: 'db.example', port: 3307, user: 'trial', password: 'p@ss' });
});

test('a URL that is none is told without what it holds', async t => {
  const folder = await folderWith(t, { url: 'postgres://trial:hidden@db.example' });
  const url = { kind: 'file', key: 'workspace.url', path: join(folder, 'url') } as const;
  const error = await t.throwsAsync(endpointOfUrl(withUrl(url)), { instanceOf: ConfigError });
  t.notRegex(`${error?.message} ${error?.hint}`, /hidden/);
});

test('a URL whose place is missing is told with key and place', async t => {
  const folder = await folderWith(t, {});
  const path = join(folder, 'url');
  await t.throwsAsync(endpointOfUrl(withUrl({ kind: 'file', key: 'workspace.url', path })), {
    instanceOf: ConfigError,
    message: `workspace.url: ${path} cannot be read (ENOENT)`,
  });
});
