import test from 'ava';
import fc from 'fast-check';
import { parseConfig } from '../../src/config/parse-config.js';
import { ConfigError, type Finding } from '../../src/errors.js';

const source = { file: '/srv/app/dbshift.config.yaml', folder: '/srv/app' };

const server = (host: string) => ({ host, user: 'dbshift', password: { env: 'PASSWORD' } });

const valid = {
  servers: { a: server('10.0.0.1'), b: server('10.0.0.2') },
  database: 'app',
  pointers: [{ kind: 'file', path: 'active.json', format: 'json' }],
};

/** The findings of a configuration that must be refused. */
function findingsOf(raw: unknown): readonly Finding[] {
  try {
    parseConfig(raw, source);
  } catch (error) {
    if (error instanceof ConfigError) return error.findings;
    throw error;
  }
  throw new Error('was accepted');
}

test('a minimal configuration gets absolute paths and every default', t => {
  const config = parseConfig(valid, source);
  t.is(config.migrations, '/srv/app/migrations');
  t.is(config.procedures, '/srv/app/procedures');
  t.deepEqual(config.servers.b, {
    side: 'b',
    label: 'server b (10.0.0.2:3306)',
    address: { host: '10.0.0.2', port: 3306 },
    application: { host: '10.0.0.2', port: 3306 },
    user: 'dbshift',
    password: { kind: 'env', name: 'PASSWORD', key: 'servers.b.password' },
    replicas: [],
  });
  t.deepEqual(config.pointers, [{ kind: 'file', path: '/srv/app/active.json', format: 'json', mode: 0o644 }]);
  t.is(config.limits.writePauseMs, 5000);
  t.false('preferredActive' in config);
});

test('a full configuration keeps what it says', t => {
  const config = parseConfig(
    {
      ...valid,
      servers: {
        a: { socket: '/run/a.sock', user: 'x', application: { host: 'db-a', port: 3307 } },
        b: { host: 'db-b', port: 3308, user: 'x', password: { file: 'secret' }, application: { host: 'b' } },
      },
      migrations: '../sql',
      knexfile: 'knexfile.cjs',
      pointers: [
        { kind: 'exec', get: ['p', 'get'], set: ['p', 'set'], timeoutMs: 100 },
        { kind: 'file', path: '/etc/db.conf', format: 'template', template: 'db.tpl', mode: '0640' },
      ],
      preferredActive: 'b',
      workspace: { url: { env: 'WORKSPACE' } },
      limits: { lagMs: 1, fenceLockWaitMs: 4000 },
    },
    source,
  );
  t.deepEqual(config.servers.a.address, { socketPath: '/run/a.sock' });
  t.deepEqual(config.servers.a.application, { host: 'db-a', port: 3307 });
  t.deepEqual(config.servers.b.application, { host: 'b', port: 3308 });
  t.deepEqual(config.servers.b.password, {
    kind: 'file',
    path: '/srv/app/secret',
    key: 'servers.b.password',
  });
  t.is(config.migrations, '/srv/sql');
  t.is(config.knexfile, '/srv/app/knexfile.cjs');
  t.deepEqual(config.pointers, [
    { kind: 'exec', get: ['p', 'get'], set: ['p', 'set'], timeoutMs: 100 },
    { kind: 'file', path: '/etc/db.conf', format: { template: '/srv/app/db.tpl' }, mode: 0o640 },
  ]);
  t.deepEqual(config.workspace, { url: { kind: 'env', name: 'WORKSPACE', key: 'workspace.url' } });
  t.is(config.limits.lagMs, 1);
});

const tls = { ca: 'ca.pem', cert: 'me.pem', key: 'me.key' };
const at = (path: string, key: string) => ({ path: `/srv/app/${path}`, key });

