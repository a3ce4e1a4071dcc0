/** Files that TLS needs: what is wrong with one is told with the key that named it. */
import { generateKeyPairSync } from 'node:crypto';
import { join } from 'node:path';
import test, { type ExecutionContext } from 'ava';
import type { TlsConfig } from '../../src/config/config.js';
import { readPublicKey, readTlsFiles } from '../../src/config/read-tls-files.js';
import { ConfigError } from '../../src/errors.js';
import { makeAuthority } from '../helpers/certificates.js';
import { folderWith } from '../helpers/folder-with.js';

const authority = makeAuthority('test CA');
const me = authority.issue({ commonName: 'me' });
const other = authority.issue({ commonName: 'other' });
const old = authority.issue({ commonName: 'me', validDays: [-3, -1] });
const locked = generateKeyPairSync('ec', { namedCurve: 'prime256v1' }).privateKey.export({
  ...{ type: 'pkcs8', format: 'pem' },
  ...{ cipher: 'aes-256-cbc', passphrase: 'hunter2' },
});

const files = {
  'ca.pem': authority.ca,
  'me.pem': me.cert,
  'me.key': me.key,
  'other.key': other.key,
  'old.pem': old.cert,
  'old.key': old.key,
  'locked.key': String(locked),
  'text.pem': 'hunter2\n',
};

async function read(t: ExecutionContext, names: Readonly<Partial<Record<'ca' | 'cert' | 'key', string>>>) {
  const folder = await folderWith(t, files);
  const refs = Object.entries(names).map(([key, name]) => [
    key,
    { path: join(folder, name), key: `servers.a.tls.${key}` },
  ]);
  return readTlsFiles({ ...Object.fromEntries(refs), serverName: 'db1' } as TlsConfig);
}

test('the texts of all files are read', async t => {
  const texts = await read(t, { ca: 'ca.pem', cert: 'me.pem', key: 'me.key' });
  t.deepEqual(texts, { ca: authority.ca, ...me, serverName: 'db1' });
});

test('nothing has to be read', async t => {
  t.deepEqual(await read(t, {}), { serverName: 'db1' });
});

const refused = {
  'a file that is not there': [
    { ca: 'none.pem' },
    /^servers\.a\.tls\.ca: .*none\.pem cannot be read \(ENOENT\)$/,
  ],
  'a file of something else': [{ ca: 'text.pem' }, /tls\.ca: .* holds no certificate in PEM$/],
  'a key where a certificate should be': [{ ca: 'me.key' }, /tls\.ca: .* holds no certificate in PEM$/],
  'a certificate alone': [{ cert: 'me.pem' }, /tls\.cert: .* needs its private key as well$/],
  'a certificate where a key should be': [
    { cert: 'me.pem', key: 'me.pem' },
    /tls\.key: .* holds no private key/,
  ],
  'a key with a passphrase': [{ cert: 'me.pem', key: 'locked.key' }, /tls\.key: .* without a passphrase$/],
  'the key of another certificate': [
    { cert: 'me.pem', key: 'other.key' },
    /tls\.key: .*other\.key is not the key of the certificate in .*me\.pem$/,
  ],
  'a certificate of ours that has expired': [
    { cert: 'old.pem', key: 'old.key' },
    /tls\.cert: .* expired on \w/,
  ],
} as const;

for (const [what, [names, message]] of Object.entries(refused))
  test(`refused with its key: ${what}`, async t => {
    const error = await t.throwsAsync(read(t, names), { instanceOf: ConfigError, message });
    t.notRegex(error?.message ?? '', /hunter2|PRIVATE/);
  });

test('a public key is one, and nothing else is', async t => {
  const { publicKey } = generateKeyPairSync('rsa', { modulusLength: 1024 });
  const pem = String(publicKey.export({ type: 'spki', format: 'pem' }));
  const folder = await folderWith(t, { 'key.pem': pem, 'text.pem': 'hunter2' });
  t.is(await readPublicKey({ path: join(folder, 'key.pem'), key: 'k' }), pem);
  await t.throwsAsync(readPublicKey({ path: join(folder, 'text.pem'), key: 'k' }), {
    message: /^k: .* holds no public key in PEM$/,
  });
});
