import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import test from 'ava';
import { loadConfig } from '../../src/config/load-config.js';
import { ConfigError } from '../../src/errors.js';
import { folderWith } from '../helpers/folder-with.js';

const good = {
  servers: { a: { host: 'h1', user: 'x' }, b: { host: 'h2', user: 'x' } },
  database: 'app',
  pointers: [{ kind: 'file', path: 'active.json', format: 'json' }],
};
const json = JSON.stringify(good, null, '\t');

const files: Readonly<Record<string, string>> = {
  'dbshift.config.yaml': json,
  'dbshift.config.yml': json,
  'dbshift.config.json': json,
  'dbshift.config.mjs': `export default ${json}`,
  'dbshift.config.cjs': `module.exports = ${json}`,
  'dbshift.config.js': `module.exports = ${json}`,
};

for (const [name, text] of Object.entries(files))
  test(`${name} is found from a folder below it`, async t => {
    const folder = await folderWith(t, { [name]: text, 'deep/er/x': '' });
    const config = await loadConfig({ cwd: join(folder, 'deep/er') });
    t.is(config.file, join(folder, name));
    t.is(config.folder, folder);
    t.is(config.migrations, join(folder, 'migrations'));
  });

test('a named file is read whatever its name, relative to the working directory', async t => {
  const folder = await folderWith(t, { 'conf/other.yaml': json, 'dbshift.config.yaml': 'nonsense' });
  const config = await loadConfig({ cwd: folder, path: 'conf/other.yaml' });
  t.is(config.folder, join(folder, 'conf'));
});

test('no configuration is an error that names dbshift init', async t => {
  const folder = await folderWith(t, {});
  const error = await t.throwsAsync(loadConfig({ cwd: folder }), { instanceOf: ConfigError });
  t.regex(error?.message ?? '', /no configuration found/u);
  t.regex(error?.hint ?? '', /dbshift init/u);
});

test('a named file that is missing or of another kind is an error that names it', async t => {
  const folder = await folderWith(t, { 'x.toml': '' });
  await t.throwsAsync(loadConfig({ cwd: folder, path: 'none.yaml' }), {
    instanceOf: ConfigError,
    message: `${folder}/none.yaml cannot be read (ENOENT)`,
  });
  await t.throwsAsync(loadConfig({ cwd: folder, path: 'x.toml' }), {
    instanceOf: ConfigError,
    message: /x\.toml/u,
  });
});

test('a folder with the name of a configuration is no bug', async t => {
  const folder = await folderWith(t, { 'dbshift.config.yaml/x': '' });
  for (const path of [undefined, 'dbshift.config.yaml'])
    await t.throwsAsync(loadConfig({ cwd: folder, ...(path && { path }) }), {
      instanceOf: ConfigError,
      message: /dbshift\.config\..* cannot be read \(EISDIR\)$/u,
    });
});

test('an empty file is refused, not passed over', async t => {
  const folder = await folderWith(t, { 'dbshift.config.yaml': '', 'dbshift.config.json': json });
  await t.throwsAsync(loadConfig({ cwd: folder }), {
    instanceOf: ConfigError,
    message: /yaml has a problem/u,
  });
});

test('broken YAML is reported by line and without its text', async t => {
  const text = 'servers:\n  a: { password: "hunter2 }\ndatabase: [hunter2\ndatabase: x\n';
  const folder = await folderWith(t, { 'dbshift.config.yaml': text });
  const error = await t.throwsAsync(loadConfig({ cwd: folder }), { instanceOf: ConfigError });
  t.regex(error?.findings[0]?.where ?? '', /dbshift\.config\.yaml:\d+:\d+$/u);
  t.notRegex(JSON.stringify([error?.message, error?.findings]), /hunter2/u);
});

test('a key written twice is refused', async t => {
  const folder = await folderWith(t, { 'dbshift.config.yaml': 'database: a\ndatabase: b\n' });
  const error = await t.throwsAsync(loadConfig({ cwd: folder }), { instanceOf: ConfigError });
  t.deepEqual(
    error?.findings.map(finding => finding.message),
    ['is not valid YAML: duplicate key'],
  );
});