test('TLS of a server goes key by key over that of all servers', t => {
  const b = { ...server('db-b'), tls: { ca: '/etc/b.pem', serverName: 'b.example' } };
  const { servers } = parseConfig({ ...valid, tls, servers: { ...valid.servers, b } }, source);
  t.deepEqual(servers.a.tls, {
    ca: at('ca.pem', 'tls.ca'),
    cert: at('me.pem', 'tls.cert'),
    key: at('me.key', 'tls.key'),
  });
  t.deepEqual(servers.b.tls, {
    ca: { path: '/etc/b.pem', key: 'servers.b.tls.ca' },
    cert: at('me.pem', 'tls.cert'),
    key: at('me.key', 'tls.key'),
    serverName: 'b.example',
  });
});

test('TLS needs no key at all, and is absent where nobody asks for it', t => {
  const { servers } = parseConfig(withServer({ ...server('db-b'), tls: {} }), source);
  t.deepEqual(servers.b.tls, {});
  t.false('tls' in servers.a);
});

test('a server on a socket has no TLS, whatever holds for all', t => {
  const b = { socket: '/run/b.sock', user: 'x', application: { host: 'b' } };
  t.false('tls' in parseConfig({ ...valid, tls, servers: { ...valid.servers, b } }, source).servers.b);
});

test('a replica has the TLS of its side, but for its name', t => {
  const b = {
    ...server('db-b'),
    tls: { ca: 'b.pem', serverName: 'b.example' },
    replicas: [{ host: 'r1' }, { host: 'r2', tls: { serverName: 'r.example' } }],
  };
  const { replicas } = parseConfig(withServer(b), source).servers.b;
  const ca = at('b.pem', 'servers.b.tls.ca');
  t.deepEqual(replicas === 'discover' ? null : replicas.map(replica => replica.tls), [
    { ca },
    { ca, serverName: 'r.example' },
  ]);
});

test('the public key of a server is a file, and the workspace has a TLS of its own', t => {
  const config = parseConfig(
    {
      ...withServer({ ...server('db-b'), serverPublicKey: 'b.pem' }),
      workspace: { url: { env: 'W' }, tls: { ca: 'w.pem' } },
    },
    source,
  );
  t.deepEqual(config.servers.b.serverPublicKey, at('b.pem', 'servers.b.serverPublicKey'));
  t.deepEqual(config.workspace?.tls, { ca: at('w.pem', 'workspace.tls.ca') });
});

for (const [written, account] of [
  ["'own er'@'%'", 'own er@%'],
  ['`owner`@`Db.Example`', 'owner@db.example'],
  ['"owner"@10.0.0.%', 'owner@10.0.0.%'],
  ["owner@'localhost'", 'owner@localhost'],
  ["'it''s@b'@'%'", "it's@b@%"],
  ['my-app@10.0.0.1', 'my-app@10.0.0.1'],
] as const)
  test(`the definer ${written} is ${account}, as catalogs print it`, t => {
    t.is(parseConfig({ ...valid, programs: { definer: written } }, source).programs.definer, account);
  });

test('what stored programs are made with is as it is said, the host of a definer in lower case', t => {
  const programs = {
    sqlMode: '',
    characterSet: 'utf8mb4',
    collation: 'utf8mb4_bin',
    definer: 'A@b@Db.Example',
  };
  t.deepEqual(parseConfig({ ...valid, programs }, source).programs, {
    ...programs,
    definer: 'A@b@db.example',
  });
  t.deepEqual(parseConfig(valid, source).programs, {});
});

type Case = { readonly raw: unknown; readonly where: string; readonly id: string; readonly hint?: RegExp };

/** One problem, found under its key and only there. */
const refuses = test.macro((t, { raw, where, id, hint = /^/u }: Case) => {
  const findings = findingsOf(raw);
  t.deepEqual(
    findings.map(finding => [finding.where, finding.id]),
    [[where, id]],
  );
  t.regex(findings[0]?.hint ?? '', hint);
});

const withServer = (b: object) => ({ ...valid, servers: { ...valid.servers, b } });
const withPointer = (pointer: object) => ({ ...valid, pointers: [pointer] });
const filePointer = { kind: 'file', path: 'p', format: 'json' };

