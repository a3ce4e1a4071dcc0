/** The real example of this repository, on a real server: its migrations up and down, its procedures by CALL. */
import type { ExecutionContext } from 'ava';
import { listMigrationFiles } from '../../src/migrate/files.js';
import type { Sandbox } from '../../src/sandbox/open-sandbox.js';
import type { ServerImage } from '../../src/sandbox/server-image.js';
import { openSession, type Session } from '../../src/server/connection.js';
import { isErrno } from '../../src/server/server-error.js';
import { makeRegistry, registrySettings, runMigration } from '../helpers/registry.js';
import { serverTest } from '../helpers/server-test.js';
import { sessionOn, sharedPair } from '../helpers/servers.js';

const pairOf = sharedPair();

/** The pair of a server, with an empty database on side a. */
async function withEmptyDatabase(t: ExecutionContext, image: ServerImage) {
  const sandbox = await pairOf(t, image);
  const session = await sessionOn(t, sandbox, 'a');
  for (const sql of ['DROP DATABASE app', 'CREATE DATABASE app', 'USE app']) await session.send(sql);
  await session.send("DROP USER IF EXISTS 'lb_registry'@'localhost'");
  return { sandbox, session };
}

/** The same with the registry and its procedures. */
async function withRegistry(t: ExecutionContext, image: ServerImage) {
  const empty = await withEmptyDatabase(t, image);
  await makeRegistry(empty.session, image);
  return empty;
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

serverTest('the migrations of the registry go up and down again', async (t, image) => {
  const { session } = await withEmptyDatabase(t, image);
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
    // MariaDB gives integers a width, and writes a default of NULL as a word.
    columns.map(row =>
      Object.values(row)
        .map(String)
        .join(' ')
        .replace('(11)', '')
        .replace(/ null /i, ' ')
        .trim(),
    ),
    [
      'ip varchar(45) NO PRI',
      'hostname varchar(100) NO',
      'loadfactor int NO 0',
      'hash varchar(64) YES UNI',
      'registered_at datetime YES',
      'last_seen_at datetime YES MUL',
    ],
  );
  for (const file of [...files].reverse()) await runMigration(session, file, 'down');
  t.deepEqual(await session.rows('SHOW TABLES'), []);
});

serverTest('register_lb inserts a new server and updates a known one, its address too', async (t, image) => {
  const { session } = await withRegistry(t, image);
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

serverTest(
  'register_lb gives the row of an address to the server that was installed anew there',
  async (t, image) => {
    const { session } = await withRegistry(t, image);
    await register(session, { hostname: 'old', ip: '10.0.0.1', hash: 'h1' });
    await register(session, { hostname: 'new', ip: '10.0.0.1', hash: 'h9' });
    t.deepEqual(await members(session), ['new 10.0.0.1 1 h9']);
  },
);

serverTest('register_lb removes the server whose address a known one has taken', async (t, image) => {
  const { session } = await withRegistry(t, image);
  await register(session, { hostname: 'web1', ip: '10.0.0.1', hash: 'h1' });
  await register(session, { hostname: 'web2', ip: '10.0.0.2', hash: 'h2' });
  await register(session, { hostname: 'web1', ip: '10.0.0.2', hash: 'h1' });
  t.deepEqual(await members(session), ['web1 10.0.0.2 1 h1']);
});

serverTest('register_lb works on rows from before the hash and the times', async (t, image) => {
  const { session } = await withRegistry(t, image);
  await session.send("INSERT INTO lb2_members (ip, hostname) VALUES ('10.0.0.1', 'x'), ('10.0.0.2', 'y')");
  await register(session, { hostname: 'web1', ip: '10.0.0.1', hash: 'h1' });
  await register(session, { hostname: 'web2', ip: '10.0.0.2', hash: null });
  t.deepEqual(await members(session), ['web1 10.0.0.1 1 h1', 'web2 10.0.0.2 1 ']);
  const { n } =
    (await session.row('SELECT COUNT(*) AS n FROM lb2_members WHERE registered_at IS NULL')) ?? {};
  t.is(n, 0);
});

serverTest('deregister_lb removes the server with that address and no other', async (t, image) => {
  const { session } = await withRegistry(t, image);
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

serverTest('50 servers that register at once are 50 members, once each', async (t, image) => {
  const { sandbox, session } = await withRegistry(t, image);
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

serverTest('one server that registers over 50 connections at once is one member', async (t, image) => {
  const { sandbox, session } = await withRegistry(t, image);
  const sessions = await applications(t, sandbox, 50);
  await Promise.all(
    sessions.map((own, index) => register(own, { hostname: 'web', ip: `10.0.0.${index % 2}`, hash: 'h' })),
  );
  t.is((await members(session)).length, 1);
});

serverTest(
  '50 connections that fight over few addresses and hashes never fail, and lose no rule',
  async (t, image) => {
    const { sandbox, session } = await withRegistry(t, image);
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
  },
);

serverTest('an application cannot write through the fence by calling register_lb', async (t, image) => {
  const { sandbox, session } = await withRegistry(t, image);
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
