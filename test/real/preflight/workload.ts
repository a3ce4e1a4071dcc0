/** What runs on a server or reads from it when a run should begin, on a real pair. */
import { bringUpServer } from '../../../src/sandbox/bring-up-server.js';
import { openSession } from '../../../src/server/connection.js';
import { preflightLab, type Servers } from '../../helpers/preflight-lab.js';
import { mysqlTest } from '../../helpers/server-test.js';
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

const event = (name: string) => `EVENT app.${name} ON SCHEDULE EVERY 1 DAY DO DO 1`;

names('an event that is enabled on the passive', {
  id: 'scheduled-events',
  where: 'b',
  message: /^scheduled events are enabled although the server is passive: app\.sweep$/,
  b: ['SET SESSION sql_log_bin = 0', `CREATE ${event('sweep')}`],
  hint: /EVENT `app`\.`sweep` DISABLE ON (SLAVE|REPLICA)$/,
});

names('an event that a flip left asleep', {
  id: 'scheduled-events',
  message: /^scheduled events were put to sleep there.*: app\.sweep$/,
  a: {
    mariadb: [`CREATE ${event('sweep')}`, 'ALTER EVENT app.sweep DISABLE ON SLAVE'],
    mysql: [`CREATE ${event('sweep')}`, 'ALTER EVENT app.sweep DISABLE ON REPLICA'],
  },
});

names('an event that the passive has not', {
  id: 'scheduled-events',
  where: 'b',
  message: /^scheduled events of server a .* are missing there, disabled or not the same: app\.sweep$/,
  a: ['SET SESSION sql_log_bin = 0', `CREATE ${event('sweep')}`],
});

names('a scheduler that runs on the active alone', {
  id: 'event-scheduler',
  where: 'b',
  message: /^event_scheduler is OFF: no event would run there after a flip$/,
  a: ['SET GLOBAL event_scheduler = 1', `CREATE ${event('sweep')}`],
});

names('events that nothing runs now, as a warning', {
  id: 'event-scheduler',
  where: 'both',
  severity: 'warn',
  message: /nothing runs them$/,
  a: [`CREATE ${event('sweep')}`],
});

names('an event whose definer is gone', {
  id: 'event-definers',
  message: /^there is no account 'ghost'@'%', as which scheduled events run: app\.sweep$/,
  a: [`CREATE DEFINER = ghost@'%' ${event('sweep')}`],
});

names(
  'an event of an administrator, whom others may not name',
  {
    id: 'event-definers',
    message:
      /^scheduled events run as 'root'@'127\.0\.0\.1', which has SYSTEM_USER, so .* may not move them: app\.sweep$/,
    a: [`CREATE ${event('sweep')}`],
  },
  mysqlTest,
);

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
  // A table that is asked more often than every 100 ms shows what it showed before (InnoDB of both flavors).
  const grown = async () => Number((await observer.row(age))?.s) >= 1;
  await until('a second has passed', grown, { everyMs: 200 });
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