const cases: Readonly<Record<string, Case>> = {
  'an empty file': { raw: null, where: source.file, id: 'wrong-type' },
  'a list instead of keys': { raw: [], where: source.file, id: 'wrong-type' },
  'a mistyped key, with the key that was meant': {
    raw: withServer({ ...server('h'), prot: 1 }),
    where: 'servers.b.prot',
    id: 'unknown-key',
    hint: /did you mean port\?/u,
  },
  'a strange key, with the keys that exist': {
    raw: { ...valid, colour: 'red' },
    where: 'colour',
    id: 'unknown-key',
    hint: /servers, database/u,
  },
  'a key named like a part of every object': {
    raw: { ...valid, constructor: 1 },
    where: 'constructor',
    id: 'unknown-key',
  },
  'one server only': {
    raw: { ...valid, servers: { a: server('h') } },
    where: 'servers.b',
    id: 'missing-key',
  },
  'a third server': {
    raw: { ...valid, servers: { ...valid.servers, c: server('h') } },
    where: 'servers.c',
    id: 'unknown-key',
  },
  'the same server twice': { raw: withServer(server('10.0.0.1')), where: 'servers.b', id: 'same-server' },
  'the same server under two names of the loopback': {
    raw: { ...valid, servers: { a: server('localhost'), b: server('127.0.0.1') } },
    where: 'servers.b',
    id: 'same-server',
  },
  'two servers that applications reach at one address': {
    raw: withServer({ ...server('h'), application: { host: '10.0.0.1' } }),
    where: 'servers.b',
    id: 'same-application',
  },
  'a port out of range': {
    raw: withServer({ ...server('h'), port: 65536 }),
    where: 'servers.b.port',
    id: 'wrong-value',
  },
  'a host that is none': { raw: withServer(server('db b')), where: 'servers.b.host', id: 'wrong-value' },
  'a port in quotes': {
    raw: withServer({ ...server('h'), port: '3306' }),
    where: 'servers.b.port',
    id: 'wrong-type',
  },
  'host and socket together': {
    raw: withServer({ ...server('h'), socket: '/s', application: { host: 'x' } }),
    where: 'servers.b.socket',
    id: 'wrong-value',
  },
  'neither host nor socket': {
    raw: withServer({ user: 'x' }),
    where: 'servers.b.host',
    id: 'missing-key',
    hint: /optionFile/u,
  },
  'a socket without the address for applications': {
    raw: withServer({ user: 'x', socket: '/s' }),
    where: 'servers.b.application',
    id: 'missing-key',
  },
  'no user': { raw: withServer({ host: 'h' }), where: 'servers.b.user', id: 'missing-key' },
  'a password in the file': {
    raw: withServer({ ...server('h'), password: 'hunter2' }),
    where: 'servers.b.password',
    id: 'inline-secret',
    hint: /\{ env: NAME \}/u,
  },
  'a password of digits in the file': {
    raw: withServer({ ...server('h'), password: 12345 }),
    where: 'servers.b.password',
    id: 'inline-secret',
  },
  'a password in two places': {
    raw: withServer({ ...server('h'), password: { env: 'A', file: 'b' } }),
    where: 'servers.b.password',
    id: 'wrong-value',
  },
  'a password in no place': {
    raw: withServer({ ...server('h'), password: {} }),
    where: 'servers.b.password',
    id: 'wrong-value',
  },
  'a group without an option file': {
    raw: withServer({ ...server('h'), group: 'x' }),
    where: 'servers.b.group',
    id: 'wrong-value',
  },
  'a group suffix without an option file': {
    raw: withServer({ ...server('h'), groupSuffix: '-x' }),
    where: 'servers.b.groupSuffix',
    id: 'wrong-value',
  },
  'TLS that is switched off': {
    raw: withServer({ ...server('h'), tls: false }),
    where: 'servers.b.tls',
    id: 'wrong-type',
  },
  'a check of certificates that is switched off': {
    raw: withServer({ ...server('h'), tls: { verify: false } }),
    where: 'servers.b.tls.verify',
    id: 'unknown-key',
    hint: /ca, cert, key, serverName/u,
  },
  'TLS on a socket': {
    raw: withServer({ socket: '/s', user: 'x', application: { host: 'h' }, tls: {} }),
    where: 'servers.b.tls',
    id: 'wrong-value',
  },
  'a certificate without its key': {
    raw: { ...valid, tls: { cert: 'c.pem' } },
    where: 'tls.key',
    id: 'missing-key',
  },
  'a key without its certificate': {
    raw: withServer({ ...server('h'), tls: { key: 'k.pem' } }),
    where: 'servers.b.tls.cert',
    id: 'missing-key',
  },
  'a schema of the server itself': {
    raw: { ...valid, database: 'mysql' },
    where: 'database',
    id: 'wrong-value',
  },
  'no pointer': { raw: { ...valid, pointers: [] }, where: 'pointers', id: 'wrong-value' },
  'a pointer of an unknown kind': {
    raw: withPointer({ kind: 'fil', path: 'p' }),
    where: 'pointers[0].kind',
    id: 'wrong-value',
  },
  'a pointer without a kind': {
    raw: withPointer({ path: 'p' }),
    where: 'pointers[0].kind',
    id: 'missing-key',
  },
  'a mistyped key of a pointer': {
    raw: withPointer({ ...filePointer, fromat: 'json' }),
    where: 'pointers[0].fromat',
    id: 'unknown-key',
    hint: /did you mean format\?/u,
  },
  'a template without its text': {
    raw: withPointer({ ...filePointer, format: 'template' }),
    where: 'pointers[0].template',
    id: 'missing-key',
  },
  'a template that the format does not use': {
    raw: withPointer({ ...filePointer, template: 't' }),
    where: 'pointers[0].template',
    id: 'wrong-value',
  },
  'permissions that YAML read as a number': {
    raw: withPointer({ ...filePointer, mode: 644 }),
    where: 'pointers[0].mode',
    id: 'wrong-type',
  },
  'a command without a program': {
    raw: withPointer({ kind: 'exec', get: [], set: ['x'] }),
    where: 'pointers[0].get',
    id: 'wrong-value',
  },
  'one file for two pointers': {
    raw: { ...valid, pointers: [filePointer, { ...filePointer, path: './p' }] },
    where: 'pointers[1].path',
    id: 'same-pointer',
  },
  'a definer without a host': {
    raw: { ...valid, programs: { definer: 'owner' } },
    where: 'programs.definer',
    id: 'wrong-value',
  },
  'a definer in one pair of quotes': {
    raw: { ...valid, programs: { definer: "'owner@%'" } },
    where: 'programs.definer',
    id: 'wrong-value',
  },
  'a definer with a quote that is not closed': {
    raw: { ...valid, programs: { definer: "'owner@%" } },
    where: 'programs.definer',
    id: 'wrong-value',
  },
  'a definer with a quote inside': {
    raw: { ...valid, programs: { definer: "'ow'ner'@'%'" } },
    where: 'programs.definer',
    id: 'wrong-value',
  },
  'a mistyped key of programs': {
    raw: { ...valid, programs: { sqlmode: '' } },
    where: 'programs.sqlmode',
    id: 'unknown-key',
    hint: /did you mean sqlMode\?/u,
  },
  'a preferred side that is no side': {
    raw: { ...valid, preferredActive: 'c' },
    where: 'preferredActive',
    id: 'wrong-value',
  },
  'a workspace URL in the file': {
    raw: { ...valid, workspace: { url: 'mysql://root:hunter2@h' } },
    where: 'workspace.url',
    id: 'inline-secret',
  },
  'a lock wait of broken seconds': {
    raw: { ...valid, limits: { fenceLockWaitMs: 1500 } },
    where: 'limits.fenceLockWaitMs',
    id: 'wrong-value',
  },
  'a drain longer than the write pause': {
    raw: { ...valid, limits: { drainMs: 6000 } },
    where: 'limits.drainMs',
    id: 'wrong-value',
  },
  'a limit of nothing': {
    raw: { ...valid, limits: { flipAttempts: 0 } },
    where: 'limits.flipAttempts',
    id: 'wrong-value',
  },
};

