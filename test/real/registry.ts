/** The real example of this repository, on a real server: its migrations up and down, its procedures by CALL. */
import type { ExecutionContext } from 'ava';
import { listMigrationFiles } from '../../src/migrate/files.js';
import type { Sandbox } from '../../src/sandbox/open-sandbox.js';
import type { ServerImage } from '../../src/sandbox/server-image.js';
import { openSession, type Session } from '../../src/server/connection.js';
import { isErrno, ServerError } from '../../src/server/server-error.js';
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

/** The call fails with SQLSTATE 45000, and its text is returned. */
async function refused(t: ExecutionContext, call: Promise<void>): Promise<string> {
  const error = await t.throwsAsync(call, { instanceOf: ServerError });
  t.true(isErrno(error, signalled));
  return error?.serverText ?? '';
}

/** ER_SIGNAL_EXCEPTION. */
const signalled = 1644;
/** ER_CHECKREAD. */
const recordChanged = 1020;

serverTest(
  'register_lb refuses an address to another hash until the old one has expired, and names both',
  async (t, image) => {
    const { session } = await withRegistry(t, image);
    await register(session, { hostname: 'old', ip: '10.0.0.1', hash: 'h1' });
    const before = await session.rows('SELECT * FROM lb2_members');
    const anew = { hostname: 'new', ip: '10.0.0.1', hash: 'h9' };
    t.is(
      await refused(t, register(session, anew)),
      'register_lb: 10.0.0.1 is of hash h1 until it expires, not of h9',
    );
    await refused(t, register(session, { ...anew, hash: null }));
    t.deepEqual(await session.rows('SELECT * FROM lb2_members'), before);
    await session.send('UPDATE lb2_members SET last_seen_at = UTC_TIMESTAMP() - INTERVAL 1 HOUR');
    await session.send('CALL expire_lb(60, 0)');
    await register(session, anew);
    t.deepEqual(await members(session), ['new 10.0.0.1 1 h9']);
  },
);

serverTest(
  'register_lb refuses a known hash at the address of another one, which both keep',
  async (t, image) => {
    const { session } = await withRegistry(t, image);
    await register(session, { hostname: 'web1', ip: '10.0.0.1', hash: 'h1' });
    await register(session, { hostname: 'web2', ip: '10.0.0.2', hash: 'h2' });
    const before = await members(session);
    const text = await refused(t, register(session, { hostname: 'web1', ip: '10.0.0.2', hash: 'h1' }));
    t.is(text, 'register_lb: 10.0.0.2 is of hash h2 until it expires, not of h1');
    t.deepEqual(await members(session), before);
    await session.rows('CALL deregister_lb(?)', ['10.0.0.2']);
    await register(session, { hostname: 'web1', ip: '10.0.0.2', hash: 'h1' });
    t.deepEqual(await members(session), ['web1 10.0.0.2 1 h1']);
  },
);

serverTest('the longest address and two whole digests fit into the text of a refusal', async (t, image) => {
  const { session } = await withRegistry(t, image);
  const ip = 'ffff:ffff:ffff:ffff:ffff:ffff:255.255.255.255';
  await register(session, { hostname: 'w'.repeat(100), ip, hash: '1'.repeat(64) });
  const text = await refused(t, register(session, { hostname: 'x', ip, hash: '2'.repeat(64) }));
  t.is(text, `register_lb: ${ip} is of hash 111111111111 until it expires, not of 222222222222`);
});

serverTest(
  'register_lb does not decide by what the transaction of its caller saw before',
  async (t, image) => {
    const { sandbox, session } = await withRegistry(t, image);
    const [caller] = await applications(t, sandbox, 1);
    await caller?.send('START TRANSACTION');
    await caller?.rows('SELECT COUNT(*) FROM app.lb2_members');
    await register(session, { hostname: 'web1', ip: '10.0.0.1', hash: 'h1' });
    const error = await t.throwsAsync(
      register(caller as Session, { hostname: 'web2', ip: '10.0.0.1', hash: 'h2' }),
    );
    // MariaDB 11.8 lets no transaction lock a row that is newer than what it sees (innodb_snapshot_isolation).
    t.true(isErrno(error, signalled, recordChanged), error?.message);
    await caller?.send('COMMIT');
    t.deepEqual(await members(session), ['web1 10.0.0.1 1 h1']);
  },
);

