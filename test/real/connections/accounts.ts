/** Accounts that a server does not let in, each with what a person does about it; and those that it does. */
import { generateKeyPairSync } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { ExecutionContext } from 'ava';
import { ConfigError } from '../../../src/errors.js';
import type { ServerImage } from '../../../src/sandbox/server-image.js';
import { openSession, type Session, withSession } from '../../../src/server/connection.js';
import type { Endpoint, TlsSettings } from '../../../src/server/endpoint.js';
import { errno } from '../../../src/server/errno.js';
import { isErrno, type ServerError } from '../../../src/server/server-error.js';
import { linkServer } from '../../../src/server/server-link.js';
import { liveServer } from '../../helpers/live-server.js';
import { mariadbTest, mysqlTest, serverTest } from '../../helpers/server-test.js';

const live = liveServer();
const password = 'in-the-test';

/** An account for one test: as it is made, and the endpoint of who is it. */
async function accountOf(t: ExecutionContext, image: ServerImage, how: string, host = '127.0.0.1') {
  const { server, session } = await live(image);
  const user = `u${++count}`;
  const name = `'${user}'@'${host}'`;
  await session.send(`CREATE USER ${name} ${how}`);
  t.teardown(() => session.send(`DROP USER ${name}`));
  return { root: session, name, endpoint: { ...server.root, user, password } };
}

let count = 0;

/** A link tells what a person can mend as an error of the configuration. */
async function isToldToMend(t: ExecutionContext, endpoint: Endpoint, said: RegExp, advice: RegExp) {
  const link = linkServer(endpoint);
  const error = await t.throwsAsync(link.connect(), { instanceOf: ConfigError, message: said });
  t.regex((error as ConfigError).hint ?? '', advice);
  t.false(`${error?.message}${(error as ConfigError).hint}`.includes(password));
  await link.close();
}

serverTest('a wrong password, and an account that is not there, are refused', async (t, image) => {
  const { endpoint } = await accountOf(t, image, `IDENTIFIED BY '${password}'`);
  const said = /the server refuses the account \w+: Access denied/;
  await isToldToMend(t, { ...endpoint, password: 'wrong' }, said, /check user and password/);
  await isToldToMend(t, { ...endpoint, user: 'nobody' }, said, /check user and password|no such account/);
});

serverTest('a locked account is told apart', async (t, image) => {
  const { endpoint } = await accountOf(t, image, `IDENTIFIED BY '${password}' ACCOUNT LOCK`);
  await isToldToMend(t, endpoint, /refuses the account .* locked/, /ACCOUNT UNLOCK/);
});

serverTest('an expired password is told apart, wherever the server tells it', async (t, image) => {
  const { endpoint } = await accountOf(t, image, `IDENTIFIED BY '${password}' PASSWORD EXPIRE`);
  await isToldToMend(t, endpoint, /refuses the account .* (?:expired|SET PASSWORD)/, /a new password/);
});

serverTest('an account that is locked by wrong passwords is told apart', async (t, image) => {
  const mysql = image.flavor === 'mysql';
  const limit = mysql ? 'FAILED_LOGIN_ATTEMPTS 1 PASSWORD_LOCK_TIME 1' : '';
  const { root, endpoint } = await accountOf(t, image, `IDENTIFIED BY '${password}' ${limit}`);
  if (!mysql) {
    await root.send('SET GLOBAL max_password_errors = 1');
    t.teardown(() => root.send('SET GLOBAL max_password_errors = DEFAULT'));
  }
  await t.throwsAsync(openSession({ ...endpoint, password: 'wrong' }));
  await isToldToMend(t, endpoint, /[Bb]locked|is blocked/, /mend the password/);
});

serverTest('an account that comes by the socket alone is told so', async (t, image) => {
  const { session } = await live(image);
  if (image.flavor === 'mysql') await loadAuthSocket(t, session);
  const how = image.flavor === 'mysql' ? 'IDENTIFIED WITH auth_socket' : 'IDENTIFIED VIA unix_socket';
  const { endpoint } = await accountOf(t, image, how);
  await isToldToMend(t, endpoint, /refuses the account/, /set `socket` in the configuration/);
});

async function loadAuthSocket(t: ExecutionContext, session: Session): Promise<void> {
  await session.send("INSTALL PLUGIN auth_socket SONAME 'auth_socket.so'");
  t.teardown(() => session.send('UNINSTALL PLUGIN auth_socket'));
}

serverTest('a server that takes no plain connections is told so', async (t, image) => {
  const { root, endpoint } = await accountOf(t, image, `IDENTIFIED BY '${password}'`);
  await root.send('SET GLOBAL require_secure_transport = 1');
  t.teardown(() => root.send('SET GLOBAL require_secure_transport = 0'));
  // 10.11 says no more than that the account is refused.
  await isToldToMend(t, endpoint, /refuses the account/, /TLS|`tls`/);
});