for (const [name, value] of Object.entries(cases)) test(`refused under its key: ${name}`, refuses, value);

test('all problems are reported together', t => {
  const findings = findingsOf({
    servers: { a: { ...server('h'), prot: 1, usr: 2 }, b: { socket: '/s', user: 'x' } },
    pointers: [{ kind: 'file', path: 'p', format: 'xml' }, filePointer, { ...filePointer, template: 't' }],
    limits: { lagMs: '1s' },
    migrations: 5,
  });
  t.deepEqual(findings.map(finding => finding.where).sort(), [
    'database',
    'limits.lagMs',
    'migrations',
    'pointers[0].format',
    'pointers[2].path',
    'pointers[2].template',
    'servers.a.prot',
    'servers.a.usr',
    'servers.b.application',
  ]);
});

/** Problems that can stand together: a change to the valid configuration, and the key under which it shows. */
const independent: readonly (readonly [where: string, change: object])[] = [
  ['servers.a.port', { servers: { a: { port: 0 } } }],
  ['servers.a.usr', { servers: { a: { usr: 'x' } } }],
  ['servers.a.password', { servers: { a: { password: 'hunter2' } } }],
  ['servers.b.user', { servers: { b: { user: '' } } }],
  ['servers.b.group', { servers: { b: { group: 'needs-an-option-file' } } }],
  ['servers.c', { servers: { c: {} } }],
  ['database', { database: 'sys' }],
  ['migrations', { migrations: [] }],
  ['pointers', { pointers: {} }],
  ['preferredActive', { preferredActive: 'A' }],
  ['workspace.url', { workspace: { url: 'x' } }],
  ['limits.lagMs', { limits: { lagMs: 1.5 } }],
  ['limits.metadataLockWaitMs', { limits: { metadataLockWaitMs: 1 } }],
  ['limits.no', { limits: { no: 1 } }],
];

