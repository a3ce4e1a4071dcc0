/** A whole command over the connections of a configuration: TLS, a client certificate, option files, sockets. */
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ExecutionContext } from 'ava';
import { sides } from '../../../src/pair/side.js';
import type { Sandbox } from '../../../src/sandbox/open-sandbox.js';
import type { ServerImage } from '../../../src/sandbox/server-image.js';
import { makeAuthority } from '../../helpers/certificates.js';
import { type CliResult, runCli } from '../../helpers/run-cli.js';
import { flavorTest } from '../../helpers/server-test.js';
import { sessionOn, withPair } from '../../helpers/servers.js';

const authority = makeAuthority('CA of the tests');

/** PEM files of a CA, of a server for `db.example` alone, and of a client. */
async function certificateFolder(t: ExecutionContext): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'dbshift-certificates-'));
  t.teardown(() => rm(folder, { recursive: true, force: true }));
  const server = authority.issue({ commonName: 'db', names: ['db.example'] });
  const client = authority.issue({ commonName: 'dbshift' });
  const files = {
    'ca.pem': authority.ca,
    ...{ 'server.pem': server.cert, 'server.key': server.key },
    ...{ 'client.pem': client.cert, 'client.key': client.key },
  };
  for (const [name, text] of Object.entries(files)) await writeFile(join(folder, name), text);
  return folder;
}

type Encrypted = { readonly sandbox: Sandbox; readonly certificates: string };

/** A pair that lets dbshift in with a certificate alone. */
async function encryptedPair(t: ExecutionContext, image: ServerImage): Promise<Encrypted> {
  const certificates = await certificateFolder(t);
  const file = (name: string) => join(certificates, name);
  const serverOptions = {
    ...{ 'ssl-ca': file('ca.pem'), 'ssl-cert': file('server.pem'), 'ssl-key': file('server.key') },
  };
  const sandbox = await withPair(t, { image, serverOptions });
  for (const side of sides) {
    const root = await sessionOn(t, sandbox, side);
    await root.send('SET SESSION sql_log_bin = 0');
    await root.send("ALTER USER 'dbshift'@'127.0.0.1' REQUIRE X509");
  }
  return { sandbox, certificates };
}

/** Runs a command with both servers said by option files and `tls` said by the configuration. */
async function run(
  { sandbox, certificates }: Encrypted,
  args: readonly string[],
  tls: string,
): Promise<CliResult> {
  const { folder, servers } = sandbox;
  const password = (await readFile(join(folder, 'secrets', 'dbshift'), 'utf8')).trim();
  const groups = sides.map(side => `[client-${side}]\nhost=127.0.0.1\nport=${servers[side].port}`);
  await writeFile(join(folder, 'password.cnf'), `[client]\npassword="${password}"\n`, { mode: 0o600 });
  await writeFile(
    join(folder, 'my.cnf'),
    `[client]\nuser=dbshift\nssl-ca=${certificates}/ca.pem\n!include password.cnf\n${groups.join('\n')}\n`,
  );
  const config = `servers:
  a: { optionFile: my.cnf, groupSuffix: -a, serverOptionFile: ${servers.a.optionFile} }
  b: { optionFile: my.cnf, groupSuffix: -b, serverOptionFile: ${servers.b.optionFile} }
tls: ${tls}
database: ${sandbox.database}
pointers: [{ kind: file, path: ${sandbox.pointerFile}, format: json }]
`;
  const file = join(folder, 'tls.yaml');
  await writeFile(file, config);
  const result = await runCli([...args, '--config', file], { cwd: folder });
  if (`${result.stdout}${result.stderr}`.includes(password)) throw new Error('the password was shown');
  return result;
}

flavorTest('a flip goes over TLS with a client certificate, by option files', async (t, image) => {
  const pair = await encryptedPair(t, image);
  const { certificates } = pair;
  const own = `cert: ${certificates}/client.pem, key: ${certificates}/client.key`;
  const done = await run(pair, ['flip', '--yes'], `{ serverName: db.example, ${own} }`);
  t.is(done.code, 0, done.stderr);
  t.regex(await readFile(pair.sandbox.pointerFile, 'utf8'), /"active": "b"/);

  const unnamed = await run(pair, ['status'], `{ ${own} }`);
  t.is(unnamed.code, 78, unnamed.stderr);
  t.regex(
    unnamed.stderr,
    /server a \(127\.0\.0\.1:\d+\): not connected: .* not for 127\.0\.0\.1, but for DNS:db\.example/,
  );
  t.regex(unnamed.stderr, /`serverName`/);

  const missing = await run(pair, ['status'], '{ serverName: db.example, cert: none.pem, key: none.key }');
  t.is(missing.code, 78);
  t.regex(missing.stderr, /tls\.cert: \/.*\/none\.pem cannot be read \(ENOENT\)/);

  const without = await run(pair, ['status'], '{ serverName: db.example }');
  t.is(without.code, 78, without.stderr);
  t.regex(without.stderr, /refuses the account dbshift.*\n.*client certificate/su);
});

flavorTest('a flip goes over sockets', async (t, image) => {
  const sandbox = await withPair(t, { image });
  for (const side of sides) {
    const root = await sessionOn(t, sandbox, side);
    await root.send('SET SESSION sql_log_bin = 0');
    await root.send("RENAME USER 'dbshift'@'127.0.0.1' TO 'dbshift'@'localhost'");
  }
  const config = sides.map(side => {
    const { socket, host, port, optionFile } = sandbox.servers[side];
    const secret = `password: { file: secrets/dbshift }, serverOptionFile: ${optionFile}`;
    return `  ${side}: { socket: ${socket}, user: dbshift, ${secret}, application: { host: ${host}, port: ${port} } }`;
  });
  const file = join(sandbox.folder, 'socket.yaml');
  await writeFile(
    file,
    `servers:\n${config.join('\n')}
database: ${sandbox.database}
pointers: [{ kind: file, path: ${sandbox.pointerFile}, format: json }]
`,
  );
  const done = await runCli(['flip', '--yes', '--config', file], { cwd: sandbox.folder });
  t.is(done.code, 0, done.stderr);
  t.regex(await readFile(sandbox.pointerFile, 'utf8'), /"active": "b"/);
});
