/** TLS with real servers: what is accepted, and what is refused before anything of the account was sent. */
import type { ExecutionContext } from 'ava';
import { ConfigError } from '../../../src/errors.js';
import { bringUpServer } from '../../../src/sandbox/bring-up-server.js';
import type { ServerImage } from '../../../src/sandbox/server-image.js';
import { openSession, withSession } from '../../../src/server/connection.js';
import type { Endpoint, TlsSettings } from '../../../src/server/endpoint.js';
import { errno } from '../../../src/server/errno.js';
import { isErrno, type ServerError } from '../../../src/server/server-error.js';
import { type CertificateOptions, makeAuthority } from '../../helpers/certificates.js';
import { mariadbTest, serverTest } from '../../helpers/server-test.js';
import { authority, tlsServer } from '../../helpers/tls-server.js';
import { until } from '../../helpers/until.js';

const serverOf = tlsServer();
const { ca } = authority;
const stranger = makeAuthority('another CA');

type Case = {
  readonly certificate?: Partial<CertificateOptions>;
  readonly signedBy?: typeof authority;
  readonly tls?: TlsSettings;
};

/** The server is on 127.0.0.1. */
const accepted: Readonly<Record<string, Case>> = {
  'an address that is in the certificate': { certificate: { names: ['127.0.0.1'] } },
  'a name that is in the certificate': {
    certificate: { names: ['db1.example'] },
    tls: { ca, serverName: 'db1.example' },
  },
  'the common name of a certificate without other names': { tls: { ca, serverName: 'db1' } },
};

const refused: Readonly<Record<string, Case & { readonly said: RegExp }>> = {
  'an address that is not in the certificate': {
    certificate: { names: ['localhost', '127.0.0.2'] },
    said: /certificate is not for 127\.0\.0\.1, but for DNS:localhost, IP Address:127\.0\.0\.2/,
  },
  'a name that is not in the certificate': {
    certificate: { names: ['db1.example', '127.0.0.1'] },
    tls: { ca, serverName: 'db2.example' },
    said: /certificate is not for db2\.example, but for DNS:db1\.example/,
  },
  'a certificate of another CA': {
    certificate: { names: ['127.0.0.1'] },
    signedBy: stranger,
    said: /signed by none of the CAs that are trusted/,
  },
  'a certificate of a CA that nobody named': {
    certificate: { names: ['127.0.0.1'] },
    tls: {},
    said: /signed by none of the CAs that are trusted/,
  },
};

for (const [what, { certificate, tls = { ca } }] of Object.entries(accepted)) {
  serverTest(`TLS accepts ${what}`, async (t, image) => {
    const { root, show } = await serverOf(image);
    await show(authority.issue({ commonName: 'db1', ...certificate }));
    await withSession({ ...root, tls }, async session => {
      t.regex(String((await session.row("SHOW STATUS LIKE 'Ssl_version'"))?.Value), /^TLSv1\.[23]$/);
    });
  });
}

for (const [what, { certificate, signedBy = authority, tls = { ca }, said }] of Object.entries(refused)) {
  serverTest(`TLS refuses ${what} before it sends the account`, async (t, image) => {
    const { root, show } = await serverOf(image);
    await show(signedBy.issue({ commonName: 'db1', ...certificate }), signedBy.ca);
    // With a wrong password the server would complain about the account, had it seen one.
    await isRefused(t, { ...root, tls, password: 'wrong' }, said);
  });
}

serverTest('TLS refuses a certificate from the moment it expires', async (t, image) => {
  const { root, show } = await serverOf(image);
  const second = 1 / 86_400;
  await show(authority.issue({ commonName: 'db1', names: ['127.0.0.1'], validDays: [-1, 4 * second] }));
  const attempt = () => withSession({ ...root, tls: { ca } }, async () => undefined).catch(error => error);
  const error = await until('the certificate has expired', attempt);
  t.true(error instanceof ConfigError);
  t.regex(error.message, /its certificate has expired/);
});

mariadbTest('TLS refuses a certificate that is not valid yet', async (t, image) => {
  const { root, show } = await serverOf(image);
  await show(authority.issue({ commonName: 'db1', names: ['127.0.0.1'], validDays: [1, 3] }));
  await isRefused(t, { ...root, tls: { ca } }, /not valid yet/);
});

serverTest('a server that offers no TLS is refused, not spoken to without', async (t, image) => {
  const off = image.flavor === 'mysql' ? { 'tls-version': '' } : { ssl: '0' };
  const server = await bringUpServer(image, off);
  t.teardown(() => server.down());
  await isRefused(t, { ...server.root, tls: {}, password: 'wrong' }, /the server offers no TLS/);
});

serverTest('an account that demands a certificate gets in with one of ours', async (t, image) => {
  const endpoint = await withAccount(t, image);
  const own = { ca, ...authority.issue({ commonName: 'dbshift' }) };
  await withSession({ ...endpoint, tls: own }, async session => t.truthy(await session.row('SELECT 1')));
  const error = await t.throwsAsync<ServerError>(openSession({ ...endpoint, tls: { ca } }));
  t.true(isErrno(error, errno.accessDenied), error?.message);
  t.regex(error?.hint ?? '', /whether it demands TLS or a client certificate/);
});

for (const [what, certificate] of Object.entries({
  'another CA': stranger.issue({ commonName: 'dbshift' }),
  'days gone by': authority.issue({ commonName: 'dbshift', validDays: [-3, -1] }),
})) {
  serverTest(`a certificate of ours from ${what} is a matter of TLS`, async (t, image) => {
    const endpoint = await withAccount(t, image);
    await isRefused(t, { ...endpoint, tls: { ca, ...certificate } }, /TLS failed: /);
  });
}

/** An account that demands a client certificate, and the server's own certificate in order. */
async function withAccount(t: ExecutionContext, image: ServerImage): Promise<Endpoint> {
  const { root, session, show } = await serverOf(image);
  await show(authority.issue({ commonName: 'db1', names: ['127.0.0.1'] }));
  const name = "'certified'@'127.0.0.1'";
  await session.send(`CREATE USER ${name} IDENTIFIED BY 'in-the-test' REQUIRE X509`);
  t.teardown(() => session.send(`DROP USER ${name}`));
  return { ...root, user: 'certified', password: 'in-the-test' };
}

async function isRefused(t: ExecutionContext, endpoint: Endpoint, said: RegExp): Promise<void> {
  const error = await t.throwsAsync(openSession(endpoint), { instanceOf: ConfigError, message: said });
  t.truthy(error?.hint);
  t.true(error?.message.startsWith(`${endpoint.label}: not connected: `), error?.message);
}
