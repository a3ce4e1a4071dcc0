/** Bad states of roles and links, each made on a real pair. Statements are MariaDB's. */
import test from 'ava';
import { names, type Servers } from '../../helpers/preflight.js';
import { until } from '../../helpers/until.js';

test.serial('two writable servers', names, {
  id: 'roles',
  where: 'both',
  message: /both servers accept writes/,
  b: ['SET GLOBAL read_only = 0'],
});

test.serial('two read-only servers', names, {
  id: 'roles',
  where: 'both',
  message: /no server accepts writes/,
  a: ['SET GLOBAL read_only = 1'],
});

test.serial('a pointer at the read-only server', names, {
  id: 'roles',
  where: 'pointer',
  message: /names server b .* but server a .* accepts writes/,
  given: { pointer: { kind: 'names', side: 'b', generation: 1 } },
});

test.serial('pointers that disagree', names, {
  id: 'roles',
  where: 'pointer',
  message: /does not tell which server is active: two say a, one says b/,
  given: { pointer: { kind: 'disagree', detail: 'two say a, one says b' } },
});

test.serial('a server that replicates from nobody', names, {
  id: 'replication-source',
  message: /does not replicate from anybody/,
  a: ['STOP SLAVE', 'RESET SLAVE ALL'],
});

test.serial('a stopped applier on the active', names, {
  id: 'replication-running',
  message: /receiver running, applier stopped/,
  a: ['STOP SLAVE SQL_THREAD'],
});

test.serial('a stopped receiver on the passive', names, {
  id: 'replication-running',
  where: 'b',
  message: /receiver stopped, applier running/,
  b: ['STOP SLAVE IO_THREAD'],
});

test.serial('a receiver that cannot log in', names, {
  id: 'replication-running',
  where: 'b',
  message: /receiver connecting.*Access denied/,
  b: ['STOP SLAVE', "CHANGE MASTER TO MASTER_PASSWORD = 'wrong'", 'START SLAVE'],
  make: (_, { b }) =>
    until(
      'the receiver was refused',
      async () => Number((await b.row('SHOW SLAVE STATUS'))?.Last_IO_Errno) > 0,
    ),
});

test.serial('an applier that failed', names, {
  id: 'replication-running',
  where: 'b',
  message: /applier broken.*Duplicate entry/,
  a: ['CREATE TABLE app.t (id INT PRIMARY KEY)'],
  make: async (_, { a, b }) => {
    await until('the table is there', async () => (await b.rows("SHOW TABLES IN app LIKE 't'")).length === 1);
    await b.send('SET sql_log_bin = 0');
    for (const session of [b, a]) await session.send('INSERT INTO app.t VALUES (1)');
    await until('it fails', async () => Number((await b.row('SHOW SLAVE STATUS'))?.Last_SQL_Errno) > 0);
  },
});

test.serial('a delayed passive', names, {
  id: 'replication-running',
  where: 'b',
  message: /told to stay 30 s behind/,
  b: ['STOP SLAVE', 'CHANGE MASTER TO MASTER_DELAY = 30', 'START SLAVE'],
});

test.serial('a second source', names, {
  id: 'replication-source',
  where: 'b',
  message: /named connections.*'other' from 127\.0\.0\.1:9/,
  b: ["CHANGE MASTER 'other' TO MASTER_HOST = '127.0.0.1', MASTER_PORT = 9, MASTER_USER = 'x'"],
});

test.serial('a server that follows another one than the other side', names, {
  id: 'replication-source',
  message: /server_id 7\), which is not server b/,
  b: ['SET GLOBAL server_id = 7'],
  make: async (_, { a, b }) => {
    await a.send('STOP SLAVE');
    await a.send('START SLAVE');
    await until('connected again', async () => (await a.row('SHOW SLAVE STATUS'))?.Master_Server_Id === 7);
    await b.send('SET GLOBAL server_id = 2');
  },
});

test.serial('a replication filter', names, {
  id: 'replication-source',
  where: 'b',
  message: /does not apply everything: Replicate_Do_DB=app/,
  b: ['STOP SLAVE', "SET GLOBAL replicate_do_db = 'app'", 'START SLAVE'],
});

test.serial('an applier that overlooks missing rows', names, {
  id: 'replication-source',
  where: 'b',
  message: /overlooks missing and duplicate rows/,
  b: ['STOP SLAVE', "SET GLOBAL slave_exec_mode = 'IDEMPOTENT'", 'START SLAVE'],
});

test.serial('a link that counts files and positions', names, {
  id: 'gtid',
  where: 'b',
  message: /by file and position, not by GTID/,
  b: ['STOP SLAVE', 'CHANGE MASTER TO MASTER_USE_GTID = no', 'START SLAVE'],
});

test.serial('a GTID mode that is not strict', names, {
  id: 'gtid',
  message: /gtid_strict_mode is off/,
  a: ['SET GLOBAL gtid_strict_mode = 0'],
});

test.serial('two GTID domains', names, {
  id: 'gtid',
  where: 'both',
  message: /gtid_domain_id is 0 on one and 5 on the other/,
  b: ['SET GLOBAL gtid_domain_id = 5'],
});

test.serial('two servers with one server_id', names, {
  id: 'server-ids',
  where: 'both',
  message: /both have server_id 1/,
  b: ['SET GLOBAL server_id = 1'],
});

test.serial('transactions that only the passive has', names, {
  id: 'errant-transactions',
  where: 'b',
  message: /does not have: 0-2-1/,
  a: ['STOP SLAVE'],
  b: ['CREATE TABLE app.mine (id INT PRIMARY KEY)'],
});

test.serial('a passive that is far behind', names, {
  id: 'lag',
  where: 'b',
  severity: 'warn',
  message: /is \d+ s behind server a/,
  given: { limits: { lagMs: 0, catchUpStallMs: 600_000, longTransactionMs: 10_000 } },
  make: fallBehind,
});

/** The applier waits for a row that somebody holds, until the server itself counts more than a second. */
async function fallBehind(_: unknown, { a, b }: Servers): Promise<void> {
  await a.send('CREATE TABLE app.t (id INT PRIMARY KEY, n INT)');
  await a.send('INSERT INTO app.t VALUES (1, 1)');
  await until('the row is there', async () => (await b.rows('SELECT * FROM app.t')).length === 1);
  await b.send('BEGIN');
  await b.rows('SELECT * FROM app.t FOR UPDATE');
  await a.send('UPDATE app.t SET n = 2');
  await until('it lags', async () => Number((await b.row('SHOW SLAVE STATUS'))?.Seconds_Behind_Master) >= 2);
}