/** `servers.b.group` is judged with the rest of its server, once that has the right shape. */
const needsShape: Readonly<Record<string, string>> = { 'servers.b.group': 'servers.b.user' };

function withChange(raw: unknown, change: unknown): unknown {
  if (typeof change !== 'object' || change === null || Array.isArray(change)) return change;
  const merged: Record<string, unknown> = { ...(raw as object) };
  for (const [key, value] of Object.entries(change)) merged[key] = withChange(merged[key], value);
  return merged;
}

test('of any problems together each is reported under its key, and nothing else', t => {
  fc.assert(
    fc.property(fc.subarray([...independent], { minLength: 1 }), changes => {
      const raw = changes.reduce<unknown>((rest, [, change]) => withChange(rest, change), valid);
      const all = changes.map(([where]) => where);
      const expected = all.filter(where => !all.includes(needsShape[where] ?? ''));
      t.deepEqual([...new Set(findingsOf(raw).map(({ where }) => where))].sort(), expected.sort());
    }),
  );
});

test('a short write pause shortens the waits inside it that the user did not set', t => {
  const { limits } = parseConfig({ ...valid, limits: { writePauseMs: 1500 } }, source);
  t.is(limits.fenceLockWaitMs, 1000);
  t.is(limits.drainMs, 1500);
});

test('no message repeats a value, which could be a secret', t => {
  const secret = 'hunter2-hunter2';
  const findings = findingsOf({
    servers: { a: { ...server('h'), password: secret, port: secret }, b: secret },
    database: 'app',
    pointers: secret,
    workspace: { url: secret },
    limits: secret,
  });
  t.true(findings.length >= 6);
  t.notRegex(JSON.stringify(findings), /hunter2/u);
});

