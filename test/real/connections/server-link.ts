/** The sessions of a command on one server: what they state, that they come back to the same server, and its silence. */
import type { ExecutionContext } from 'ava';
import { loadConfig } from '../../../src/config/load-config.js';
import { ConfigError } from '../../../src/errors.js';
import { connectPair } from '../../../src/run/connect-pair.js';
import { openSession } from '../../../src/server/connection.js';
import type { Endpoint } from '../../../src/server/endpoint.js';
import { takePulse } from '../../../src/server/pulse.js';
import { areOnOneServer } from '../../../src/server/same-server.js';
import { isConnectionLost, type ServerError } from '../../../src/server/server-error.js';
import { linkServer, type ServerLink } from '../../../src/server/server-link.js';
import { liveServer } from '../../helpers/live-server.js';
import { oneServerTest, serverTest } from '../../helpers/server-test.js';
import { sessionOn, sharedPair } from '../../helpers/servers.js';
import { tcpProxy } from '../../helpers/tcp-proxy.js';
import { until } from '../../helpers/until.js';

const pairOf = sharedPair();
const live = liveServer();

function linked(t: ExecutionContext, endpoint: Endpoint): ServerLink {
  const link = linkServer(endpoint);
  t.teardown(() => link.close());
  return link;
}

const stated = `SELECT @@session.sql_log_bin AS logged, @@session.autocommit AS autocommit,
  @@session.sql_mode AS mode, @@session.time_zone AS zone, @@session.sql_select_limit AS rowLimit,
  @@session.net_write_timeout AS writeTimeout`;

/** Statements that make a server's defaults unbearable, and those that take it back. */
const hostile = [
  ["sql_mode = 'ANSI_QUOTES,NO_BACKSLASH_ESCAPES'", 'sql_mode = DEFAULT'],
  ["time_zone = '+05:00'", "time_zone = 'SYSTEM'"],
  ['autocommit = 0', 'autocommit = 1'],
  ['sql_select_limit = 1', 'sql_select_limit = DEFAULT'],
  ['net_write_timeout = 1', 'net_write_timeout = DEFAULT'],
] as const;

serverTest('sessions state their variables, whatever the server has for others', async (t, image) => {
  const sandbox = await pairOf(t, image);
  const root = await sessionOn(t, sandbox, 'a');
  for (const [set, back] of hostile) {
    await root.send(`SET GLOBAL ${set}`);
    t.teardown(() => root.send(`SET GLOBAL ${back}`));
  }
  const link = linked(t, await sandbox.endpoint('a', 'dbshift'));
  for (const session of [await link.connect(), await link.openControl()]) {
    const { rowLimit, ...row } = (await session.row(stated)) ?? {};
    t.deepEqual(row, {
      ...{ logged: 0, autocommit: 1, mode: 'STRICT_ALL_TABLES', zone: 'SYSTEM', writeTimeout: 60 },
    });
    t.true(BigInt(String(rowLimit)) > 1_000_000n);
  }
});

serverTest(
  'a session to look with that was lost comes back, and states its variables again',
  async (t, image) => {
    const sandbox = await pairOf(t, image);
    const root = await sessionOn(t, sandbox, 'a');
    const link = linked(t, await sandbox.endpoint('a', 'dbshift'));
    const first = await link.connect();
    await root.send(`KILL ${first.threadId}`);
    await until('the session knows that it is lost', () => !first.isOpen());
    const second = await link.watch();
    t.not(second?.threadId, first.threadId);
    t.like(await second?.row(stated), { logged: 0, mode: 'STRICT_ALL_TABLES' });
  },
);

serverTest('another server behind the address is not taken for the first one', async (t, image) => {
  const sandbox = await pairOf(t, image);
  const proxy = await tcpProxy(t, sandbox.servers.a.port);
  const link = linked(t, { ...(await sandbox.endpoint('a', 'dbshift')), port: proxy.port });
  const first = await link.connect();
  proxy.lead(sandbox.servers.b.port);
  first.abandon();
  t.is(await link.watch(), null);
  t.regex(link.whyNot(), /another server answers here now: .* server_id 2\b.*, and it was .* server_id 1\b/);
  await t.throwsAsync(link.openControl(), { message: /another server answers here/ });
  proxy.lead(sandbox.servers.a.port);
  t.truthy(await link.watch());
});

