/** The real example of this repository, on a real server: its migrations up and down, its procedures by CALL. */
import test, { type ExecutionContext } from 'ava';
import { listMigrationFiles } from '../../src/migrate/files.js';
import type { Sandbox } from '../../src/sandbox/open-sandbox.js';
import { openSession, type Session } from '../../src/server/connection.js';
import { isErrno } from '../../src/server/server-error.js';
import { makeRegistry, registrySettings, runMigration } from '../helpers/registry.js';
import { image, onServer, sessionOn, withPair } from '../helpers/servers.js';

/** One pair after the other: each is two servers. */
function serial(title: string, implementation: (t: ExecutionContext) => Promise<void>): void {
  test.serial(onServer(title), implementation);
}

/** A pair whose server a has the registry and its procedures. */
async function withRegistry(t: ExecutionContext, serverOptions: Record<string, string> = {}) {
  const sandbox = await withPair(t, { serverOptions });
  const session = await sessionOnDatabase(t, sandbox);
  await makeRegistry(session, image);
  return { sandbox, session };
}

async function sessionOnDatabase(t: ExecutionContext, sandbox: Sandbox): Promise<Session> {
  const session = await sessionOn(t, sandbox, 'a');
  await session.send('USE app');
  return session;
}

type Member = {
  readonly hostname: string;
  readonly ip: string;
  readonly load?: number;
  readonly hash: string | null;
};

async function register(session: Session, { hostname, ip, load = 1, hash }: Member): Promise<void> {
  await session.rows('CALL app.register_lb(?, ?, ?, ?)', [hostname, ip, load, hash]);
}

async function members(session: Session): Promise<readonly string[]> {
  const rows = await session.rows(
    'SELECT hostname, ip, loadfactor, hash FROM app.lb2_members ORDER BY INET6_ATON(ip)',
  );
  return rows.map(row => Object.values(row).join(' '));
}

serial('the migrations of the registry go up and down again', async t => {
  const session = await sessionOnDatabase(t, await withPair(t));
  const files = await listMigrationFiles(registrySettings);
  t.deepEqual([...new Set(files.map(({ kind }) => kind))].sort(), ['knex', 'sql']);
  for (const file of files) await runMigration(session, file, 'up');
  const columns = await session.rows(
    `SELECT column_name AS name, column_type AS type, is_nullable AS nullable, column_default AS standard,
            column_key AS k
       FROM information_schema.columns WHERE table_schema = 'app' AND table_name = 'lb2_members'
      ORDER BY ordinal_position`,
  );
  t.deepEqual(
    columns.map(row => Object.values(row).map(String).join(' ').trim()),
    [
      'ip varchar(45) NO null PRI',
      'hostname varchar(100) NO null',
      'loadfactor int(11) NO 0',
      'hash varchar(64) YES NULL UNI',
      'registered_at datetime YES NULL',
      'last_seen_at datetime YES NULL MUL',
    ],
  );
  for (const file of [...files].reverse()) await runMigration(session, file, 'down');
  t.deepEqual(await session.rows('SHOW TABLES'), []);
});

serial('register_lb inserts a new server and updates a known one, its address too', async t => {
  const { session } = await withRegistry(t);
  await register(session, { hostname: 'web1', ip: '10.0.0.1', load: 5, hash: 'h1' });
  await register(session, { hostname: 'web2', ip: '10.0.0.2', hash: 'h2' });
  await session.send("UPDATE lb2_members SET registered_at = '2020-01-01', last_seen_at = '2020-01-01'");
  await register(session, { hostname: 'web1', ip: '2001:db8::1', load: 7, hash: 'h1' });
  t.deepEqual(await members(session), ['web2 10.0.0.2 1 h2', 'web1 2001:db8::1 7 h1']);
  const times = await session.rows(
    "SELECT registered_at AS came, last_seen_at > '2020-01-01' AS seen FROM lb2_members WHERE hash = 'h1'",
  );
  t.deepEqual(times, [{ came: '2020-01-01 00:00:00', seen: 1 }]);
});

serial('register_lb gives the row of an address to the server that was installed anew there', async t => {
  const { session } = await withRegistry(t);
  await register(session, { hostname: 'old', ip: '10.0.0.1', hash: 'h1' });
  await register(session, { hostname: 'new', ip: '10.0.0.1', hash: 'h9' });
  t.deepEqual(await members(session), ['new 10.0.0.1 1 h9']);
});

serial('register_lb removes the server whose address a known one has taken', async t => {
  const { session } = await withRegistry(t);
  await register(session, { hostname: 'web1', ip: '10.0.0.1', hash: 'h1' });
  await register(session, { hostname: 'web2', ip: '10.0.0.2', hash: 'h2' });
  await register(session, { hostname: 'web1', ip: '10.0.0.2', hash: 'h1' });
  t.deepEqual(await members(session), ['web1 10.0.0.2 1 h1']);
});

