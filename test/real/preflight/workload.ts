/** What runs on a server or reads from it when a run should begin, on a real pair. */
import { bringUpServer } from '../../../src/sandbox/bring-up-server.js';
import { openSession } from '../../../src/server/connection.js';
import { preflightLab, type Servers } from '../../helpers/preflight-lab.js';
import { until } from '../../helpers/until.js';

const { names } = preflightLab();

const impatient = { limits: { lagMs: 1000, catchUpStallMs: 600_000, longTransactionMs: 500 } };
const table = 'CREATE TABLE app.t (id INT PRIMARY KEY, secret VARCHAR(20))';

names('a long transaction that has written, without its data', {
  id: 'long-transactions',
  message: /^transaction of thread \d+ \(root from .* is open for \d+ s, has changed 1 rows and is idle$/,
  a: [table, 'BEGIN', "INSERT INTO app.t VALUES (1, 'hunter2')"],
  given: impatient,
  make: grownOld,
});

names('a long transaction that has only read, as a warning', {
  id: 'long-transactions',
  severity: 'warn',
  message: /has only read/,
  a: [table, 'START TRANSACTION WITH CONSISTENT SNAPSHOT'],
  given: impatient,
  make: grownOld,
});

names('a prepared XA transaction', {
  id: 'prepared-xa',
  message: {
    mariadb: /prepared XA transaction: 'branch'$/,
    mysql: /prepared XA transaction: 0x6272616E6368/,
  },
  a: [
    table,
    "XA START 'branch'",
    'INSERT INTO app.t VALUES (1, 1)',
    "XA END 'branch'",
    "XA PREPARE 'branch'",
  ],
});

names('a MEMORY table', {
  id: 'engines',
  message: /table app\.m is MEMORY, which is emptied by a restart/,
  a: ['CREATE TABLE app.m (id INT) ENGINE=MEMORY'],
});

names('a table without transactions', {
  id: 'engines',
  message: /table app\.m is MyISAM, which has no transactions/,
  a: ['CREATE TABLE app.m (id INT) ENGINE=MyISAM'],
});

names('events that would run', {
  id: 'enabled-events',
  message: /^has enabled events: app\.sweep$/,
  a: ['SET GLOBAL event_scheduler = 1', 'CREATE EVENT app.sweep ON SCHEDULE EVERY 1 DAY DO DO 1'],
});

names('events that nothing runs now, as a warning', {
  id: 'enabled-events',
  severity: 'warn',
  message: /app\.sweep \(event_scheduler is off/,
  a: ['CREATE EVENT app.sweep ON SCHEDULE EVERY 1 DAY DO DO 1'],
});

names('another reader of the binlog before a migration', {
  id: 'binlog-readers',
  where: 'b',
  message: /readers besides server a .*thread \d+ \(repl from 127\.0\.0\.1:\d+\)/,
  make: addReplica,
});

names('another reader of the binlog before a flip, as a warning', {
  id: 'binlog-readers',
  where: 'b',
  severity: 'warn',
  message: /readers besides server a/,
  make: addReplica,
  given: { goal: 'flip' },
});

async function grownOld({ pair }: Servers) {
  const observer = await pair.root('a');
  const age = 'SELECT TIMESTAMPDIFF(SECOND, trx_started, NOW()) AS s FROM information_schema.INNODB_TRX';
  await until('a second has passed', async () => Number((await observer.row(age))?.s) >= 1);
  return () => observer.close();
}

/** A third server below b, with the account that a uses too. */
async function addReplica({ pair, image, b }: Servers) {
  const third = await bringUpServer(image, { 'server-id': '3' });
  const session = await openSession(third.root);
  const { host = '', port = 0, password } = await pair.endpoint('b', 'repl');
  for (const sql of image.link({ host, port, password })) await session.send(sql);
  const readers =
    "SELECT COUNT(*) AS n FROM information_schema.PROCESSLIST WHERE COMMAND LIKE 'Binlog Dump%'";
  await until('it reads', async () => Number((await b.row(readers))?.n) === 2);
  return async () => {
    await session.close();
    await third.down();
  };
}