serverTest('two addresses of one server are found before anything is done', async (t, image) => {
  const sandbox = await pairOf(t, image);
  const proxy = await tcpProxy(t, sandbox.servers.a.port);
  const config = await loadConfig({ cwd: sandbox.folder });
  const b = { ...config.servers.b, address: { host: '127.0.0.1', port: proxy.port } };
  await t.throwsAsync(connectPair({ ...config, servers: { ...config.servers, b } }), {
    instanceOf: ConfigError,
    message: /^server a \(.*\) and server b \(.*\) are the same server$/,
  });
  const [one, other] = [await sandbox.root('a'), await sandbox.root('b')];
  t.false(await areOnOneServer(one, other));
  t.is((await one.row<{ locks: number }>('SELECT RELEASE_ALL_LOCKS() AS locks'))?.locks, 0);
  await Promise.all([one.close(), other.close()]);
});

serverTest('a server that takes the connection and says nothing is given up in time', async (t, image) => {
  const sandbox = await pairOf(t, image);
  const endpoint = { ...(await sandbox.endpoint('b', 'dbshift')), connectTimeoutMs: 300 };
  const { pid } = sandbox.servers.b;
  process.kill(pid, 'SIGSTOP');
  try {
    await t.throwsAsync(openSession(endpoint), { message: /cannot connect: no answer in time$/ });
  } finally {
    process.kill(pid, 'SIGCONT');
  }
});

serverTest('a look that takes too long ends its session, and says so', async (t, image) => {
  const sandbox = await pairOf(t, image);
  const session = await openSession({ ...(await sandbox.endpoint('a', 'dbshift')), answerWithinMs: 200 });
  const error = await t.throwsAsync<ServerError>(session.rows('SELECT SLEEP(60)'));
  t.true(isConnectionLost(error));
  t.regex(error?.message ?? '', /connection lost: no answer within 200 ms$/);
  t.false(session.isOpen());
});

const fast = { everyMs: 50, beats: 6 };

serverTest('a stopped server falls silent, and not before', async (t, image) => {
  const sandbox = await pairOf(t, image);
  const silences: string[] = [];
  const pulse = takePulse({
    ...{ endpoint: await sandbox.endpoint('b', 'dbshift'), ...fast },
    onSilence: why => silences.push(why),
  });
  t.teardown(() => pulse.stop());
  const witness = await sessionOn(t, sandbox, 'b');
  // Longer than silence would last, on the same server.
  await witness.rows('SELECT SLEEP(1)');
  t.deepEqual(silences, []);
  const { pid } = sandbox.servers.b;
  process.kill(pid, 'SIGSTOP');
  try {
    await until('the silence is noticed', () => silences.length > 0);
  } finally {
    process.kill(pid, 'SIGCONT');
  }
  t.is(silences[0], 'no answer to anything for 0.3 s');
});

// It takes as long as it takes, and is the same on every server.
oneServerTest(
  'a network that swallows everything ends a long statement in less than 15 s',
  async (t, image) => {
    const { server } = await live(image);
    const proxy = await tcpProxy(t, Number(server.root.port));
    const link = linked(t, { ...server.root, port: proxy.port });
    await link.connect();
    const control = await link.openControl();
    const begun = performance.now();
    const altering = t.throwsAsync<ServerError>(control.rows('SELECT SLEEP(3600)'));
    proxy.swallow();
    const error = await altering;
    t.true(performance.now() - begun < 15_000);
    t.true(isConnectionLost(error));
    t.regex(error?.message ?? '', /connection lost: no answer to anything for 10 s$/);
    t.false(control.isOpen());
    t.is(await link.watch(), null);
  },
);