serverTest('register_lb works on rows from before the hash and the times', async (t, image) => {
  const { session } = await withRegistry(t, image);
  await session.send("INSERT INTO lb2_members (ip, hostname) VALUES ('10.0.0.1', 'x'), ('10.0.0.2', 'y')");
  await register(session, { hostname: 'web1', ip: '10.0.0.1', hash: 'h1' });
  await register(session, { hostname: 'web2', ip: '10.0.0.2', hash: null });
  t.deepEqual(await members(session), ['web1 10.0.0.1 1 h1', 'web2 10.0.0.2 1 ']);
  await register(session, { hostname: 'web1', ip: '10.0.0.2', hash: 'h1' });
  t.deepEqual(await members(session), ['web1 10.0.0.2 1 h1']);
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
  '50 connections that fight over few addresses and hashes are served or refused, and lose no rule',
  async (t, image) => {
    const { sandbox, session } = await withRegistry(t, image);
    const sessions = await applications(t, sandbox, 50);
    const called = new Set<string>();
    const refusals: string[] = [];
    const call = async (own: Session, member: Member) => {
      called.add(`${member.ip} ${member.hash}`);
      await register(own, member).catch((error: unknown) => {
        if (!isErrno(error, signalled)) throw error;
        refusals.push((error as ServerError).serverText);
      });
    };
    await Promise.all(
      sessions.map(async (own, index) => {
        for (let turn = 0; turn < 20; turn++) {
          const ip = `10.0.0.${(index * 7 + turn * 3) % 5}`;
          const hash = `h${(index + turn) % 4}`;
          if ((index + turn) % 9 === 0) await own.rows('CALL app.deregister_lb(?)', [ip]);
          else await call(own, { hostname: 'web', ip, hash });
        }
      }),
    );
    t.true(refusals.length > 0);
    for (const text of refusals) t.regex(text, / until it expires, not of /);
    const rows = await session.rows<{ ip: string; hash: string }>('SELECT ip, hash FROM lb2_members');
    t.true(rows.length <= 4);
    t.is(new Set(rows.map(({ hash }) => hash)).size, rows.length);
    for (const { ip, hash } of rows) t.true(called.has(`${ip} ${hash}`));
  },
);

serverTest(
  'servers that refresh while the balancer expires silent ones over 50 connections are all there at the end, and fresh',
  async (t, image) => {
    const { sandbox, session } = await withRegistry(t, image);
    const sessions = await applications(t, sandbox, 50);
    const own = (index: number): Member => ({ hostname: 'web', ip: `10.0.1.${index}`, hash: `h${index}` });
    for (let index = 0; index < 40; index++) await register(session, own(index));
    await session.send('UPDATE lb2_members SET last_seen_at = UTC_TIMESTAMP() - INTERVAL 1 HOUR');
    // Who expires before it could refresh comes anew.
    const balancer = async (caller: Session) => {
      for (let turn = 0; turn < 10; turn++) await caller.send('CALL app.expire_lb(600, 20)');
    };
    const webServer = async (caller: Session, index: number) => {
      for (let turn = 0; turn < 5; turn++) await register(caller, { ...own(index), load: turn });
    };
    await Promise.all(
      sessions.map((caller, index) => (index < 40 ? webServer(caller, index) : balancer(caller))),
    );
    const rows = await session.rows(
      `SELECT COUNT(*) AS members, SUM(loadfactor = 4) AS refreshed,
              SUM(last_seen_at > UTC_TIMESTAMP() - INTERVAL 10 MINUTE) AS fresh FROM lb2_members`,
    );
    t.deepEqual(
      rows.map(row => Object.values(row).map(Number)),
      [[40, 40, 40]],
    );
  },
);

serverTest(
  'expire_lb takes the silent ones, of equals by address, keeps the minimum, and those without a time',
  async (t, image) => {
    const { session } = await withRegistry(t, image);
    await session.send("INSERT INTO lb2_members (ip, hostname) VALUES ('10.0.0.9', 'without')");
    for (const n of [1, 2, 3, 4])
      await register(session, { hostname: `web${n}`, ip: `10.0.0.${n}`, hash: `h${n}` });
    await session.send(
      `UPDATE lb2_members SET last_seen_at = IF(ip = '10.0.0.4', '2020-01-01', '2021-01-01') WHERE hash IN ('h2', 'h3', 'h4')`,
    );
    await session.send('CALL expire_lb(60, 3)');
    t.deepEqual(await members(session), ['web1 10.0.0.1 1 h1', 'web3 10.0.0.3 1 h3', 'without 10.0.0.9 0 ']);
    await session.send('CALL expire_lb(60, 3)');
    t.is((await members(session)).length, 3);
    await session.send('CALL expire_lb(60, 0)');
    t.deepEqual(await members(session), ['web1 10.0.0.1 1 h1', 'without 10.0.0.9 0 ']);
    for (const call of [
      'expire_lb(0, 0)',
      'expire_lb(NULL, 0)',
      'expire_lb(60, NULL)',
      'expire_lb(60, -1)',
    ]) {
      const error = await t.throwsAsync(session.send(`CALL ${call}`));
      t.true(isErrno(error, signalled));
    }
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
