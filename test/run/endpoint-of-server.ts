import { join } from 'node:path';
import test from 'ava';
import { ConfigError } from '../../src/errors.js';
import { endpointOfServer } from '../../src/run/endpoint-of-server.js';
import { makeAuthority } from '../helpers/certificates.js';
import { folderWith } from '../helpers/folder-with.js';

const { ca } = makeAuthority('test CA');
const server = { label: 'server a (db-a:3306)', address: { host: 'db-a', port: 3306 }, user: 'dbshift' };

test('secrets and files are in the endpoint, by their contents', async t => {
  const folder = await folderWith(t, { 'ca.pem': ca, secret: 'p\n' });
  const endpoint = await endpointOfServer({
    ...server,
    password: { kind: 'file', path: join(folder, 'secret'), key: 'servers.a.password' },
    tls: { ca: { path: join(folder, 'ca.pem'), key: 'tls.ca' }, serverName: 'a.example' },
  });
  t.deepEqual(endpoint, {
    ...{ label: server.label, host: 'db-a', port: 3306, user: 'dbshift', password: 'p' },
    tls: { ca, serverName: 'a.example' },
  });
});

test('a server without anything secret needs no file', async t => {
  t.like(await endpointOfServer(server), { password: '' });
  t.false('tls' in (await endpointOfServer(server)));
});

test('a file that is missing is told by its key', async t => {
  const serverPublicKey = { path: '/nowhere/key.pem', key: 'servers.a.serverPublicKey' };
  await t.throwsAsync(endpointOfServer({ ...server, serverPublicKey }), {
    instanceOf: ConfigError,
    message: 'servers.a.serverPublicKey: /nowhere/key.pem cannot be read (ENOENT)',
  });
});
