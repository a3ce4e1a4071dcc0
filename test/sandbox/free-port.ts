import { once } from 'node:events';
import { type AddressInfo, createServer } from 'node:net';
import test from 'ava';
import { findFreePort, isPortFree } from '../../src/sandbox/free-port.js';

test('a port that somebody listens on is not free', async t => {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  t.false(await isPortFree(port));
  server.close();
});

test('ports lie below those that systems give to outgoing connections', async t => {
  const port = await findFreePort();
  t.true(port >= 20_000 && port < 32_768);
});
