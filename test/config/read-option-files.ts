/** Option files with what they include, and what they say about TLS. */
import { join } from 'node:path';
import test, { type ExecutionContext } from 'ava';
import type { ServerConfig } from '../../src/config/config.js';
import { loadConfig } from '../../src/config/load-config.js';
import { optionsOf } from '../../src/config/option-file.js';
import { readOptionFile } from '../../src/config/read-option-files.js';
import { resolveSecret } from '../../src/config/resolve-secret.js';
import { ConfigError } from '../../src/errors.js';
import { folderWith } from '../helpers/folder-with.js';

async function clientOf(t: ExecutionContext, files: Readonly<Record<string, string>>) {
  const folder = await folderWith(t, files);
  const file = await readOptionFile(join(folder, 'my.cnf'));
  return { folder, file, options: Object.fromEntries(optionsOf(file, ['client']) ?? []) };
}

test('included files are read in their place, folders by name, and only what ends in .cnf', async t => {
  const { options, file } = await clientOf(t, {
    'my.cnf': '[client]\nuser=1\nhost=1\n!includedir conf.d\nsocket=4\n!include last.cnf\n',
    'conf.d/b.cnf': '[client]\nuser=3\n',
    'conf.d/a.cnf': '[client]\nuser=2\nhost=2\nsocket=2\n',
    'conf.d/a.cnf.old': '[client]\nuser=old\n',
    'last.cnf': '[client]\nport=5\n',
  });
  t.deepEqual(file.findings, []);
  t.deepEqual(options, { user: '3', host: '2', socket: '4', port: '5' });
});

test('an included file that cannot be read is told, and so is one without an end', async t => {
  const missing = await clientOf(t, { 'my.cnf': '!include none.cnf\n[client]\nuser=x\n' });
  t.deepEqual(missing.options, { user: 'x' });
  t.like(missing.file.findings[0], {
    where: `${join(missing.folder, 'my.cnf')}:1`,
    message: `includes ${join(missing.folder, 'none.cnf')}, which cannot be read: ENOENT`,
  });
  const endless = await clientOf(t, { 'my.cnf': '[client]\nuser=x\n!include my.cnf\n' });
  t.regex(endless.file.findings[0]?.message ?? '', /too deep/);
});

/** Written by mysql_config_editor of MySQL 9.7: two groups, and a password with a quote, a `#` and a backslash. */
const loginFile = `AAAAAAIECA8LDQcFFg4SERAdFwYFGhYbEAAAANEbAGbYmj8Jnz7DjfHe/DAgAAAAGtpmSaqzcDbu
T8Ao8njH4JYSpPRFUnlcY1thDbuaeiMgAAAAvRcm6svHsSSvh2u2kZeT8PbWyERqXu3/FhbH3w4P
J8EQAAAA0rt97dzoIPHBqpVwHODkDCAAAABngn569hUPs9zUjUUQBmDflhKk9EVSeVxjW2ENu5p6
IyAAAAAIhoTPrlco2JGuHdqMnHk315lXoJe548p7/VnZuKGG0iAAAAAk5d/TNPoAhdm7y/5LzaG5
9tbIRGpe7f8WFsffDg8nwRAAAAC6CUhEByZbZQAtqrBpIwwL`;

test('a file of mysql_config_editor is an option file', async t => {
  const folder = await folderWith(t, { '.mylogin.cnf': Buffer.from(loginFile, 'base64') });
  const path = join(folder, '.mylogin.cnf');
  const options = optionsOf(await readOptionFile(path), ['dbshift']);
  t.like(Object.fromEntries(options ?? []), { host: '10.0.0.2', port: '3307', user: 'dbshift' });
  const password = await resolveSecret({ kind: 'option-file', path, groups: ['dbshift'], key: 'k' });
  t.is(password, 's3cret "#x\\');
});

test('a file of mysql_config_editor that is cut off is told, and no part of it', async t => {
  const whole = Buffer.from(loginFile, 'base64');
  const folder = await folderWith(t, { '.mylogin.cnf': whole.subarray(0, whole.length - 5) });
  const ref = {
    kind: 'option-file',
    path: join(folder, '.mylogin.cnf'),
    groups: ['dbshift'],
    key: 'k',
  } as const;
  const error = await t.throwsAsync(resolveSecret(ref), { instanceOf: ConfigError });
  t.regex(error?.message ?? '', /^k: .*\.mylogin\.cnf cannot be read \(/);
  t.notRegex(error?.message ?? '', /s3cret/);
});

/** Side b by an option file with these lines in [client]. */
async function serverBy(t: ExecutionContext, lines: string, more = ''): Promise<ServerConfig> {
  const folder = await folderWith(t, {
    'b.cnf': `[client]\nhost=db-b\nuser=x\n${lines}\n[client-other]\nuser=y\n`,
    'dbshift.config.yaml': `servers:
  a: { host: db-a, user: x }
  b: { optionFile: b.cnf${more} }
database: app
pointers: [{ kind: file, path: p, format: json }]
`,
  });
  return (await loadConfig({ cwd: folder })).servers.b;
}

test('certificates in an option file mean TLS, relative to the file', async t => {
  const { tls } = await serverBy(t, 'ssl_ca = ca.pem\nssl-cert=/etc/me.pem\nssl-key=/etc/me.key');
  t.regex(tls?.ca?.path ?? '', /^\/.+\/ca\.pem$/);
  t.regex(tls?.ca?.key ?? '', /^ssl-ca in \/.+\/b\.cnf$/);
  t.is(tls?.key?.path, '/etc/me.key');
});

for (const line of [
  'ssl',
  'ssl=1',
  'ssl-mode=REQUIRED',
  'ssl-mode=verify_identity',
  'ssl-verify-server-cert',
])
  test(`an option file that demands TLS has it: ${line}`, async t => {
    t.deepEqual((await serverBy(t, line)).tls, {});
  });

for (const line of ['', 'ssl=0', 'ssl-mode=PREFERRED', 'ssl-mode=DISABLED'])
  test(`an option file that does not demand TLS says nothing about it: ${line || 'empty'}`, async t => {
    t.false('tls' in (await serverBy(t, line)));
    t.deepEqual((await serverBy(t, line, ', tls: {}')).tls, {});
  });

test('the public key of a server may stand in an option file', async t => {
  t.is((await serverBy(t, 'server-public-key-path=/etc/b.pem')).serverPublicKey?.path, '/etc/b.pem');
});

test('a group suffix adds a group to the one that is read', async t => {
  t.is((await serverBy(t, '', ', groupSuffix: -other')).user, 'y');
});

test('a folder of CAs is not read, and told', async t => {
  const error = await t.throwsAsync(serverBy(t, 'ssl-capath=/etc/ssl/certs'), { instanceOf: ConfigError });
  t.regex(
    (error as ConfigError).findings[0]?.message ?? '',
    /ssl-capath is not read; name one file with ssl-ca/,
  );
});