test('whatever is given, the answer is a configuration or a ConfigError with findings', t => {
  const value = fc.anything({ withNullPrototype: true, withSparseArray: true });
  const almost = fc.record({
    servers: fc.oneof(value, fc.record({ a: fc.oneof(value, fc.constant(server('h'))), b: value })),
    database: fc.oneof(value, fc.constant('app')),
    pointers: fc.oneof(value, fc.array(fc.oneof(value, fc.constant(filePointer)))),
    limits: fc.oneof(value, fc.dictionary(fc.constantFrom('lagMs', 'drainMs', 'writePauseMs'), value)),
    migrations: value,
    workspace: fc.oneof(value, fc.record({ url: value })),
  });
  fc.assert(
    fc.property(fc.oneof(value, almost), raw => {
      t.true(findingsOf(raw).length > 0);
    }),
  );
  t.pass();
});

test('replicas have the account of their side unless they say their own, and a name by their address', t => {
  const { servers } = parseConfig(
    {
      ...valid,
      servers: {
        a: { host: 'a', user: 'x', password: { env: 'A' }, replicas: 'discover' },
        b: {
          host: 'b',
          user: 'x',
          password: { env: 'B' },
          replicas: [{ host: 'b1' }, { socket: '/run/b2.sock', user: 'y' }],
        },
      },
    },
    source,
  );
  t.is(servers.a.replicas, 'discover');
  t.deepEqual(servers.b.replicas, [
    {
      key: 'b/b1:3306',
      label: 'replica of b (b1:3306)',
      address: { host: 'b1', port: 3306 },
      user: 'x',
      password: { kind: 'env', name: 'B', key: 'servers.b.replicas[0].password' },
    },
    {
      key: 'b//run/b2.sock',
      label: 'replica of b (/run/b2.sock)',
      address: { socketPath: '/run/b2.sock' },
      user: 'y',
    },
  ]);
});

test('a replica without an address, and one server in two places, are problems', t => {
  const withReplica = (replica: object) =>
    findingsOf({
      ...valid,
      servers: { ...valid.servers, a: { ...valid.servers.a, replicas: [replica] } },
    }).map(({ id, where }) => `${id} ${where}`);
  t.deepEqual(withReplica({ user: 'x' }), ['missing-key servers.a.replicas[0].host']);
  t.deepEqual(withReplica({ host: '10.0.0.2' }), ['same-server servers.a.replicas[0]']);
});

test('what is accepted of lint keeps its key, and only what it says narrows it down', t => {
  const { lint } = parseConfig(
    {
      ...valid,
      lint: {
        accept: [
          { id: 'drop-column', in: '1.sql', subject: 'orders.note', reason: 'empty for a year' },
          { id: 'drop-table', reason: 'a copy is kept' },
        ],
      },
    },
    source,
  );
  t.deepEqual(lint.accept, [
    {
      id: 'drop-column',
      in: '1.sql',
      subject: 'orders.note',
      reason: 'empty for a year',
      where: 'lint.accept[0]',
    },
    { id: 'drop-table', reason: 'a copy is kept', where: 'lint.accept[1]' },
  ]);
  t.deepEqual(parseConfig(valid, source).lint, { accept: [] });
});

test('an acceptance names a rule that there is, and a reason', t => {
  const accept = [
    { id: 'drop-colum', reason: 'x' },
    { id: 'nonsense', reason: 'x' },
    { id: 'drop-column', reason: ' ' },
    { id: 'drop-column' },
  ];
  const named = findingsOf({ ...valid, lint: { accept: accept.slice(0, 2) } });
  t.deepEqual(
    named.map(({ id, where }) => [id, where]),
    [
      ['unknown-rule', 'lint.accept[0].id'],
      ['unknown-rule', 'lint.accept[1].id'],
    ],
  );
  t.is(named[0]?.hint, 'did you mean drop-column?');
  t.regex(named[1]?.hint ?? '', /^the rules are drop-table, /);
  const reasons = findingsOf({ ...valid, lint: { accept: accept.slice(2) } });
  t.deepEqual(
    reasons.map(({ id, where }) => [id, where]),
    [
      ['wrong-value', 'lint.accept[0].reason'],
      ['missing-key', 'lint.accept[1].reason'],
    ],
  );
});
