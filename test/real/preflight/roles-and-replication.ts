/** Bad states of roles and links, each made on a real pair. */
import { bringUpServer } from '../../../src/sandbox/bring-up-server.js';
import { isReplicating, readReplication } from '../../../src/sandbox/read-replication.js';
import { openSession, type Row, type Session } from '../../../src/server/connection.js';
import { preflightLab, type Servers } from '../../helpers/preflight-lab.js';
import { flavorTest } from '../../helpers/server-test.js';
import { until } from '../../helpers/until.js';

const { names } = preflightLab();

names('two writable servers', {
  id: 'roles',
  where: 'both',
  message: /both servers accept writes/,
  b: ['SET GLOBAL read_only = 0'],
});

names('two read-only servers', {
  id: 'roles',
  where: 'both',
  message: /no server accepts writes/,
  a: ['SET GLOBAL read_only = 1'],
});

names('a pointer at the read-only server', {
  id: 'roles',
  where: 'pointer',
  message: /names server b .* but server a .* accepts writes/,
  given: { pointer: { kind: 'names', side: 'b', generation: 1 } },
});

names('pointers that disagree', {
  id: 'roles',
  where: 'pointer',
  message: /does not tell which server is active: two say a, one says b/,
  given: { pointer: { kind: 'disagree', detail: 'two say a, one says b' } },
});

names('a server that replicates from nobody', {
  id: 'replication-source',
  message: /does not replicate from anybody/,
  a: ['STOP REPLICA', 'RESET REPLICA ALL'],
});

names('a stopped applier on the active', {
  id: 'replication-running',
  message: { mariadb: /receiver running, applier stopped/, mysql: /receiver running, applier held/ },
  a: ['STOP REPLICA SQL_THREAD'],
});

names('a stopped receiver on the passive', {
  id: 'replication-running',
  where: 'b',
  message: /receiver stopped, applier running/,
  b: ['STOP REPLICA IO_THREAD'],
});

names('a receiver that cannot log in', {
  id: 'replication-running',
  where: 'b',
  message: /receiver connecting.*Access denied/,
  b: change("MASTER_PASSWORD = 'wrong'", "SOURCE_PASSWORD = 'wrong'"),
  make: async ({ b }) => {
    await until('the receiver was refused', async () => Number((await status(b)).Last_IO_Errno) > 0);
    return undefined;
  },
});

names('an applier that failed', {
  id: 'replication-running',
  where: 'b',
  message: /applier broken/,
  a: ['CREATE TABLE app.t (id INT PRIMARY KEY)'],
  make: async ({ a, b }) => {
    await until('the table is there', async () => (await b.rows("SHOW TABLES IN app LIKE 't'")).length === 1);
    await b.send('SET sql_log_bin = 0');
    for (const session of [b, a]) await session.send('INSERT INTO app.t VALUES (1)');
    await until('it fails', async () => Number((await status(b)).Last_SQL_Errno) > 0);
  },
});

names('a delayed passive', {
  id: 'replication-running',
  where: 'b',
  message: /told to stay 30 s behind/,
  b: change('MASTER_DELAY = 30', 'SOURCE_DELAY = 30'),
});

names('a second source', {
  id: 'replication-source',
  where: 'b',
  message: /named connections.*'other' from 127\.0\.0\.1:9/,
  b: {
    mariadb: ["CHANGE MASTER 'other' TO MASTER_HOST = '127.0.0.1', MASTER_PORT = 9, MASTER_USER = 'x'"],
    mysql: [
      "CHANGE REPLICATION SOURCE TO SOURCE_HOST = '127.0.0.1', SOURCE_PORT = 9, SOURCE_USER = 'x' FOR CHANNEL 'other'",
    ],
  },
});

names(
  'a ring of three',
  {
    id: 'replication-source',
    message: /replicates from 127\.0\.0\.1:\d+ \(server_id 3\), which is not server b/,
    make: addThird,
  },
  flavorTest,
);