serial('register_lb works on rows from before the hash and the times', async t => {
  const { session } = await withRegistry(t);
  await session.send("INSERT INTO lb2_members (ip, hostname) VALUES ('10.0.0.1', 'x'), ('10.0.0.2', 'y')");
  await register(session, { hostname: 'web1', ip: '10.0.0.1', hash: 'h1' });
  await register(session, { hostname: 'web2', ip: '10.0.0.2', hash: null });
  t.deepEqual(await members(session), ['web1 10.0.0.1 1 h1', 'web2 10.0.0.2 1 ']);
  const { n } =
    (await session.row('SELECT COUNT(*) AS n FROM lb2_members WHERE registered_at IS NULL')) ?? {};
  t.is(n, 0);
});

serial('deregister_lb removes the server with that address and no other', async t => {
  const { session } = await withRegistry(t);
  await register(session, { hostname: 'web1', ip: '10.0.0.1', hash: 'h1' });
  await register(session, { hostname: 'web10', ip: '10.0.0.10', hash: 'h10' });
  await session.rows('CALL deregister_lb(?)', ['10.0.0.1']);
  await session.rows('CALL deregister_lb(?)', ['10.0.0.99']);
  t.deepEqual(await members(session), ['web10 10.0.0.10 1 h10']);
});

/** Sessions of the application, all open before the first call. */
async function applications(
  t: ExecutionContext,
  sandbox: Sandbox,
  count: number,
): Promise<readonly Session[]> {
  const endpoint = await sandbox.endpoint('a', 'app');
  const sessions = await Promise.all(Array.from({ length: count }, () => openSession(endpoint)));
  t.teardown(() => Promise.all(sessions.map(session => session.close())));
  return sessions;
}

serial('50 servers that register at once are 50 members, once each', async t => {
  const { sandbox, session } = await withRegistry(t);
  const sessions = await applications(t, sandbox, 50);
  for (const round of [1, 2, 3]) {
    await Promise.all(
      sessions.map((own, index) =>
        register(own, {
          hostname: `web${index}`,
          ip: `10.0.${round}.${index}`,
          load: round,
          hash: `h${index}`,
        }),
      ),
    );
    const expected = sessions.map((_, index) => `web${index} 10.0.${round}.${index} ${round} h${index}`);
    t.deepEqual(await members(session), expected);
  }
});

serial('one server that registers over 50 connections at once is one member', async t => {
  const { sandbox, session } = await withRegistry(t);
  const sessions = await applications(t, sandbox, 50);
  await Promise.all(
    sessions.map((own, index) => register(own, { hostname: 'web', ip: `10.0.0.${index % 2}`, hash: 'h' })),
  );
  t.is((await members(session)).length, 1);
});

serial('50 connections that fight over few addresses and hashes never fail, and lose no rule', async t => {
  const { sandbox, session } = await withRegistry(t);
  const sessions = await applications(t, sandbox, 50);
  const called = new Set<string>();
  await Promise.all(
    sessions.map(async (own, index) => {
      for (let turn = 0; turn < 20; turn++) {
        const ip = `10.0.0.${(index * 7 + turn * 3) % 5}`;
        const hash = `h${(index + turn) % 4}`;
        called.add(`${ip} ${hash}`);
        if ((index + turn) % 9 === 0) await own.rows('CALL app.deregister_lb(?)', [ip]);
        else await register(own, { hostname: 'web', ip, hash });
      }
    }),
  );
  const rows = await session.rows<{ ip: string; hash: string }>('SELECT ip, hash FROM lb2_members');
  t.true(rows.length > 0 && rows.length <= 4);
  t.is(new Set(rows.map(({ hash }) => hash)).size, rows.length);
  for (const { ip, hash } of rows) t.true(called.has(`${ip} ${hash}`));
});

serial('an application cannot write through the fence by calling register_lb', async t => {
  const { sandbox, session } = await withRegistry(t);
  const [application] = await applications(t, sandbox, 1);
  await session.send('SET GLOBAL read_only = 1');
  const error = await t.throwsAsync(
    register(application as Session, { hostname: 'web', ip: '10.0.0.1', hash: 'h' }),
  );
  t.true(isErrno(error, 1290));
  t.deepEqual(await members(session), []);
  await session.send('SET GLOBAL read_only = 0');
  await register(application as Session, { hostname: 'web', ip: '10.0.0.1', hash: 'h' });
  t.is((await members(session)).length, 1);
});