serverTest('the limits of an account and of the server are told apart', async (t, image) => {
  const limited = await accountOf(t, image, `IDENTIFIED BY '${password}' WITH MAX_USER_CONNECTIONS 1`);
  await withSession(limited.endpoint, async () => {
    const error = await t.throwsAsync<ServerError>(openSession(limited.endpoint));
    t.true(isErrno(error, errno.accountLimit), error?.message);
    t.regex(error?.hint ?? '', /MAX_USER_CONNECTIONS 0/);
  });
  const { root, endpoint } = await accountOf(t, image, `IDENTIFIED BY '${password}'`);
  await root.send('SET GLOBAL max_connections = 10');
  t.teardown(() => root.send('SET GLOBAL max_connections = 100'));
  const attempts = await Promise.allSettled(Array.from({ length: 14 }, () => openSession(endpoint)));
  const refused = attempts.flatMap(one => (one.status === 'rejected' ? [one.reason as ServerError] : []));
  t.true(
    refused.some(
      error => isErrno(error, errno.tooManyConnections) && /max_connections/.test(error.hint ?? ''),
    ),
  );
  for (const one of attempts) if (one.status === 'fulfilled') await one.value.close();
});

serverTest('a database that is not there is told', async (t, image) => {
  const { server } = await live(image);
  const error = await t.throwsAsync<ServerError>(openSession({ ...server.root, database: 'nowhere' }));
  t.true(isErrno(error, errno.unknownDatabase));
  t.regex(error?.hint ?? '', /`database`/);
});

mariadbTest('a password alone gets in, over the socket as well', async (t, image) => {
  const { endpoint } = await accountOf(t, image, `IDENTIFIED BY '${password}'`, 'localhost');
  await withSession(await bySocket(image, endpoint), async session =>
    t.truthy(await session.row('SELECT 1')),
  );
});

mysqlTest('a plugin that is not loaded any more is told, with one that is', async (t, image) => {
  const { root, endpoint, name } = await accountOf(t, image, `IDENTIFIED BY '${password}'`);
  // As an account looks that was made before 9.0: the server makes no such account now.
  const where = `WHERE CONCAT('\\'', user, '\\'@\\'', host, '\\'') = "${name.replaceAll("'", "\\'")}"`;
  await root.send(`UPDATE mysql.user SET plugin = 'mysql_native_password' ${where}`);
  await root.send('FLUSH PRIVILEGES');
  await isToldToMend(t, endpoint, /refuses the account/, /caching_sha2_password/);
});

/** What the server does not remember is asked for in full. */
async function forgotten(t: ExecutionContext, image: ServerImage, host?: string): Promise<Endpoint> {
  const { root, endpoint } = await accountOf(t, image, `IDENTIFIED BY '${password}'`, host);
  await root.send('FLUSH PRIVILEGES');
  return endpoint;
}

const plain = ({ serverPublicKey: _, ...endpoint }: Endpoint): Endpoint => endpoint;

mysqlTest(
  'caching_sha2_password gets in with the pinned key, over TLS and over the socket',
  async (t, image) => {
    const ways: readonly ((endpoint: Endpoint) => Endpoint | Promise<Endpoint>)[] = [
      endpoint => endpoint,
      async endpoint => ({ ...plain(endpoint), tls: await ownTls(image) }),
    ];
    for (const way of ways) {
      await withSession(await way(await forgotten(t, image)), async session =>
        t.truthy(await session.row('SELECT 1')),
      );
    }
    const local = await bySocket(image, plain(await forgotten(t, image, 'localhost')));
    await withSession(local, async session => t.truthy(await session.row('SELECT 1')));
  },
);

mysqlTest(
  'caching_sha2_password is refused without, also when the server remembers the account',
  async (t, image) => {
    const endpoint = await forgotten(t, image);
    await isToldToMend(t, plain(endpoint), /safe over TLS or a socket alone/, /`serverPublicKey`/);
    await withSession(endpoint, async () => undefined);
    await isToldToMend(t, plain(endpoint), /safe over TLS or a socket alone/, /`serverPublicKey`/);
  },
);

mysqlTest('the key of another server reads nothing, and is told', async (t, image) => {
  const { publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const serverPublicKey = String(publicKey.export({ type: 'spki', format: 'pem' }));
  await isToldToMend(t, { ...(await forgotten(t, image)), serverPublicKey }, /refuses/, /`serverPublicKey`/);
});

async function bySocket(image: ServerImage, { host: _, port: __, ...endpoint }: Endpoint): Promise<Endpoint> {
  return { ...endpoint, socketPath: join(await dataDirOf(image), 'server.sock') };
}

async function dataDirOf(image: ServerImage): Promise<string> {
  const { session } = await live(image);
  return String((await session.row('SELECT @@datadir AS dir'))?.dir);
}

/** The certificate that MySQL makes for itself, as docs/config.md says. */
async function ownTls(image: ServerImage): Promise<TlsSettings> {
  const ca = await readFile(join(await dataDirOf(image), 'ca.pem'), 'utf8');
  return { ca, serverName: `MySQL_Server_${image.version}_Auto_Generated_Server_Certificate` };
}
