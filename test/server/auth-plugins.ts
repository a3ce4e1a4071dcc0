/** Ways to log in that are refused, by a server that asks for one: what is said, and that no answer is sent. */
import { once } from 'node:events';
import { type AddressInfo, createServer } from 'node:net';
import test, { type ExecutionContext } from 'ava';
import { ConfigError } from '../../src/errors.js';
import { openSession } from '../../src/server/connection.js';

const packet = (sequence: number, ...parts: readonly (Uint8Array | string)[]): Buffer => {
  const body = Buffer.concat(parts.map(part => Buffer.from(part)));
  return Buffer.concat([Buffer.from([body.length & 0xff, body.length >> 8, 0, sequence]), body]);
};

const scramble = Buffer.alloc(20, 7);

/** Protocol 10 of a MariaDB without TLS, with all capabilities that a login needs. */
const greeting = packet(
  0,
  ...['\x0a10.11.19-MariaDB\0', Buffer.from([1, 0, 0, 0]), scramble.subarray(0, 8), '\0'],
  ...[Buffer.from([0xfe, 0xf7, 45, 2, 0, 0xff, 0x81, 21]), Buffer.alloc(10), scramble.subarray(8), '\0'],
  'mysql_native_password\0',
);

/** A server that asks for one plugin; resolves to what it was sent in answer to that. */
async function serverThatAsks(t: ExecutionContext, plugin: string) {
  const answers: Buffer[] = [];
  const server = createServer(socket => {
    socket.on('error', () => undefined).write(greeting);
    socket.once('data', () => {
      socket.write(packet(2, Buffer.from([0xfe]), `${plugin}\0`, scramble, '\0'));
      socket.on('data', data => answers.push(data));
    });
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  t.teardown(() => server.close());
  const { port } = server.address() as AddressInfo;
  const endpoint = { label: 'server a', host: '127.0.0.1', port, user: 'dbshift', password: 'hunter2' };
  return { endpoint, answers };
}

const refuses = test.macro(async (t, plugin: string, said: RegExp, advice: RegExp) => {
  const { endpoint, answers } = await serverThatAsks(t, plugin);
  const error = await t.throwsAsync(openSession(endpoint), { instanceOf: ConfigError, message: said });
  t.regex((error as ConfigError).hint ?? '', advice);
  t.deepEqual(answers, []);
});

for (const plugin of ['client_ed25519', 'parsec', 'dialog', 'auth_gssapi_client'])
  test(
    `an account of MariaDB with the plugin ${plugin} is told how it gets in`,
    refuses,
    plugin,
    new RegExp(
      `^server a: the account dbshift authenticates with the plugin ${plugin}, which dbshift does not speak$`,
    ),
    /ALTER USER dbshift@… IDENTIFIED VIA mysql_native_password/,
  );

for (const plugin of ['mysql_clear_password', 'authentication_ldap_sasl_client'])
  test(
    `an account of MySQL with the plugin ${plugin} is told how it gets in`,
    refuses,
    plugin,
    new RegExp(`with the plugin ${plugin}, which`),
    /IDENTIFIED WITH caching_sha2_password/,
  );

for (const plugin of ['caching_sha2_password', 'sha256_password'])
  test(
    `${plugin} is answered over TLS or a socket alone`,
    refuses,
    plugin,
    new RegExp(`with ${plugin}, which is safe over TLS or a socket alone$`),
    /`tls` or `socket`.*`serverPublicKey`/,
  );

test('a plugin that nobody has heard of is told too', async t => {
  const { endpoint, answers } = await serverThatAsks(t, 'toString');
  await t.throwsAsync(openSession(endpoint), { message: /^server a: cannot connect: .*toString/ });
  t.deepEqual(answers, []);
});