test('two servers may share keys through a YAML anchor', async t => {
  const text = `servers:
  a: &common { host: h1, user: dbshift, password: { env: P } }
  b: { <<: *common, host: h2 }
database: app
pointers: [{ kind: file, path: p, format: php }]
`;
  const { servers } = await loadConfig({ cwd: await folderWith(t, { 'dbshift.config.yaml': text }) });
  t.is(servers.b.user, 'dbshift');
  t.deepEqual(servers.b.address, { host: 'h2', port: 3306 });
});

test('JavaScript that fails is reported with its reason', async t => {
  const folder = await folderWith(t, { 'dbshift.config.mjs': 'throw new Error("no vault")' });
  await t.throwsAsync(loadConfig({ cwd: folder }), { instanceOf: ConfigError, message: /no vault/u });
});

test('a knexfile beside the configuration is found, a named one goes first', async t => {
  const folder = await folderWith(t, { 'dbshift.config.json': json, 'knexfile.cjs': '', 'other/k.js': '' });
  t.is((await loadConfig({ cwd: folder })).knexfile, join(folder, 'knexfile.cjs'));
  await writeFile(join(folder, 'dbshift.config.json'), JSON.stringify({ ...good, knexfile: 'other/k.js' }));
  t.is((await loadConfig({ cwd: folder })).knexfile, join(folder, 'other/k.js'));
});

test('an option file fills in what the configuration does not say', async t => {
  const servers = {
    a: { optionFile: 'a.cnf' },
    b: { optionFile: 'a.cnf', group: 'b', host: 'h2', application: { host: 'db-b' } },
  };
  const folder = await folderWith(t, {
    'dbshift.config.json': JSON.stringify({ ...good, servers }),
    'a.cnf': '[client]\nhost=h1\nport=3307\nuser=x\npassword=hunter2\n[b]\nuser=y\nsocket=/s\n',
  });
  const config = await loadConfig({ cwd: folder });
  t.deepEqual(config.servers.a.address, { host: 'h1', port: 3307 });
  t.deepEqual(config.servers.a.password, {
    kind: 'option-file',
    path: join(folder, 'a.cnf'),
    groups: ['client'],
    key: 'servers.a.password',
  });
  t.deepEqual(config.servers.b.address, { host: 'h2', port: 3306 });
  t.is(config.servers.b.user, 'y');
  t.false('password' in config.servers.b);
  t.notRegex(JSON.stringify(config), /hunter2/u);
});

test('localhost in an option file means its socket, as it does for the servers own clients', async t => {
  const servers = { a: { optionFile: 'a.cnf', application: { host: 'h1' } }, b: good.servers.b };
  const folder = await folderWith(t, {
    'dbshift.config.json': JSON.stringify({ ...good, servers }),
    'a.cnf': '[client]\nhost=localhost\nsocket=/run/s.sock\nuser=x\n',
  });
  const config = await loadConfig({ cwd: folder });
  t.deepEqual(config.servers.a.address, { socketPath: '/run/s.sock' });
});

test('an option file that cannot be used is reported with everything else', async t => {
  const servers = {
    a: { optionFile: 'none.cnf', host: 'h1', user: 'x' },
    b: { optionFile: 'b.cnf', group: 'other' },
  };
  const folder = await folderWith(t, {
    'dbshift.config.json': JSON.stringify({ ...good, servers, databse: 1 }),
    'b.cnf': '!include x\n[client]\nuser=x\n',
  });
  const error = await t.throwsAsync(loadConfig({ cwd: folder }), { instanceOf: ConfigError });
  t.deepEqual(
    error?.findings.map(finding => finding.where).sort(),
    [
      `${folder}/b.cnf:1`,
      'databse',
      'servers.a.optionFile',
      'servers.b.host',
      'servers.b.optionFile',
      'servers.b.user',
    ].sort(),
  );
});