names('a replication filter', {
  id: 'replication-source',
  where: 'b',
  message: /does not apply everything: Replicate_Do_DB=app/,
  b: {
    mariadb: ['STOP SLAVE', "SET GLOBAL replicate_do_db = 'app'", 'START SLAVE'],
    mysql: [
      'STOP REPLICA',
      "CHANGE REPLICATION FILTER REPLICATE_DO_DB = (app) FOR CHANNEL ''",
      'START REPLICA',
    ],
  },
});

names('an applier that overlooks missing rows', {
  id: 'replication-source',
  where: 'b',
  message: /overlooks missing and duplicate rows/,
  b: ['STOP REPLICA', "SET GLOBAL slave_exec_mode = 'IDEMPOTENT'", 'START REPLICA'],
});

names('a link that counts files and positions', {
  id: 'gtid',
  where: 'b',
  message: /by file and position, not by GTID/,
  b: change('MASTER_USE_GTID = no', 'SOURCE_AUTO_POSITION = 0'),
});

names('two servers with one server_id', {
  id: 'server-ids',
  where: 'both',
  message: /both have server_id 1/,
  b: ['SET GLOBAL server_id = 1'],
});

names('transactions that only the passive has', {
  id: 'errant-transactions',
  where: 'b',
  message: { mariadb: /does not have: 0-2-1/, mysql: /does not have: [0-9a-f-]{36}:1/ },
  a: ['STOP REPLICA'],
  b: ['CREATE TABLE app.mine (id INT PRIMARY KEY)'],
});

names('a passive that is far behind', {
  id: 'lag',
  where: 'b',
  severity: 'warn',
  message: /is \d+ s behind server a/,
  given: { limits: { lagMs: 0, catchUpStallMs: 600_000, longTransactionMs: 10_000 } },
  make: fallBehind,
});

/** The applier waits for a row that somebody holds, until the server itself counts more than a second. */
async function fallBehind({ a, b }: Servers): Promise<undefined> {
  await a.send('CREATE TABLE app.t (id INT PRIMARY KEY, n INT)');
  await a.send('INSERT INTO app.t VALUES (1, 1)');
  await until('the row is there', async () => (await b.rows('SELECT * FROM app.t')).length === 1);
  await b.send('BEGIN');
  await b.rows('SELECT * FROM app.t FOR UPDATE');
  await a.send('UPDATE app.t SET n = 2');
  await until('it lags', async () => {
    const { Seconds_Behind_Master: mariadb, Seconds_Behind_Source: mysql } = await status(b);
    return Number(mariadb ?? mysql) >= 2;
  });
}

/** Stops both threads, changes the link, and starts them again. */
function change(mariadb: string, mysql: string) {
  return {
    mariadb: ['STOP SLAVE', `CHANGE MASTER TO ${mariadb}`, 'START SLAVE'],
    mysql: ['STOP REPLICA', `CHANGE REPLICATION SOURCE TO ${mysql}`, 'START REPLICA'],
  };
}

async function status(session: Session): Promise<Row> {
  return (await session.row('SHOW REPLICA STATUS')) ?? {};
}

/** a follows the third server, and that one follows b. */
async function addThird({ pair, image, a }: Servers) {
  const third = await bringUpServer(image, { 'server-id': '3' });
  const session = await openSession(third.root);
  const { host = '', port = 0, password } = await pair.endpoint('b', 'repl');
  for (const sql of image.link({ host, port, password })) await session.send(sql);
  await until('the third server follows b', () => isReplicating(session));
  await session.send(`CREATE USER 'repl'@'127.0.0.1' IDENTIFIED BY '${password}'`);
  await session.send("GRANT REPLICATION SLAVE ON *.* TO 'repl'@'127.0.0.1'");
  await a.send('STOP REPLICA');
  await a.send('RESET REPLICA ALL');
  const source = { host: '127.0.0.1', port: third.root.port ?? 0, password };
  for (const sql of image.link(source)) await a.send(sql);
  await until('a has connected', async () => (await readReplication(a)).receiver === 'running');
  return async () => {
    await session.close();
    await third.down();
  };
}
